#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class DataInspectTest : public EngineTest {};

TEST_F(DataInspectTest, CountsClassesAndReportsProgress) {
  const auto root = engine.makePictures(8);
  testing::writeText(root / "red" / "broken.png", "not a picture");
  const auto id = client().send(protocol::DataInspect::kMethod, Json{{"data", {{"path", root.string()}}}});
  const auto answer = client().answerTo(id);
  ASSERT_TRUE(answer) << answer.error().toString();
  const auto summary = parseStruct<DatasetSummary>(*answer);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->reader, "folder_per_class");
  EXPECT_EQ(summary->images, 24);
  EXPECT_EQ(summary->classes.size(), 3U);
  EXPECT_EQ(summary->problemCount, 1);
  const auto last = client().notification(protocol::Progress::kMethod, [&](const Json& params) {
    return params["id"] == id && params["done"] == params["total"];
  });
  EXPECT_TRUE(last.has_value()) << "the bar reaches its end";
}

TEST_F(DataInspectTest, SeesPicturesThatCameAfterTheLastLook) {
  const auto root = engine.makePictures(8);
  const DataOptions data{.path = root.string()};
  ASSERT_EQ(client().call(protocol::DataRows{.data = data})->total, 24);
  std::filesystem::copy_file(root / "red" / "0.png", root / "red" / "new.png");
  ASSERT_TRUE(client().call(protocol::DataInspect{.data = data}));
  EXPECT_EQ(client().call(protocol::DataRows{.data = data})->total, 25);
}

TEST_F(DataInspectTest, UnknownLayoutNamesWhatReadersExpect) {
  const auto folder = engine.path() / "papers";
  std::filesystem::create_directories(folder);
  testing::writeText(folder / "letter.txt", "dear reader");
  const auto reply = client().call(protocol::DataInspect{.data = {.path = folder.string()}});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::data);
  EXPECT_FALSE(reply.error().toString().empty());
}

}  // namespace
}  // namespace marcie::engine
