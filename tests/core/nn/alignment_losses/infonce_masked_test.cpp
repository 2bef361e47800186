#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const AlignmentLossEntry& infonceMaskedEntry();
const AlignmentLossEntry& infonceSymEntry();
namespace {

TEST(InfonceMaskedTest, KeepsTheAlignmentContract) {
  fixtures::expectContrastiveContract(infonceMaskedEntry());
}

TEST(InfonceMaskedTest, EqualTextsAreNotNegatives) {
  // Rows 0 and 1 share text and direction: only row 2 is a negative of theirs.
  const at::Tensor z = torch::tensor({{1.0F, 0.0F}, {1.0F, 0.0F}, {0.0F, 1.0F}});
  const at::Tensor tags = torch::tensor({{1.0F, 1.0F, 0.0F}, {1.0F, 1.0F, 0.0F}, {0.0F, 1.0F, 1.0F}});
  const AlignmentInput input{z, z, torch::tensor({0, 0, 1}), tags, torch::tensor(1.0F)};
  const double e = std::exp(1.0);
  // Rows 0, 1: e / (e + 1); row 2: e / (e + 1 + 1).
  const double expected = -(2 * std::log(e / (e + 1)) + std::log(e / (e + 2))) / 3;
  EXPECT_NEAR(infonceMaskedEntry().loss(input).item<double>(), expected, 1e-6);
  EXPECT_GT(infonceSymEntry().loss(input).item<double>(), expected + 0.1);
}

}  // namespace
}  // namespace marcie::nn
