#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const AlignmentLossEntry& cosPairEntry();
namespace {

TEST(CosPairTest, KeepsTheAlignmentContract) {
  fixtures::expectAlignmentContract(cosPairEntry());
  EXPECT_FALSE(cosPairEntry().usesTemperature);
}

TEST(CosPairTest, PunishesFarPairsAndNearStrangers) {
  // Unit vectors at 0°, 60° and 180°; texts equal the pictures but for the last, which lies at 0°.
  const double half = std::sqrt(3.0) / 2;
  const at::Tensor v = torch::tensor({{1.0, 0.0}, {0.5, half}, {-1.0, 0.0}}, torch::kDouble);
  const at::Tensor s = torch::tensor({{1.0, 0.0}, {0.5, half}, {1.0, 0.0}}, torch::kDouble);
  const AlignmentInput input{v, s, torch::arange(3), torch::eye(3), {}, {.margin = 0.2, .negativeWeight = 3}};
  // Matched: (0 + 0 + 2) / 3. Mismatched cosines: .5, 1, .5, .5, -1, -.5; over the margin: .3, .8, .3, .3.
  EXPECT_NEAR(cosPairEntry().loss(input).item<double>(), 2.0 / 3 + 3 * (0.3 + 0.8 + 0.3 + 0.3) / 6, 1e-6);
}

TEST(CosPairTest, IsZeroForPerfectPairs) {
  const AlignmentInput input{torch::eye(4), 2 * torch::eye(4), torch::arange(4), torch::eye(4), {}};
  EXPECT_NEAR(cosPairEntry().loss(input).item<double>(), 0, 1e-6);
}

}  // namespace
}  // namespace marcie::nn
