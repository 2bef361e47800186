#include <algorithm>

#include "core/api/protocol_diffusion.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class DiffusionSceneTest : public EngineTest {};

TEST_F(DiffusionSceneTest, DescribesTheDiffusionOfARun) {
  protocol::DiffusionScene request;
  request.run = trainedRun(engine).root().string();
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_EQ(reply->own.steps, 3);
  EXPECT_EQ(reply->alphaBar.size(), static_cast<std::size_t>(reply->timeSteps));
  EXPECT_FALSE(reply->notes.empty()) << "there is no text, and it says so";
}

TEST_F(DiffusionSceneTest, SaysWhatARunLacks) {
  protocol::DiffusionScene request;
  request.run = trainedRun(engine, "plain", "backbone").root().string();
  const auto reply = client().call(request);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::unavailable);
  request.run = engine.makeRun("fresh").root().string();
  const auto fresh = client().call(request);
  ASSERT_FALSE(fresh);
  EXPECT_EQ(fresh.error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
