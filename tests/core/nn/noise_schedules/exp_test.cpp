#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const NoiseScheduleEntry& expEntry();
namespace {

TEST(ExpTest, KeepsTheScheduleContract) {
  fixtures::expectScheduleContract(expEntry());
}

// ᾱ at the last step, computed independently.
TEST(ExpTest, EndsWhereItShould) {
  const std::pair<int, double> expected[] = {{10, .003907},  {20, .005004},  {50, .005805},
                                             {100, .006100}, {200, .006253}, {1000, .006378}};
  for (const auto& [steps, alphaBar] : expected) {
    EXPECT_NEAR(DiffusionTables(expEntry().betas(steps)).alphaBar.back() / alphaBar, 1, 2e-4) << steps;
  }
}

}  // namespace
}  // namespace marcie::nn
