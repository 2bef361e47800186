#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const NoiseScheduleEntry& sqrtEntry();
namespace {

TEST(SqrtTest, KeepsTheScheduleContract) {
  fixtures::expectScheduleContract(sqrtEntry());
}

// ᾱ at the last step, computed independently.
TEST(SqrtTest, EndsWhereItShould) {
  const std::pair<int, double> expected[] = {
      {10, 5.178e-5}, {20, 2.552e-5}, {50, 1.010e-5}, {100, 5.012e-6}, {1000, 4.5e-7}};
  for (const auto& [steps, alphaBar] : expected) {
    EXPECT_NEAR(DiffusionTables(sqrtEntry().betas(steps)).alphaBar.back() / alphaBar, 1, 2e-2) << steps;
  }
}

}  // namespace
}  // namespace marcie::nn
