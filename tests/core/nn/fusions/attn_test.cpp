#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const FusionEntry& attnEntry();
namespace {

TEST(AttnTest, KeepsTheFusionContract) {
  fixtures::expectFusionContract(attnEntry());
}

TEST(AttnTest, SharesAddUpToOne) {
  torch::manual_seed(2);
  const auto fusion = attnEntry().make({.alignedDim = 3, .reconstructedDim = 3});
  const at::Tensor same = torch::randn({4, 3});
  EXPECT_TRUE(torch::allclose(fusion->fuse({{}, same, same, {}, {}}), same));
}

TEST(AttnTest, FollowsTheScore) {
  const auto fusion = attnEntry().make({.alignedDim = 2, .reconstructedDim = 2});
  const torch::NoGradGuard guard;
  const auto parameters = fusion->module()->named_parameters();
  parameters["hidden.weight"].copy_(torch::eye(2));
  parameters["hidden.bias"].zero_();
  parameters["score.weight"].copy_(torch::tensor({{1.0F, 0.0F}}));
  // Scores tanh(2) and tanh(-2): shares e^s / (e^s + e^-s).
  const at::Tensor fused = fusion->fuse({{}, torch::tensor({{2.0F, 0.0F}}), torch::tensor({{-2.0F, 1.0F}}), {}, {}});
  const double share = 1 / (1 + std::exp(-2 * std::tanh(2.0)));
  EXPECT_NEAR(fused[0][0].item<double>(), 2 * share - 2 * (1 - share), 1e-5);
  EXPECT_NEAR(fused[0][1].item<double>(), 1 - share, 1e-5);
}

}  // namespace
}  // namespace marcie::nn
