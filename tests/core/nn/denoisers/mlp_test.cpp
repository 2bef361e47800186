#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const DenoiserEntry& mlpEntry();
namespace {

TEST(MlpTest, KeepsTheNetworkContract) {
  fixtures::expectDescribed(mlpEntry());
  torch::manual_seed(1);
  const at::Tensor state = torch::randn({5, 7});
  const at::Tensor condition = torch::randn({5, 3});
  const at::Tensor step = torch::tensor({0, 3, 11, 50, 99});
  fixtures::expectNetworkContract(
      [=] {
        const auto denoiser = mlpEntry().make({.dim = 7, .conditionDim = 3, .hidden = 32, .blocks = 2});
        return fixtures::Subject{denoiser->module(), [=] { return denoiser->predict(state, step, condition); }};
      },
      5, 7);
}

TEST(MlpTest, SeesStateStepAndCondition) {
  torch::manual_seed(2);
  const auto denoiser = mlpEntry().make({.dim = 7, .conditionDim = 3, .hidden = 32, .blocks = 2});
  const at::Tensor state = torch::randn({1, 7});
  const at::Tensor condition = torch::randn({1, 3});
  const at::Tensor step = torch::full({1}, 4);
  const at::Tensor base = denoiser->predict(state, step, condition);
  EXPECT_FALSE(torch::allclose(base, denoiser->predict(state + 1, step, condition)));
  EXPECT_FALSE(torch::allclose(base, denoiser->predict(state, step + 40, condition)));
  EXPECT_FALSE(torch::allclose(base, denoiser->predict(state, step, condition + 1)));
}

}  // namespace
}  // namespace marcie::nn
