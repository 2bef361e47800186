#include "core/data/data_loader.h"

#include <cmath>
#include <cstring>
#include <map>
#include <set>

#include "core/data/pixel_cache.h"
#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::TempFolder;

class DataLoaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("MARCIE_CACHE_DIR", (folder / "cache").c_str(), 1);
    auto made = std::make_shared<Dataset>();
    made->classes = {"a", "b"};
    for (int t = 0; t < kPictures; ++t) made->tags.push_back("tag " + std::to_string(t));
    for (int i = 0; i < kPictures; ++i) {
      const std::string name = "p/" + std::to_string(i) + ".png";
      folder.write(name, test::tinyPicture(i, 30, 24));
      made->samples.push_back({(folder / name).string(), i % 2, Split::train, {i}});  // own tag: tells who it was
    }
    dataset = made;
    cache = PixelCache::open(*dataset, 24, 2, {}, {}).value();
    options.batchSize = 4;
    options.imageSize = 16;
    options.cachedSide = 24;
    options.training = true;
  }
  void TearDown() override { ::unsetenv("MARCIE_CACHE_DIR"); }

  [[nodiscard]] std::vector<std::int64_t> all() const { return dataset->indicesOf(Split::train); }
  [[nodiscard]] DataLoader make() const { return {dataset, cache, all(), options}; }
  static std::vector<Batch> drain(DataLoader& loader, std::int64_t epoch, std::int64_t first = 0) {
    std::vector<Batch> batches;
    loader.startEpoch(epoch, first);
    for (;;) {
      auto batch = loader.next();
      EXPECT_TRUE(batch.ok());
      if (!batch.ok() || !batch->has_value()) return batches;
      batches.push_back(std::move(**batch));
    }
  }
  static bool sameBytes(const at::Tensor& a, const at::Tensor& b) {
    return a.sizes() == b.sizes() && std::memcmp(a.const_data_ptr(), b.const_data_ptr(), a.nbytes()) == 0;
  }
  static void expectSame(const std::vector<Batch>& a, const std::vector<Batch>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      EXPECT_TRUE(sameBytes(a[i].images, b[i].images)) << i;
      EXPECT_TRUE(sameBytes(a[i].labels, b[i].labels)) << i;
      EXPECT_TRUE(sameBytes(a[i].indices, b[i].indices)) << i;
      EXPECT_TRUE(sameBytes(a[i].tags, b[i].tags)) << i;
    }
  }
  // index → the one tag that its row carries
  static std::map<std::int64_t, std::int64_t> tagsByIndex(const std::vector<Batch>& batches) {
    std::map<std::int64_t, std::int64_t> result;
    for (const auto& batch : batches) {
      const auto* tags = batch.tags.const_data_ptr<float>();
      for (std::int64_t i = 0; i < batch.size(); ++i) {
        for (std::int64_t t = 0; t < kPictures; ++t) {
          if (tags[i * kPictures + t] > 0) result[batch.indices.const_data_ptr<std::int64_t>()[i]] = t;
        }
      }
    }
    return result;
  }

  static constexpr int kPictures = 22;
  TempFolder folder;
  std::shared_ptr<const Dataset> dataset;
  std::shared_ptr<const PixelCache> cache;
  LoaderOptions options;
};

TEST_F(DataLoaderTest, GivesShapesAsPromised) {
  auto loader = make();
  EXPECT_EQ(loader.batchesPerEpoch(), 5);  // 22 pictures, the incomplete batch dropped
  const auto batches = drain(loader, 0);
  ASSERT_EQ(batches.size(), 5U);
  EXPECT_EQ(batches[0].images.sizes(), (at::IntArrayRef{4, 3, 16, 16}));
  EXPECT_TRUE(batches[0].images.is_contiguous(at::MemoryFormat::ChannelsLast));
  EXPECT_EQ(batches[0].tags.sizes(), (at::IntArrayRef{4, kPictures}));
}

TEST_F(DataLoaderTest, DoesNotDependOnTheNumberOfWorkers) {
  auto one = make();
  options.workers = 4;
  options.prefetch = 9;
  auto four = make();
  for (const std::int64_t epoch : {0, 1, 7}) expectSame(drain(one, epoch), drain(four, epoch));
}

TEST_F(DataLoaderTest, ResumesInTheMiddleOfAnEpoch) {
  options.workers = 3;
  auto whole = make();
  const auto complete = drain(whole, 3);
  auto resumed = make();
  const auto rest = drain(resumed, 3, 2);
  ASSERT_EQ(rest.size(), complete.size() - 2);
  expectSame({complete.begin() + 2, complete.end()}, rest);
}

TEST_F(DataLoaderTest, ANewEpochDropsWhatWasUnderWay) {
  options.workers = 3;
  auto loader = make();
  auto fresh = make();
  loader.startEpoch(0);
  (void)loader.next();
  expectSame(drain(loader, 1), drain(fresh, 1));
}

TEST_F(DataLoaderTest, ShufflesAndAugmentsAnewInEachEpoch) {
  auto loader = make();
  const auto first = drain(loader, 0);
  const auto second = drain(loader, 1);
  EXPECT_FALSE(sameBytes(first[0].indices, second[0].indices));
  options.seed = 2;
  auto other = make();
  EXPECT_FALSE(sameBytes(first[0].indices, drain(other, 0)[0].indices));
  std::set<std::int64_t> seen;
  for (const auto& batch : first) {
    for (std::int64_t i = 0; i < batch.size(); ++i) seen.insert(batch.indices.const_data_ptr<std::int64_t>()[i]);
  }
  EXPECT_EQ(seen.size(), 20U);
}

TEST_F(DataLoaderTest, EvaluationGivesAllInOrder) {
  options.training = false;
  auto loader = make();
  const auto batches = drain(loader, 0);
  ASSERT_EQ(batches.size(), 6U);
  EXPECT_EQ(batches.back().size(), 2);
  std::int64_t expected = 0;
  for (const auto& batch : batches) {
    for (std::int64_t i = 0; i < batch.size(); ++i) {
      EXPECT_EQ(batch.indices.const_data_ptr<std::int64_t>()[i], expected);
      EXPECT_EQ(batch.labels.const_data_ptr<std::int64_t>()[i], expected % 2);
      ++expected;
    }
  }
  expectSame(batches, drain(loader, 5));
}

TEST_F(DataLoaderTest, PoisonsTagsThatNobodyMayRead) {
  options.training = false;
  options.withTags = false;
  auto loader = make();
  const auto batches = drain(loader, 0);
  const auto* tags = batches[0].tags.const_data_ptr<float>();
  for (std::int64_t i = 0; i < batches[0].tags.numel(); ++i) ASSERT_TRUE(std::isnan(tags[i]));
}

TEST_F(DataLoaderTest, PairsEachPictureWithItsOwnText) {
  auto loader = make();
  for (const auto& [index, tag] : tagsByIndex(drain(loader, 0))) EXPECT_EQ(index, tag);
}

TEST_F(DataLoaderTest, PermutesTextsWithinTheClassOnceForAll) {
  options.text = TextPairing::permutedWithinClass;
  options.batchSize = 2;
  auto loader = make();
  const auto tags = tagsByIndex(drain(loader, 0));
  ASSERT_EQ(tags.size(), 22U);
  std::set<std::int64_t> given;
  for (const auto& [index, tag] : tags) {
    EXPECT_NE(index, tag);
    EXPECT_EQ(index % 2, tag % 2) << "the text of another class";
    given.insert(tag);
  }
  EXPECT_EQ(given.size(), 22U) << "not a permutation";
  EXPECT_EQ(tagsByIndex(drain(loader, 1)), tags);
  options.seed = 9;
  auto other = make();
  EXPECT_NE(tagsByIndex(drain(other, 0)), tags);
}

TEST_F(DataLoaderTest, GivesNoTextWhenAskedForNone) {
  options.text = TextPairing::none;
  auto loader = make();
  EXPECT_TRUE(tagsByIndex(drain(loader, 0)).empty());
}

// What one picture looks like depends on (seed, epoch, picture), not on its neighbours.
TEST_F(DataLoaderTest, APictureDoesNotDependOnItsBatch) {
  auto small = make();
  options.batchSize = 11;
  auto large = make();
  const auto a = drain(small, 4);
  const auto b = drain(large, 4);
  const auto rowBytes = static_cast<std::size_t>(3 * 16 * 16) * sizeof(float);
  const auto* first = static_cast<const char*>(a[1].images.const_data_ptr());
  const auto* second = static_cast<const char*>(b[0].images.const_data_ptr()) + 4 * rowBytes;
  EXPECT_EQ(std::memcmp(first, second, rowBytes), 0);
}

TEST_F(DataLoaderTest, DecodesTheSameWithoutACache) {
  auto cached = make();
  DataLoader direct(dataset, nullptr, all(), options);
  expectSame(drain(cached, 0), drain(direct, 0));
}

TEST_F(DataLoaderTest, LeavesOutUnreadablePictures) {
  folder.write("p/7.png", "broken");
  cache = PixelCache::open(*dataset, 24, 2, {}, {}).value();
  options.training = false;
  auto loader = make();
  EXPECT_EQ(loader.size(), kPictures - 1);
  for (const auto& batch : drain(loader, 0)) {
    for (std::int64_t i = 0; i < batch.size(); ++i) EXPECT_NE(batch.indices.const_data_ptr<std::int64_t>()[i], 7);
  }
}

TEST_F(DataLoaderTest, EndsQuietlyWithWorkUnderWay) {
  options.workers = 4;
  for (int round = 0; round < 20; ++round) {
    auto loader = make();
    loader.startEpoch(round);
    if (round % 2 == 0) (void)loader.next();
  }
}

}  // namespace
}  // namespace marcie::data
