#include <algorithm>

#include "core/api/protocol_samples.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class PredictPartsTest : public EngineTest {};

TEST_F(PredictPartsTest, EveryHeadSpeaksOfTheSameClasses) {
  protocol::PredictParts request;
  request.run = trainedRun(engine).root().string();
  request.path = somePicture(engine);
  request.top = 2;
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  ASSERT_EQ(reply->heads.size(), 3U);
  EXPECT_EQ(reply->heads[0].name, "ema");
  EXPECT_EQ(reply->heads[1].name, "cdr");
  EXPECT_EQ(reply->heads[2].name, "full");
  for (const auto& head : reply->heads) {
    ASSERT_EQ(head.top.size(), reply->heads[0].top.size());
    for (std::size_t i = 0; i < head.top.size(); ++i) EXPECT_EQ(head.top[i].name, reply->heads[0].top[i].name);
  }
  ASSERT_EQ(reply->spaces.size(), 4U);
  for (const auto& space : reply->spaces) EXPECT_EQ(space.neighbours.size(), 3U) << space.space;
}

TEST_F(PredictPartsTest, ABackboneHasOneHead) {
  protocol::PredictParts request;
  request.run = trainedRun(engine, "plain", "backbone").root().string();
  request.path = somePicture(engine);
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  ASSERT_EQ(reply->heads.size(), 1U);
  EXPECT_EQ(reply->heads[0].name, "backbone");
}

}  // namespace
}  // namespace marcie::engine
