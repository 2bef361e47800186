#include "core/data/feature_cache.h"

#include <cstring>
#include <set>

#include <ATen/ops/cat.h>

#include "core/data/pixel_cache.h"
#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

// "Features" that tell which picture they were made of: the mean of each colour, and the first pixel.
at::Tensor colours(const at::Tensor& images) {
  return at::cat({images.mean({2, 3}), images.select(2, 0).select(2, 0)}, 1);
}

class FeatureCacheTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("MARCIE_CACHE_DIR", (folder / "cache").c_str(), 1);
    auto made = std::make_shared<Dataset>();
    made->classes = {"a", "b"};
    for (int i = 0; i < 7; ++i) {
      const std::string name = std::to_string(i) + ".png";
      folder.write(name, test::tinyPicture(i, 30, 24));
      made->samples.push_back({(folder / name).string(), i % 2, i < 5 ? Split::train : Split::test, {}});
    }
    request.dataset = made;
    request.cache = PixelCache::open(*made, 24, 1, {}, {}).value();
    request.loader.imageSize = 16;
    request.loader.cachedSide = 24;
    request.encoder = "colours";
    request.weights = "0";
    request.device = "cpu";
    request.width = 6;
    request.encode = [this](const at::Tensor& images) {
      encoded += images.size(0);
      return colours(images);
    };
  }
  void TearDown() override { ::unsetenv("MARCIE_CACHE_DIR"); }

  std::shared_ptr<const FeatureTable> open() {
    auto table = openFeatureCache(request, {}, {});
    EXPECT_TRUE(table.ok()) << (table.ok() ? "" : table.error().toString());
    return *table;
  }
  // The batches of one epoch over all pictures, as one.
  Batch batchOf(LoaderOptions options, std::int64_t epoch = 0) const {
    options.batchSize = 100;
    std::vector<std::int64_t> all;
    for (std::int64_t i = 0; i < 7; ++i) all.push_back(i);
    DataLoader loader(request.dataset, request.cache, all, options);
    loader.startEpoch(epoch);
    return std::move(**loader.next());
  }

  test::TempFolder folder;
  FeatureRequest request;
  std::int64_t encoded = 0;
};

TEST_F(FeatureCacheTest, HoldsWhatTheNetworkSaysOfEachPicture) {
  const auto table = open();
  EXPECT_EQ(encoded, 7);
  const at::Tensor expected = colours(batchOf(request.loader).images);
  LoaderOptions options = request.loader;
  options.features = table;
  const Batch batch = batchOf(options);
  EXPECT_FALSE(batch.images.defined());
  EXPECT_TRUE(batch.features.equal(expected));
  EXPECT_TRUE(batch.input().is_same(batch.features));
  EXPECT_EQ(batch.labels.numel(), 7);
}

TEST_F(FeatureCacheTest, IsSharedAndKnowsWhatItWasMadeOf) {
  open();
  open();
  EXPECT_EQ(encoded, 7) << "the second opening must not encode again";
  const auto expectRebuilt = [this](const char* what) {
    encoded = 0;
    open();
    EXPECT_EQ(encoded, 7) << what;
  };
  request.weights = "1";
  expectRebuilt("weights");
  request.device = "cuda:0";
  expectRebuilt("device");
  request.loader.imageSize = 12;
  expectRebuilt("picture size");
  folder.write("3.png", test::tinyPicture(99, 30, 24));
  expectRebuilt("a picture");
}

TEST_F(FeatureCacheTest, TrainingDrawsAViewForEachEpoch) {
  request.views = 3;
  const auto table = open();
  EXPECT_EQ(encoded, 5 * 3 + 2) << "training pictures three times, the others once";
  EXPECT_EQ(table->views(0), 3);
  EXPECT_EQ(table->views(6), 1);
  // The plain view comes first; augmented ones differ from it and from each other.
  EXPECT_NE(std::memcmp(table->row(0, 0), table->row(0, 1), 6 * sizeof(float)), 0);
  EXPECT_NE(std::memcmp(table->row(0, 1), table->row(0, 2), 6 * sizeof(float)), 0);
  LoaderOptions options = request.loader;
  options.features = table;
  const at::Tensor plain = batchOf(options).features;
  options.training = true;
  std::set<int> viewsOfFirst;
  for (std::int64_t epoch = 0; epoch < 20; ++epoch) {
    const Batch once = batchOf(options, epoch);
    const Batch again = batchOf(options, epoch);
    EXPECT_TRUE(once.features.equal(again.features)) << "a batch is a function of (seed, epoch, position)";
    for (std::int64_t i = 0; i < once.size(); ++i) {
      if (once.indices[i].item<std::int64_t>() != 0) continue;
      for (int view = 0; view < 3; ++view) {
        const float* row = once.features.const_data_ptr<float>() + i * 6;
        if (std::memcmp(row, table->row(0, view), 6 * sizeof(float)) == 0) viewsOfFirst.insert(view);
      }
    }
  }
  EXPECT_EQ(viewsOfFirst.size(), 3U);
  EXPECT_FALSE(plain.equal(batchOf(options, 1).features));
}

TEST_F(FeatureCacheTest, StoppedWorkLeavesNothing) {
  StopToken stop;
  const auto refused = openFeatureCache(
      request, [&](std::int64_t, std::int64_t) { stop.requestStop(); }, stop);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::cancelled);
  for (const auto& entry : std::filesystem::directory_iterator(folder / "cache")) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("features-")) << entry.path();
  }
}

TEST_F(FeatureCacheTest, TextAloneLoadsNoPicture) {
  LoaderOptions options = request.loader;
  options.withPictures = false;
  const Batch batch = batchOf(options);
  EXPECT_FALSE(batch.images.defined());
  EXPECT_FALSE(batch.features.defined());
  EXPECT_EQ(batch.size(), 7);
}

}  // namespace
}  // namespace marcie::data
