#include "core/data/pixel_cache.h"

#include <csignal>
#include <cstring>
#include <sys/resource.h>

#include "core/image/decode.h"
#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::TempFolder;

class PixelCacheTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("MARCIE_CACHE_DIR", (folder / "cache").c_str(), 1);
    dataset.classes = {"a"};
    for (int i = 0; i < 5; ++i) {
      const std::string name = "p/" + std::to_string(i) + ".png";
      folder.write(name, test::tinyPicture(i, 60, 40));
      dataset.samples.push_back({(folder / name).string(), 0, i < 3 ? Split::train : Split::test, {}});
    }
  }
  void TearDown() override { ::unsetenv("MARCIE_CACHE_DIR"); }

  std::shared_ptr<const PixelCache> open(int size = 16) {
    decoded = 0;
    auto cache = PixelCache::open(dataset, size, 2, [this](std::int64_t done, std::int64_t) { decoded = done; }, {});
    EXPECT_TRUE(cache.ok()) << cache.error().toString();
    return cache.ok() ? *cache : nullptr;
  }
  [[nodiscard]] std::int64_t cacheFiles() const {
    std::int64_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "cache"))
      count += entry.is_regular_file() ? 1 : 0;
    return count;
  }

  TempFolder folder;
  Dataset dataset;
  std::int64_t decoded = 0;
};

TEST_F(PixelCacheTest, HoldsTheFittedSquares) {
  const auto cache = open();
  ASSERT_EQ(cache->size(), 16);
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    const cv::Mat wanted = image::resizeAndCrop(image::decodeFile(dataset.samples[i].path).value(), 16);
    EXPECT_EQ(std::memcmp(cache->pixels(static_cast<std::int64_t>(i)), wanted.data, 16 * 16 * 3), 0) << i;
  }
}

// Training may be approximate, evaluation must equal prediction to the bit.
TEST_F(PixelCacheTest, DecodesEvaluationPicturesExactly) {
  const std::string bytes = test::encoded(test::quadrants(333, 257), ".jpg");
  folder.write("p/0.png", bytes);
  folder.write("p/4.png", bytes);
  const auto cache = open();
  const cv::Mat wanted = image::resizeAndCrop(image::decode(bytes).value(), 16);
  EXPECT_EQ(std::memcmp(cache->pixels(4), wanted.data, 16 * 16 * 3), 0);
  double difference = 0;
  for (int i = 0; i < 16 * 16 * 3; ++i) difference += std::abs(cache->pixels(0)[i] - wanted.data[i]);
  EXPECT_LT(difference / (16 * 16 * 3), 12.0);
}

TEST_F(PixelCacheTest, DecodesOnceAndAgainWhenAFileChanges) {
  open();
  EXPECT_EQ(decoded, 5);
  open();
  EXPECT_EQ(decoded, 0);
  folder.write("p/2.png", test::tinyPicture(77, 64, 40));
  const auto cache = open();
  EXPECT_EQ(decoded, 5);
  const cv::Mat wanted = image::resizeAndCrop(image::decodeFile(dataset.samples[2].path).value(), 16);
  EXPECT_EQ(std::memcmp(cache->pixels(2), wanted.data, 16 * 16 * 3), 0);
}

TEST_F(PixelCacheTest, ListsUnreadablePicturesAndGoesOn) {
  folder.write("p/1.png", "not a picture at all");
  std::filesystem::remove(folder / "p/3.png");
  for (int round = 0; round < 2; ++round) {  // fresh, then from the file
    const auto cache = open();
    ASSERT_EQ(cache->unreadable().size(), 2U);
    EXPECT_EQ(cache->unreadable()[0].kind, "notAnImage");
    EXPECT_EQ(cache->unreadable()[1].kind, "missing");
    EXPECT_FALSE(cache->isReadable(1));
    EXPECT_TRUE(cache->isReadable(2));
    EXPECT_EQ(cache->pixels(1)[0], 0);
  }
}

TEST_F(PixelCacheTest, IsBuiltAnewWhenTheFileIsDamaged) {
  open();
  for (const auto& entry : std::filesystem::directory_iterator(folder / "cache")) {
    std::filesystem::resize_file(entry.path(), entry.file_size() - 1);
  }
  open();
  EXPECT_EQ(decoded, 5);
}

TEST_F(PixelCacheTest, LeavesNothingWhenStopped) {
  StopToken stop;
  stop.requestStop();
  const auto cache = PixelCache::open(dataset, 16, 1, {}, stop);
  ASSERT_FALSE(cache.ok());
  EXPECT_EQ(cache.error().code, ErrorCode::cancelled);
  EXPECT_EQ(cacheFiles(), 0);
}

TEST_F(PixelCacheTest, SaysWhenTheDiskIsFull) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{2048, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto cache = PixelCache::open(dataset, 64, 1, {}, {});
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(cache.ok());
  EXPECT_EQ(cache.error().code, ErrorCode::diskFull) << cache.error().toString();
  EXPECT_NE(cache.error().hint.find("MARCIE_CACHE_DIR"), std::string::npos);
  EXPECT_EQ(cacheFiles(), 0);
}

TEST_F(PixelCacheTest, PrunesTheOldest) {
  open(16);
  open(24);
  ASSERT_EQ(cacheFiles(), 2);
  pruneCaches(8000);  // 16 px: 4096 + 5 · 768 bytes; 24 px is larger
  EXPECT_EQ(cacheFiles(), 0);
}

}  // namespace
}  // namespace marcie::data
