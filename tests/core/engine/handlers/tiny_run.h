// A trained run on plain colours for tests of queries that need a model.
#pragma once

#include <algorithm>
#include <fstream>

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

// The same colours with annotations, a full MARNet, one epoch of the backbone and two of the joint stage.
inline RunFolder trainTinyTextRun(EngineHarness& engine, int probePictures = 256) {
  const std::filesystem::path pictures = engine.makePictures(12);
  std::ofstream list(pictures / "samples.csv");
  list << "image,label,split,tags\n";
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(pictures)) {
    if (entry.path().extension() == ".png") names.push_back(entry.path().lexically_relative(pictures).string());
  }
  std::sort(names.begin(), names.end());
  for (std::size_t i = 0; i < names.size(); ++i) {
    list << names[i] << "," << names[i].substr(0, names[i].find('/')) << "," << (i % 3 == 0 ? "val" : "train") << ",t"
         << i % 4 << (i % 5 == 0 ? "|t4" : "") << "\n";
  }
  list.close();
  const Json patch{{"data", {{"path", pictures.string()}, {"imageSize", 16}, {"cacheSize", 16}, {"useCache", false}}},
                   {"augment", {{"enabled", false}}},
                   {"trainer", {{"batchSize", 8}, {"threads", 1}, {"probePictures", probePictures}}},
                   {"model", {{"width", 4}, {"dim", 8}, {"phases", {{"backbone", 1}, {"joint", 2}}}}}};
  const auto spec = buildRunSpec("", patch);
  EXPECT_TRUE(spec) << spec.error().toString();
  std::filesystem::create_directories(engine.runsRoot());
  const auto run = RunFolder::create(engine.runsRoot() / "text", *spec);
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
