#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class DataSampleTest : public EngineTest {};

TEST_F(DataSampleTest, UsesTheSampleThatIsThere) {
  std::filesystem::create_directories(engine.sampleRoot());
  testing::writeText(engine.sampleRoot() / "samples.csv", "image,label\n");
  const auto reply = client().call(protocol::MakeSample{}, std::chrono::seconds(5));
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->path, engine.sampleRoot().string());
  EXPECT_EQ(testing::readText(engine.sampleRoot() / "samples.csv"), "image,label\n") << "left as it was";
}

TEST_F(DataSampleTest, ShowsProgressAndLeavesNothingHalfWhenCancelled) {
  const auto id = client().send(protocol::MakeSample::kMethod, Json::object());
  const auto begun = client().notification(
      protocol::Progress::kMethod, [&](const Json& params) { return params["id"] == id && params["done"] > 0; });
  ASSERT_TRUE(begun.has_value());
  EXPECT_GT((*begun)["total"], (*begun)["done"]);
  EXPECT_FALSE((*begun)["text"].get<std::string>().empty());
  ASSERT_TRUE(client().call(protocol::Cancel{.id = id}));
  const auto answer = client().answerTo(id, std::chrono::seconds(20));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::cancelled);
  EXPECT_FALSE(std::filesystem::exists(engine.sampleRoot()));
}

}  // namespace
}  // namespace marcie::engine
