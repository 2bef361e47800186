#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const NoiseScheduleEntry& linearScaledEntry();
namespace {

TEST(LinearScaledTest, KeepsTheScheduleContract) {
  fixtures::expectScheduleContract(linearScaledEntry());
}

// ᾱ at the last step, computed independently.
TEST(LinearScaledTest, EndsWhereItShould) {
  const std::pair<int, double> expected[] = {
      {10, 1.44e-17}, {20, 5.59e-11}, {50, 7.75e-6}, {100, 2.04e-5}, {1000, 4.04e-5}};
  for (const auto& [steps, alphaBar] : expected) {
    EXPECT_NEAR(DiffusionTables(linearScaledEntry().betas(steps)).alphaBar.back() / alphaBar, 1, 5e-3) << steps;
  }
}

}  // namespace
}  // namespace marcie::nn
