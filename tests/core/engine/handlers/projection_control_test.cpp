#include <chrono>

#include "tests/core/engine/handlers/tiny_run.h"

namespace marcie::engine {
namespace {

using protocol::ProjectionAction;
using protocol::ProjectionControl;

class ProjectionControlTest : public EngineTest {};

bool isLayout(const Json& params) {
  return params.at("stage") == "layout";
}

TEST_F(ProjectionControlTest, CancelsWithin200Milliseconds) {
  const RunFolder run = trainTinyRun(engine);
  const auto job = client().call(endlessProjection(run))->job;
  ASSERT_TRUE(frameNote(client(), job, isLayout));
  const auto asked = std::chrono::steady_clock::now();
  ASSERT_TRUE(client().call(ProjectionControl{"left", ProjectionAction::cancel}));
  const auto finished = finishedNote(client(), job);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::milliseconds(200));
  ASSERT_TRUE(finished);
  EXPECT_EQ(protocol::errorFromJson(finished->error).code, ErrorCode::cancelled);
  EXPECT_TRUE(client().call(protocol::ProjectionList{run.root().string()})->maps.empty());
}

TEST_F(ProjectionControlTest, APausedMapGoesOnWhereItWas) {
  const RunFolder run = trainTinyRun(engine);
  const auto job = client().call(endlessProjection(run))->job;
  ASSERT_TRUE(frameNote(client(), job, isLayout));
  ASSERT_TRUE(client().call(ProjectionControl{"left", ProjectionAction::pause}));
  // Another pane computes a whole map meanwhile.
  const auto other = client().call(quickProjection(run, "right"))->job;
  ASSERT_TRUE(finishedNote(client(), other)->error.is_null());
  std::int64_t reached = 0;
  for (const Json& note : client().notifications) {
    if (note.at("method") == "projection.frame" && note.at("params").at("job") == job) {
      reached = note.at("params").at("done").get<std::int64_t>();
    }
  }
  client().notifications.clear();
  ASSERT_TRUE(client().call(ProjectionControl{"left", ProjectionAction::unpause}));
  const auto next = frameNote(client(), job, isLayout);
  ASSERT_TRUE(next);
  EXPECT_GT(next->done, reached);
  ASSERT_TRUE(client().call(ProjectionControl{"left", ProjectionAction::cancel}));
  EXPECT_TRUE(finishedNote(client(), job));
}

TEST_F(ProjectionControlTest, APaneWithoutAJobIsNoError) {
  EXPECT_TRUE(client().call(ProjectionControl{"nowhere", ProjectionAction::cancel}));
}

TEST_F(ProjectionControlTest, TheEngineEndsInTheMiddleOfAMap) {
  const RunFolder run = trainTinyRun(engine);
  const auto job = client().call(endlessProjection(run))->job;
  ASSERT_TRUE(frameNote(client(), job, isLayout));
  ASSERT_TRUE(client().call(ProjectionControl{"left", ProjectionAction::pause}));
  EXPECT_EQ(engine.finish(), 0);
}

}  // namespace
}  // namespace marcie::engine
