#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const DenoiserEntry& unet1chEntry();
namespace {

TEST(Unet1chTest, KeepsTheNetworkContract) {
  fixtures::expectDescribed(unet1chEntry());
  torch::manual_seed(1);
  // Neither size is a square, and the condition is the longer one.
  const at::Tensor state = torch::randn({5, 7});
  const at::Tensor condition = torch::randn({5, 30});
  const at::Tensor step = torch::tensor({0, 3, 11, 50, 99});
  fixtures::expectNetworkContract(
      [=] {
        const auto denoiser = unet1chEntry().make({.dim = 7, .conditionDim = 30, .channels = 8, .blocks = 1});
        return fixtures::Subject{denoiser->module(), [=] { return denoiser->predict(state, step, condition); }};
      },
      5, 7);
}

TEST(Unet1chTest, TakesAnySize) {
  for (const std::int64_t dim : {1, 2, 24, 64, 128}) {
    for (const std::int64_t channels : {2, 6, 8}) {
      const auto denoiser = unet1chEntry().make({.dim = dim, .conditionDim = 16, .channels = channels, .blocks = 2});
      denoiser->module()->eval();
      const at::Tensor output =
          denoiser->predict(torch::randn({2, dim}), torch::tensor({0, 999}), torch::randn({2, 16}));
      EXPECT_EQ(output.sizes(), (std::vector<std::int64_t>{2, dim}));
      EXPECT_TRUE(torch::isfinite(output).all().item<bool>());
    }
  }
}

TEST(Unet1chTest, SeesStateStepAndCondition) {
  torch::manual_seed(2);
  const auto denoiser = unet1chEntry().make({.dim = 9, .conditionDim = 9});
  denoiser->module()->eval();
  const at::Tensor state = torch::randn({1, 9});
  const at::Tensor condition = torch::randn({1, 9});
  const at::Tensor step = torch::full({1}, 4);
  const at::Tensor base = denoiser->predict(state, step, condition);
  EXPECT_FALSE(torch::allclose(base, denoiser->predict(state + 1, step, condition)));
  EXPECT_FALSE(torch::allclose(base, denoiser->predict(state, step + 40, condition)));
  EXPECT_FALSE(torch::allclose(base, denoiser->predict(state, step, condition + 1)));
}

}  // namespace
}  // namespace marcie::nn
