#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const FusionEntry& residualEntry();
namespace {

TEST(ResidualTest, KeepsTheFusionContract) {
  fixtures::expectFusionContract(residualEntry());
}

TEST(ResidualTest, StartsFromThePictureFeature) {
  const auto fusion = residualEntry().make({.featureDim = 4, .alignedDim = 2, .reconstructedDim = 3});
  const torch::NoGradGuard guard;
  for (at::Tensor& parameter : fusion->module()->parameters()) parameter.zero_();
  const at::Tensor features = torch::randn({5, 4});
  EXPECT_TRUE(torch::equal(fusion->fuse({features, torch::randn({5, 2}), torch::randn({5, 3}), {}, {}}), features));
}

}  // namespace
}  // namespace marcie::nn
