#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const FusionEntry& gateEntry();
namespace {

TEST(GateTest, KeepsTheFusionContract) {
  fixtures::expectFusionContract(gateEntry());
}

TEST(GateTest, StaysBetweenBoth) {
  torch::manual_seed(2);
  const auto fusion = gateEntry().make({.alignedDim = 3, .reconstructedDim = 3});
  const at::Tensor one = torch::randn({6, 3});
  const at::Tensor two = torch::randn({6, 3});
  const at::Tensor fused = fusion->fuse({{}, one, two, {}, {}});
  EXPECT_TRUE((fused >= torch::minimum(one, two) - 1e-6).all().item<bool>());
  EXPECT_TRUE((fused <= torch::maximum(one, two) + 1e-6).all().item<bool>());
}

TEST(GateTest, OpensForOneSide) {
  const auto fusion = gateEntry().make({.alignedDim = 3, .reconstructedDim = 3});
  const torch::NoGradGuard guard;
  fusion->module()->named_parameters()["gate.weight"].zero_();
  for (const double side : {50.0, -50.0}) {
    fusion->module()->named_parameters()["gate.bias"].fill_(side);
    const at::Tensor fused = fusion->fuse({{}, torch::zeros({2, 3}), torch::ones({2, 3}), {}, {}});
    EXPECT_NEAR(fused.mean().item<double>(), side > 0 ? 0 : 1, 1e-6);
  }
}

}  // namespace
}  // namespace marcie::nn
