#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const AlignmentLossEntry& infonceSymEntry();
namespace {

TEST(InfonceSymTest, KeepsTheAlignmentContract) {
  fixtures::expectContrastiveContract(infonceSymEntry());
}

TEST(InfonceSymTest, IsSymmetric) {
  torch::manual_seed(4);
  const at::Tensor v = torch::randn({5, 3});
  const at::Tensor s = torch::randn({5, 3});
  const at::Tensor labels = torch::arange(5);
  const at::Tensor tau = torch::tensor(0.2F);
  EXPECT_NEAR(infonceSymEntry().loss({v, s, labels, torch::eye(5), tau}).item<double>(),
              infonceSymEntry().loss({s, v, labels, torch::eye(5), tau}).item<double>(), 1e-6);
}

}  // namespace
}  // namespace marcie::nn
