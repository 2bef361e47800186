#include "core/rec/data/item_features.h"

#include <torch/torch.h>

#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::DataFolder;

class ItemFeaturesTest : public ::testing::Test {
 protected:
  static constexpr int kItems = 24;
  void SetUp() override {
    data = test::makeData(1, kItems, {});
    for (int i = 0; i < kItems; ++i) {
      const std::string name = "p" + std::to_string(i) + ".png";
      folder.picture(name, 17 * i);
      data.items[static_cast<std::size_t>(i)].image = (folder / name).string();
    }
    warm.assign(kItems, 1);
    warm[20] = warm[21] = 0;
    request.data = &data;
    request.warm = warm;
    request.options.centroids = 16;
    request.options.width = 8;
    request.options.pictureSize = 24;
    request.options.threads = 1;
  }
  ItemFeatures open() {
    auto features = openItemFeatures(request);
    EXPECT_TRUE(features.ok()) << (features.ok() ? "" : features.error().toString());
    return std::move(*features);
  }
  DataFolder folder;
  RecData data;
  std::vector<std::uint8_t> warm;
  FeatureRequest request;
};

TEST_F(ItemFeaturesTest, PatchesAreCentredOnWarmItemsAndNotWhitened) {
  const ItemFeatures features = open();
  ASSERT_EQ(features.matrix.sizes(), (std::vector<std::int64_t>{kItems, 8}));
  EXPECT_TRUE(at::isfinite(features.matrix).all().item<bool>());
  const at::Tensor warmRows = features.matrix.index_select(0, torch::cat({torch::arange(20), torch::arange(22, 24)}));
  EXPECT_LT(warmRows.mean(0).abs().max().item<double>(), 1e-3);
  const at::Tensor variance = warmRows.square().mean(0);
  EXPECT_NEAR(variance.mean().item<double>(), 1, 1e-2);
  EXPECT_GT(variance[0].item<double>(), 1.5 * variance[7].item<double>());
}

TEST_F(ItemFeaturesTest, WhatIsFittedDoesNotSeeColdItems) {
  const ItemFeatures before = open();
  // Another picture for a cold item changes its own row and no other.
  folder.picture("p20.png", 201);
  const ItemFeatures after = open();
  EXPECT_FALSE(torch::allclose(before.matrix[20], after.matrix[20]));
  EXPECT_TRUE(torch::equal(before.matrix.slice(0, 0, 20), after.matrix.slice(0, 0, 20)));
  EXPECT_TRUE(torch::equal(before.matrix[21], after.matrix[21]));
}

TEST_F(ItemFeaturesTest, ANewPictureIsSeenAsTheMatrixSeesIt) {
  for (const auto kind : {RecFeatureKind::kmeansPatches, RecFeatureKind::hogColour}) {
    request.options.kind = kind;
    const ItemFeatures features = open();
    const auto row = features.featurizer->featurize(data.items[20].image);
    ASSERT_TRUE(row.ok()) << row.error().toString();
    EXPECT_TRUE(torch::allclose(*row, features.matrix[20], 1e-4, 1e-4));
    const auto again = featurizerFrom(request.options, features.featurizer->state());
    ASSERT_TRUE(again.ok()) << again.error().toString();
    EXPECT_TRUE(
        torch::equal(*(*again)->featurize(data.items[3].image), *features.featurizer->featurize(data.items[3].image)));
    EXPECT_FALSE(features.featurizer->featurize(folder / "nowhere.png").ok());
  }
  EXPECT_EQ(featurizerFrom(request.options, {}).error().code, ErrorCode::format);
}

TEST_F(ItemFeaturesTest, AreKeptOnDiskUntilSomethingChanges) {
  request.cacheFolder = folder / "cache";
  const ItemFeatures first = open();
  const auto files = [&] {
    return std::distance(std::filesystem::directory_iterator(request.cacheFolder),
                         std::filesystem::directory_iterator());
  };
  EXPECT_EQ(files(), 1);
  // The pictures are gone, but not their size and time: only the cache can answer.
  const ItemFeatures second = open();
  EXPECT_TRUE(torch::equal(first.matrix, second.matrix));
  ASSERT_NE(second.featurizer, nullptr);
  EXPECT_EQ(files(), 1);
  request.seed = 2;
  EXPECT_FALSE(torch::equal(open().matrix, first.matrix));
  EXPECT_EQ(files(), 2);
  request.seed = 1;
  warm[3] = 0;
  open();
  EXPECT_EQ(files(), 3);
  // A damaged cache is made again.
  for (const auto& entry : std::filesystem::directory_iterator(request.cacheFolder))
    testing::writeText(entry.path(), "x");
  warm[3] = 1;
  EXPECT_TRUE(torch::equal(open().matrix, first.matrix));
}

TEST_F(ItemFeaturesTest, ItemsWithoutAUsablePictureGetTheMean) {
  data.items[5].image.clear();
  testing::writeText(data.items[6].image, "no picture");
  for (const auto kind : {RecFeatureKind::kmeansPatches, RecFeatureKind::hogColour}) {
    request.options.kind = kind;
    const ItemFeatures features = open();
    EXPECT_TRUE(features.matrix[5].eq(0).all().item<bool>());
    EXPECT_TRUE(features.matrix[6].eq(0).all().item<bool>());
    ASSERT_NE(test::problemOf(features.problems, "unreadableImage"), nullptr);
    EXPECT_EQ(test::problemOf(features.problems, "unreadableImage")->count, 1);
  }
  for (Item& item : data.items) item.image.clear();
  const auto none = openItemFeatures(request);
  ASSERT_FALSE(none.ok());
  EXPECT_NE(none.error().toString().find("no training item has a picture"), std::string::npos);
}

TEST_F(ItemFeaturesTest, AnEncoderIsAskedForEveryPicture) {
  request.options.kind = RecFeatureKind::encoder;
  const auto without = openItemFeatures(request);
  ASSERT_FALSE(without.ok());
  EXPECT_EQ(without.error().code, ErrorCode::option);
  std::int64_t asked = 0;
  request.encoder.fingerprint = "toy";
  request.encoder.width = 3;
  request.encoder.load = [](const std::filesystem::path& image) -> Result<at::Tensor> {
    const auto bytes = testing::readText(image);
    return torch::full({1, 3, 2, 2}, static_cast<double>(bytes.size() % 97));
  };
  request.encoder.encode = [&](const at::Tensor& images) {
    asked += images.size(0);
    return images.mean({2, 3}) * torch::tensor({1.0, 2.0, -1.0});
  };
  request.options.width = 0;
  const ItemFeatures features = open();
  EXPECT_EQ(asked, kItems);
  EXPECT_EQ(features.matrix.size(1), 3);
  EXPECT_TRUE(torch::allclose(features.matrix.select(1, 0), -features.matrix.select(1, 2), 1e-4, 1e-4));
  EXPECT_EQ(features.featurizer->featurize(data.items[0].image)->numel(), 3);
}

TEST_F(ItemFeaturesTest, StopsWhenAsked) {
  StopToken stop;
  stop.requestStop();
  const auto features = openItemFeatures(request, {}, stop);
  ASSERT_FALSE(features.ok());
  EXPECT_EQ(features.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace marcie::rec
