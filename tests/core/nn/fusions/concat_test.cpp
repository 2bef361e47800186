#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const FusionEntry& concatEntry();
namespace {

TEST(ConcatTest, KeepsTheFusionContract) {
  fixtures::expectFusionContract(concatEntry());
}

TEST(ConcatTest, PutsBothSideBySide) {
  const auto fusion = concatEntry().make({.alignedDim = 2, .reconstructedDim = 3});
  EXPECT_EQ(fusion->size(), 5);
  const at::Tensor fused = fusion->fuse({{}, torch::zeros({4, 2}), torch::ones({4, 3}), {}, {}});
  ASSERT_EQ(fused.sizes(), (std::vector<std::int64_t>{4, 5}));
  EXPECT_EQ(fused[1][1].item<float>(), 0);
  EXPECT_EQ(fused[1][2].item<float>(), 1);
}

}  // namespace
}  // namespace marcie::nn
