#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const AlignmentLossEntry& infonceV2tEntry();
const AlignmentLossEntry& infonceSymEntry();
namespace {

TEST(InfonceV2tTest, KeepsTheContrastiveContract) {
  fixtures::expectContrastiveContract(infonceV2tEntry());
}

TEST(InfonceV2tTest, IsHalfOfTheSymmetricLoss) {
  torch::manual_seed(4);
  const at::Tensor v = torch::randn({5, 3});
  const at::Tensor s = torch::randn({5, 3});
  const at::Tensor labels = torch::arange(5);
  const at::Tensor tau = torch::tensor(0.2F);
  const double there = infonceV2tEntry().loss({v, s, labels, torch::eye(5), tau}).item<double>();
  const double back = infonceV2tEntry().loss({s, v, labels, torch::eye(5), tau}).item<double>();
  EXPECT_NEAR(infonceSymEntry().loss({v, s, labels, torch::eye(5), tau}).item<double>(), (there + back) / 2, 1e-6);
  EXPECT_GT(std::abs(there - back), 1e-3);
}

}  // namespace
}  // namespace marcie::nn
