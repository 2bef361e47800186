#include <algorithm>

#include "core/api/protocol_samples.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class RobustnessReadTest : public EngineTest {};

TEST_F(RobustnessReadTest, NothingWasMeasuredYet) {
  protocol::RobustnessRead request;
  request.run = engine.makeRun("fresh").root().string();
  const auto reply = client().call(request);
  ASSERT_TRUE(reply) << reply.error().toString();
  EXPECT_TRUE(reply->reports.empty());
  request.run = (engine.path() / "nowhere").string();
  EXPECT_FALSE(client().call(request));
}

}  // namespace
}  // namespace marcie::engine
