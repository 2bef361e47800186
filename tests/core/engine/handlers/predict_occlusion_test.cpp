#include <algorithm>

#include "core/api/protocol_samples.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class PredictOcclusionTest : public EngineTest {};

TEST_F(PredictOcclusionTest, FindsASquareOrSaysThatNoneDoes) {
  protocol::PredictOcclusion request;
  request.run = trainedRun(engine).root().string();
  request.path = somePicture(engine);
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_GT(reply->tried, 10);
  ASSERT_FALSE(reply->before.empty());
  if (reply->flips) {
    EXPECT_NE(reply->after.front().name, reply->before.front().name);
    EXPECT_GT(reply->area.width, 0);
    EXPECT_LE(reply->area.x + reply->area.width, 1.0001);
  } else {
    EXPECT_EQ(reply->share, 0);
  }
}

}  // namespace
}  // namespace marcie::engine
