#include <cstring>
#include <filesystem>
#include <map>

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

TEST_F(ProjectionStartTest, ASampleSaysWhatItIsOf) {
  const RunFolder run = trainTinyRun(engine);
  protocol::ProjectionStart request = quickProjection(run);
  request.limit = 12;
  const auto finished = finishedNote(client(), client().call(request)->job);
  ASSERT_TRUE(finished && finished->error.is_null());
  EXPECT_EQ(finished->entry.points, 12);
  EXPECT_EQ(finished->entry.available, 36);
  EXPECT_EQ(finished->entry.limit, 12);
  const auto kept = client().call(protocol::ProjectionLoad{run.root().string(), finished->entry.name, "", ""});
  ASSERT_TRUE(kept);
  std::map<std::string, int> perClass;
  for (const std::string& path : kept->points.paths) {
    ++perClass[std::filesystem::path(path).parent_path().filename().string()];
  }
  EXPECT_EQ(perClass.size(), 3U);
  for (const auto& [name, count] : perClass) EXPECT_EQ(count, 4) << name;
  ASSERT_EQ(kept->points.fields.size(), 1U);
  EXPECT_EQ(kept->points.fields[0].name, "loss");
  protocol::ProjectionStart negative = quickProjection(run);
  negative.limit = -1;
  EXPECT_FALSE(client().call(negative));
}

TEST_F(ProjectionStartTest, NeighboursAreThoseOfTheSpace) {
  const RunFolder run = trainTinyRun(engine);
  const auto finished = finishedNote(client(), client().call(quickProjection(run))->job);
  ASSERT_TRUE(finished && finished->error.is_null());
  const auto& near = finished->neighbours;
  ASSERT_EQ(near.count, 12);
  ASSERT_EQ(near.indices.size(), 36U * 12 * 4);
  std::vector<std::int32_t> indices(36 * 12);
  std::vector<float> cosines(indices.size());
  std::memcpy(indices.data(), near.indices.data(), near.indices.size());
  std::memcpy(cosines.data(), near.cosines.data(), near.cosines.size());
  for (std::size_t i = 0; i < 36; ++i) {
    for (std::size_t k = 0; k < 12; ++k) {
      EXPECT_NE(indices[12 * i + k], static_cast<std::int32_t>(i));
      EXPECT_LE(cosines[12 * i + k], cosines[12 * i + (k > 0 ? k - 1 : 0)] + 1e-6F);
    }
  }
  // They come again with the kept map.
  const auto again = finishedNote(client(), client().call(quickProjection(run))->job);
  EXPECT_EQ(again->neighbours.indices, near.indices);
}

TEST_F(ProjectionStartTest, TextsArePointsBesideTheirPictures) {
  const RunFolder run = trainTinyTextRun(engine);
  protocol::ProjectionStart request = quickProjection(run);
  request.space = EmbeddingSpace::aligned;
  request.withTexts = true;
  const auto finished = finishedNote(client(), client().call(request)->job);
  ASSERT_TRUE(finished);
  ASSERT_TRUE(finished->error.is_null()) << finished->error.dump();
  EXPECT_EQ(finished->entry.points, 72);
  const auto kept = client().call(protocol::ProjectionLoad{run.root().string(), finished->entry.name, "", ""});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->points.modalities[0], 0);
  EXPECT_EQ(kept->points.modalities[36], 1);
  EXPECT_EQ(kept->points.paths[3], kept->points.paths[39]);
  EXPECT_EQ(kept->points.tags.size(), 5U);
  std::vector<std::int32_t> starts(73);
  ASSERT_EQ(kept->points.tagStarts.size(), 4 * starts.size());
  std::memcpy(starts.data(), kept->points.tagStarts.data(), kept->points.tagStarts.size());
  EXPECT_EQ(starts.back() * 4, static_cast<std::int32_t>(kept->points.tagged.size()));
  EXPECT_EQ(starts[36] * 2, starts[72]);
  ASSERT_EQ(kept->points.fields.size(), 2U);
  EXPECT_EQ(kept->points.fields[1].name, "cosine");
  request.space = EmbeddingSpace::fused;
  const auto refused = finishedNote(client(), client().call(request)->job);
  EXPECT_EQ(protocol::errorFromJson(refused->error).code, ErrorCode::unavailable);
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
