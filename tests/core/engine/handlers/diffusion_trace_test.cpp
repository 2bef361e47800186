#include <algorithm>

#include "core/api/protocol_diffusion.h"
#include "tests/core/engine/trained_run.h"

namespace marcie::engine {
namespace {

class DiffusionTraceTest : public EngineTest {};

TEST_F(DiffusionTraceTest, WalksAndBranches) {
  protocol::DiffusionTrace request;
  request.run = trainedRun(engine).root().string();
  request.path = somePicture(engine);
  request.strips = {{}};
  const auto walk = client().call(request);
  ASSERT_TRUE(walk) << walk.error().toString();
  ASSERT_EQ(walk->steps.size(), 3U);
  EXPECT_GT(walk->picture.width, 0);
  protocol::DiffusionSettings branch;
  branch.fromStep = 1;
  branch.seed = 9;
  request.strips.push_back(branch);
  const auto changed = client().call(request);
  ASSERT_TRUE(changed) << changed.error().toString();
  EXPECT_EQ(changed->steps.size(), 2U);
  EXPECT_EQ(changed->settings.seed, 9);
  request.path = (engine.path() / "gone.png").string();
  const auto gone = client().call(request);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
