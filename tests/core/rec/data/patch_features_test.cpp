#include "core/rec/data/patch_features.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace marcie::rec {
namespace {

TEST(PatchFeaturesTest, PatchesHaveMeanZeroAndOneContrast) {
  torch::manual_seed(2);
  const at::Tensor pictures = torch::randint(0, 256, {2, 3, 9, 8}, torch::kUInt8);
  const at::Tensor patches = normalisedPatches(pictures);
  ASSERT_EQ(patches.sizes(), (std::vector<std::int64_t>{2 * 4 * 3, 108}));
  EXPECT_LT(patches.mean(1).abs().max().item<double>(), 1e-5);
  EXPECT_NEAR(patches.square().mean(1).min().item<double>(), 1, 0.01);
  // Darker and flatter pictures give the same patches, up to the floor of the contrast.
  const at::Tensor darker = (pictures.to(torch::kFloat) * 0.5 + 20).round().to(torch::kUInt8);
  EXPECT_LT((normalisedPatches(darker) - patches).abs().max().item<double>(), 0.1);
}

TEST(PatchFeaturesTest, TellsPicturesApartByTheirTexture) {
  // Stripes along and across: the same colours, other patches.
  at::Tensor pictures = torch::zeros({12, 3, 24, 24}, torch::kUInt8);
  for (std::int64_t n = 0; n < 12; ++n) {
    const at::Tensor line = ((torch::arange(24) + n) / 3).floor().remainder(2).to(torch::kUInt8) * 200;
    pictures[n] = n % 2 == 0 ? line.unsqueeze(0).expand({3, 24, 24}) : line.unsqueeze(1).expand({3, 24, 24});
  }
  const auto dictionary = PatchDictionary::learn(pictures, {24, 24, 2, 2}, 12, 1, {});
  ASSERT_TRUE(dictionary.ok()) << dictionary.error().toString();
  const at::Tensor features = dictionary->features(pictures);
  ASSERT_EQ(features.size(1), 4 * 12);
  EXPECT_GE(features.min().item<double>(), 0);
  const auto distance = [&](int a, int b) { return (features[a] - features[b]).norm().item<double>(); };
  EXPECT_LT(distance(0, 2), 0.5 * distance(0, 1));
  const auto again = PatchDictionary::from(dictionary->state());
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(torch::equal(again->features(pictures), features));
}

}  // namespace
}  // namespace marcie::rec
