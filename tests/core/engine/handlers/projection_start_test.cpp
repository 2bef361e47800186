#include <cstring>

#include "tests/core/engine/handlers/tiny_run.h"

namespace marcie::engine {
namespace {

class ProjectionStartTest : public EngineTest {};

bool hasCoordinates(const Json& params) {
  return !params.at("coordinates").get_binary().empty();
}

TEST_F(ProjectionStartTest, ShowsPointsFramesAndTheQuality) {
  const RunFolder run = trainTinyRun(engine);
  const auto started = client().call(quickProjection(run));
  ASSERT_TRUE(started) << started.error().toString();
  const auto first = frameNote(client(), started->job, hasCoordinates);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->stage, ProjectionStage::start);
  EXPECT_EQ(first->columns, 2);
  const auto finished = finishedNote(client(), started->job);
  ASSERT_TRUE(finished);
  ASSERT_TRUE(finished->error.is_null()) << finished->error.dump();
  EXPECT_EQ(finished->entry.points, 36);
  EXPECT_GT(finished->entry.quality.trustworthiness, 0.5);
  EXPECT_FALSE(finished->entry.name.empty());
  const auto points = client().notification(protocol::ProjectionPointsNote::kMethod,
                                            [&](const Json& params) { return params.at("job") == started->job; });
  ASSERT_TRUE(points);
  const Json& columns = points->at("points");
  EXPECT_EQ(columns.at("paths").size(), 36U);
  EXPECT_EQ(columns.at("classes"), Json::array({"blue", "green", "red"}));
  EXPECT_EQ(columns.at("labels").get_binary().size(), 4 * 36U);
  std::int32_t label = -1;
  std::memcpy(&label, columns.at("labels").get_binary().data(), sizeof label);
  ASSERT_GE(label, 0);
  const auto name = columns.at("classes").at(static_cast<std::size_t>(label)).get<std::string>();
  EXPECT_NE(columns.at("paths").at(0).get<std::string>().find("/" + name + "/"), std::string::npos);
  // The last frame is what was kept.
  std::optional<protocol::ProjectionFrameNote> last;
  for (const Json& note : client().notifications) {
    if (note.at("method") != "projection.frame" || !hasCoordinates(note.at("params"))) continue;
    last.emplace();
    Problems problems;
    fromJson(note.at("params"), *last, problems);
  }
  ASSERT_TRUE(last);
  EXPECT_EQ(last->coordinates.size(), 36 * 2 * sizeof(float));
  const auto kept = client().call(protocol::ProjectionLoad{run.root().string(), finished->entry.name, "", ""});
  ASSERT_TRUE(kept) << kept.error().toString();
  EXPECT_EQ(kept->coordinates, last->coordinates);
}

TEST_F(ProjectionStartTest, TheSameRequestIsAnsweredFromItsSnapshot) {
  const RunFolder run = trainTinyRun(engine);
  const auto first = finishedNote(client(), client().call(quickProjection(run))->job);
  ASSERT_TRUE(first && first->error.is_null());
  client().notifications.clear();
  protocol::ProjectionStart again = quickProjection(run);
  again.options.threads = 1;  // the map does not depend on it
  const auto job = client().call(again)->job;
  const auto second = finishedNote(client(), job);
  ASSERT_TRUE(second && second->error.is_null());
  EXPECT_EQ(second->entry.name, first->entry.name);
  int frames = 0;
  for (const Json& note : client().notifications) frames += note.at("method") == "projection.frame" ? 1 : 0;
  EXPECT_EQ(frames, 1);
}

TEST_F(ProjectionStartTest, TheNewestRequestOfAPaneWins) {
  const RunFolder run = trainTinyRun(engine);
  const auto old = client().call(endlessProjection(run))->job;
  ASSERT_TRUE(frameNote(client(), old, [](const Json& p) { return p.at("stage") == "layout"; }));
  const auto other = client().call(quickProjection(run, "right"))->job;  // another pane goes on beside it
  EXPECT_TRUE(finishedNote(client(), other)->error.is_null());
  const auto newest = client().call(quickProjection(run))->job;
  const auto ended = finishedNote(client(), old);
  ASSERT_TRUE(ended);
  EXPECT_EQ(protocol::errorFromJson(ended->error).code, ErrorCode::cancelled);
  const auto finished = finishedNote(client(), newest);
  ASSERT_TRUE(finished);
  EXPECT_TRUE(finished->error.is_null());
}

TEST_F(ProjectionStartTest, FramesAreLaidOverAnotherMap) {
  const RunFolder run = trainTinyRun(engine);
  const auto reference = finishedNote(client(), client().call(quickProjection(run))->job);
  ASSERT_TRUE(reference && reference->error.is_null());
  // The same map over itself: the frame must be the reference, however it was turned.
  protocol::ProjectionStart again = quickProjection(run, "right");
  again.alignTo = reference->entry.name;
  const auto frame = frameNote(client(), client().call(again)->job, hasCoordinates);
  ASSERT_TRUE(frame);
  const auto kept = client().call(protocol::ProjectionLoad{run.root().string(), reference->entry.name, "", ""});
  std::vector<float> a(72), b(72);
  std::memcpy(a.data(), frame->coordinates.data(), frame->coordinates.size());
  std::memcpy(b.data(), kept->coordinates.data(), kept->coordinates.size());
  for (std::size_t i = 0; i < 72; ++i) EXPECT_NEAR(a[i], b[i], 1e-3);
}

TEST_F(ProjectionStartTest, SaysWhatIsMissing) {
  auto refused = client().call(quickProjection(RunFolder(engine.path())));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::notFound);
  const RunFolder fresh = engine.makeRun("fresh");
  auto finished = finishedNote(client(), client().call(quickProjection(fresh))->job);
  ASSERT_TRUE(finished);
  EXPECT_EQ(protocol::errorFromJson(finished->error).code, ErrorCode::notFound);
  const RunFolder run = trainTinyRun(engine);
  protocol::ProjectionStart semantic = quickProjection(run);
  semantic.space = EmbeddingSpace::semantic;
  finished = finishedNote(client(), client().call(semantic)->job);
  ASSERT_TRUE(finished);
  const Error error = protocol::errorFromJson(finished->error);
  EXPECT_EQ(error.code, ErrorCode::unavailable);
  EXPECT_NE(error.message.find("no text branch"), std::string::npos) << error.message;
  protocol::ProjectionStart split = quickProjection(run);
  split.split = "tset";
  refused = client().call(split);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace marcie::engine
