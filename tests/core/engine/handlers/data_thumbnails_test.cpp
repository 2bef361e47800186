#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class DataThumbnailsTest : public EngineTest {};

TEST_F(DataThumbnailsTest, ShrinksPicturesAndNamesBadOnes) {
  const auto root = engine.makePictures(2);
  testing::writeText(root / "red" / "broken.jpg", "this is text");
  const auto reply = client().call(protocol::Thumbnails{
      .paths = {(root / "red" / "0.png").string(), (root / "red" / "broken.jpg").string(), "/nowhere/x.png"},
      .size = 32});
  ASSERT_TRUE(reply) << reply.error().toString();
  ASSERT_EQ(reply->thumbnails.size(), 3U);
  const auto& good = reply->thumbnails[0];
  EXPECT_EQ(good.picture.width, 32);
  EXPECT_EQ(good.picture.height, 24);
  ASSERT_EQ(good.picture.rgb.size(), 32U * 24U * 3U);
  const std::size_t middle = (12 * 32 + 16) * 3;
  EXPECT_NEAR(good.picture.rgb[middle], 220, 3);  // red first: RGB, not BGR
  EXPECT_NEAR(good.picture.rgb[middle + 2], 40, 3);
  EXPECT_TRUE(good.reason.empty());
  for (std::size_t i = 1; i < 3; ++i) {
    EXPECT_TRUE(reply->thumbnails[i].picture.rgb.empty());
    EXPECT_FALSE(reply->thumbnails[i].reason.empty());
  }
}

TEST_F(DataThumbnailsTest, NewestRequestWins) {
  const auto root = engine.makePictures(40);
  std::vector<std::string> paths;
  for (int round = 0; round < 12; ++round) {
    for (int i = 0; i < 40; ++i) paths.push_back((root / "blue" / (std::to_string(i) + ".png")).string());
  }
  const Json params = toJson(protocol::Thumbnails{.paths = paths, .size = 96});
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 6; ++i) ids.push_back(client().send(protocol::Thumbnails::kMethod, params));
  int cancelled = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto reply = client().answerTo(ids[i]);
    if (i + 1 == ids.size()) {
      EXPECT_TRUE(reply) << "the newest is always answered";
    } else if (!reply) {
      EXPECT_EQ(reply.error().code, ErrorCode::cancelled);
      ++cancelled;
    }
  }
  EXPECT_GE(cancelled, 3) << "at most the first few were under way before the newest came";
}

// The grid, the map and the Recommend page each have a store of thumbnails.
TEST_F(DataThumbnailsTest, AskersDoNotReplaceEachOther) {
  const auto root = engine.makePictures(40);
  std::vector<std::string> paths;
  for (int i = 0; i < 40; ++i) paths.push_back((root / "blue" / (std::to_string(i) + ".png")).string());
  constexpr std::int64_t kFirst = 1001, kAskers = 6;
  for (std::int64_t asker = 1; asker <= kAskers; ++asker) {
    Json request = protocol::makeRequest(kFirst + asker, protocol::Thumbnails::kMethod,
                                         toJson(protocol::Thumbnails{.paths = paths, .size = 96}));
    request["asker"] = asker;
    client().sendBytes(encodeFrame(request));
  }
  for (std::int64_t asker = 1; asker <= kAskers; ++asker) EXPECT_TRUE(client().answerTo(kFirst + asker)) << asker;
}

}  // namespace
}  // namespace marcie::engine
