// A trained run on plain colours for tests of queries that need a model.
#pragma once

#include "core/engine/catalogs.h"
#include "core/train/run_training.h"
#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {

inline RunFolder trainTinyRun(EngineHarness& engine) {
  const Json patch{
      {"data", {{"path", engine.makePictures(12).string()}, {"imageSize", 16}, {"cacheSize", 16}, {"useCache", false}}},
      {"augment", {{"enabled", false}}},
      {"trainer", {{"batchSize", 8}, {"threads", 1}, {"learningRate", 0.1}}},
      {"model", {{"variant", "backbone"}, {"width", 4}, {"dim", 8}, {"phases", {{"joint", 6}}}}}};
  const auto spec = buildRunSpec("", patch);
  EXPECT_TRUE(spec) << spec.error().toString();
  std::filesystem::create_directories(engine.runsRoot());
  const auto run = RunFolder::create(engine.runsRoot() / "tiny", *spec);
  const auto outcome = train::runTraining(*run, {}, StopToken());
  EXPECT_TRUE(outcome) << outcome.error().toString();
  return *run;
}

// A request whose map takes a moment only.
inline protocol::ProjectionStart quickProjection(const RunFolder& run, const std::string& pane = "left") {
  protocol::ProjectionStart request;
  request.run = run.root().string();
  request.pane = pane;
  request.options.threads = 2;
  request.options.tsne.iterations = 40;
  request.options.tsne.exaggerationIterations = 20;
  return request;
}
// One that does not end by itself.
inline protocol::ProjectionStart endlessProjection(const RunFolder& run, const std::string& pane = "left") {
  protocol::ProjectionStart request = quickProjection(run, pane);
  request.options.tsne.iterations = 100000;
  return request;
}

inline std::optional<protocol::ProjectionFinishedNote> finishedNote(testing::FrameClient& client, std::int64_t job) {
  const auto json = client.notification(protocol::ProjectionFinishedNote::kMethod,
                                        [job](const Json& params) { return params.at("job") == job; });
  if (!json) return {};
  protocol::ProjectionFinishedNote note;
  Problems problems;
  fromJson(*json, note, problems);
  EXPECT_TRUE(problems.empty());
  return note;
}

inline std::optional<protocol::ProjectionFrameNote> frameNote(testing::FrameClient& client, std::int64_t job,
                                                              const std::function<bool(const Json&)>& wanted = {}) {
  const auto json = client.notification(protocol::ProjectionFrameNote::kMethod, [&](const Json& params) {
    return params.at("job") == job && (!wanted || wanted(params));
  });
  if (!json) return {};
  protocol::ProjectionFrameNote note;
  Problems problems;
  fromJson(*json, note, problems);
  EXPECT_TRUE(problems.empty());
  return note;
}

}  // namespace marcie::engine
