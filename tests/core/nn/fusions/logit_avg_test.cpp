#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const FusionEntry& logitAvgEntry();
namespace {

TEST(LogitAvgTest, KeepsTheFusionContract) {
  fixtures::expectFusionContract(logitAvgEntry());
}

TEST(LogitAvgTest, IsTheMeanOfBothClassifiers) {
  EXPECT_TRUE(logitAvgEntry().yieldsLogits);
  const auto fusion = logitAvgEntry().make({.alignedDim = 2, .reconstructedDim = 3, .classes = 4});
  const at::Tensor fused = fusion->fuse(
      {{}, torch::zeros({2, 2}), torch::zeros({2, 3}), torch::full({2, 4}, 1.0), torch::full({2, 4}, 3.0)});
  EXPECT_TRUE(torch::equal(fused, torch::full({2, 4}, 2.0)));
}

}  // namespace
}  // namespace marcie::nn
