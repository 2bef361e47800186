#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const NoiseScheduleEntry& linearEntry();
namespace {

TEST(LinearTest, KeepsTheScheduleContract) {
  fixtures::expectScheduleContract(linearEntry());
}

// ᾱ at the last step, computed independently.
TEST(LinearTest, EndsWhereItShould) {
  const std::pair<int, double> expected[] = {{10, .903739},  {20, .816777},  {50, .602952},
                                             {100, .363563}, {200, .132183}, {1000, 4.0358e-5}};
  for (const auto& [steps, alphaBar] : expected) {
    EXPECT_NEAR(DiffusionTables(linearEntry().betas(steps)).alphaBar.back() / alphaBar, 1, 1e-4) << steps;
  }
}

TEST(LinearTest, FollowsThePublishedTables) {
  const DiffusionTables thousand(linearEntry().betas(1000));
  const std::pair<std::size_t, double> expected[] = {{0, .99990000},   {1, .99978009},   {9, .99810520},
                                                     {99, .89701815},  {249, .52408537}, {499, .07858724},
                                                     {749, .00335055}, {999, .00004036}};
  for (const auto& [t, alphaBar] : expected) EXPECT_NEAR(thousand.alphaBar[t], alphaBar, 1e-6) << t;

  const DiffusionTables twenty(linearEntry().betas(20));
  EXPECT_NEAR(twenty.beta[9], .00952632, 1e-6);
  EXPECT_NEAR(twenty.alphaBar[9], .95285411, 1e-6);
  EXPECT_NEAR(twenty.posteriorVariance[9], .0076745351, 1e-6);
  EXPECT_NEAR(twenty.x0Weight[9], .19818595, 1e-6);
  EXPECT_NEAR(twenty.stateWeight[9], .80176773, 1e-6);
  EXPECT_NEAR(twenty.posteriorVariance[19], .0181804763, 1e-6);
  EXPECT_NEAR(twenty.x0Weight[19], .09965268, 1e-6);
  EXPECT_NEAR(twenty.stateWeight[19], .89988766, 1e-6);
  EXPECT_NEAR(twenty.posteriorVariance[1], 9.19916e-5, 1e-6);
  EXPECT_NEAR(twenty.x0Weight[1], .91986984, 1e-6);
  EXPECT_NEAR(twenty.stateWeight[1], .08013014, 1e-6);
}

}  // namespace
}  // namespace marcie::nn
