#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const NoiseScheduleEntry& cosineEntry();
namespace {

TEST(CosineTest, KeepsTheScheduleContract) {
  fixtures::expectScheduleContract(cosineEntry());
}

// ᾱ at the last step, computed independently.
TEST(CosineTest, EndsWhereItShould) {
  const std::pair<int, double> expected[] = {
      {10, 2.409e-6}, {20, 6.060e-7}, {50, 9.712e-8}, {100, 2.429e-8}, {200, 6.07e-9}};
  for (const auto& [steps, alphaBar] : expected) {
    EXPECT_NEAR(DiffusionTables(cosineEntry().betas(steps)).alphaBar.back() / alphaBar, 1, 1e-3) << steps;
  }
}

TEST(CosineTest, FollowsThePublishedCurve) {
  const DiffusionTables tables(cosineEntry().betas(1000));
  const std::pair<std::size_t, double> expected[] = {{0, .99990000},   {1, .99980001},   {9, .99900045},
                                                     {99, .97171916},  {249, .84668665}, {499, .49365381},
                                                     {749, .14421666}, {999, 0}};
  for (const auto& [t, alphaBar] : expected) EXPECT_NEAR(tables.alphaBar[t], alphaBar, 1e-6) << t;
}

}  // namespace
}  // namespace marcie::nn
