#include <algorithm>

#include "core/api/protocol_samples.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class RobustnessMeasureTest : public EngineTest {};

TEST_F(RobustnessMeasureTest, MeasuresAndKeeps) {
  protocol::RobustnessMeasure request;
  request.run = trainedRun(engine).root().string();
  request.corruptions = {"brightness", "pixelate"};
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  ASSERT_EQ(reply->reports.size(), 1U);
  EXPECT_EQ(reply->severities.size(), 5U);
  EXPECT_EQ(reply->reports[0].byCorruption.size(), 2U);
  EXPECT_FALSE(reply->isOutdated);
  protocol::RobustnessRead read;
  read.run = request.run;
  const auto kept = client().call(read);
  ASSERT_TRUE(kept);
  EXPECT_EQ(toJson(*kept), toJson(*reply));
  request.corruptions = {"brightnes"};
  EXPECT_EQ(client().call(request).error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace marcie::engine
