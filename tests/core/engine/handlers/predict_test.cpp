#include "tests/core/engine/handlers/tiny_run.h"

namespace marcie::engine {
namespace {

class PredictTest : public EngineTest {};

TEST_F(PredictTest, NamesThePictureItsNeighboursAndItsTruth) {
  const RunFolder run = trainTinyRun(engine);
  const std::string picture = (engine.path() / "pictures" / "blue" / "3.png").string();
  const auto reply = client().call(protocol::Predict{run.root().string(), picture, 2, 4});
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->path, picture);
  ASSERT_EQ(reply->top.size(), 2U);
  EXPECT_EQ(reply->top[0].name, "blue");
  EXPECT_GE(reply->top[0].probability, reply->top[1].probability);
  EXPECT_EQ(reply->trueLabel, "blue");
  ASSERT_EQ(reply->neighbours.size(), 4U);
  EXPECT_EQ(reply->neighbours[0].label, "blue");
  EXPECT_GE(reply->neighbours[0].similarity, reply->neighbours[3].similarity);
  EXPECT_GT(reply->step, 0);
  EXPECT_FALSE(reply->picture.rgb.empty());
  const auto again = client().call(protocol::Predict{run.root().string(), picture, 2, 4});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->top[0].probability, reply->top[0].probability);
}

TEST_F(PredictTest, SaysWhatIsMissing) {
  auto reply = client().call(protocol::Predict{engine.path().string(), "x.png"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  const RunFolder fresh = engine.makeRun("fresh");
  reply = client().call(protocol::Predict{fresh.root().string(), "x.png"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  EXPECT_NE(reply.error().message.find("checkpoint"), std::string::npos) << reply.error().message;
}

}  // namespace
}  // namespace marcie::engine
