#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const FusionEntry& sumEntry();
namespace {

TEST(SumTest, KeepsTheFusionContract) {
  fixtures::expectFusionContract(sumEntry());
}

TEST(SumTest, AddsTheWeightedReconstruction) {
  const auto fusion = sumEntry().make({.alignedDim = 3, .reconstructedDim = 3, .reconstructedWeight = 0.5});
  EXPECT_TRUE(fusion->module()->parameters().empty()) << "equal sizes need no layer between them";
  const at::Tensor fused = fusion->fuse({{}, torch::full({2, 3}, 1.0), torch::full({2, 3}, 4.0), {}, {}});
  EXPECT_TRUE(torch::equal(fused, torch::full({2, 3}, 3.0)));
}

}  // namespace
}  // namespace marcie::nn
