#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const AlignmentLossEntry& klL2Entry();
namespace {

TEST(KlL2Test, KeepsTheAlignmentContract) {
  fixtures::expectAlignmentContract(klL2Entry(), /*textLearns=*/false);
  EXPECT_FALSE(klL2Entry().usesTemperature);
}

TEST(KlL2Test, EqualsTheValueByHand) {
  const at::Tensor v = torch::tensor({{0.0, std::log(3.0)}}, torch::kDouble);  // softmax 1/4, 3/4
  const at::Tensor s = torch::tensor({{0.0, 0.0}}, torch::kDouble);            // softmax 1/2, 1/2
  const double divergence = 0.25 * std::log(0.5) + 0.75 * std::log(1.5);
  const double distance = std::log(3.0) * std::log(3.0) / 2;
  EXPECT_NEAR(klL2Entry().loss({v, s, torch::arange(1), torch::eye(1), {}}).item<double>(), divergence + distance,
              1e-6);
  EXPECT_NEAR(klL2Entry().loss({v, v, torch::arange(1), torch::eye(1), {}}).item<double>(), 0, 1e-6);
}

TEST(KlL2Test, MovesTheTextByTheDistanceAlone) {
  torch::manual_seed(4);
  const at::Tensor v = torch::randn({3, 4});
  const at::Tensor s = torch::randn({3, 4}).requires_grad_();
  klL2Entry().loss({v, s, torch::arange(3), torch::eye(3), {}}).backward();
  EXPECT_TRUE(torch::allclose(s.grad(), 2 * (s.detach() - v) / 12));
}

}  // namespace
}  // namespace marcie::nn
