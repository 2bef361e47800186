// A run that was trained for a moment on plain pictures, without text, for tests of handlers that need a model.
#pragma once

#include "core/engine/catalogs.h"
#include "core/train/run_training.h"
#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {

[[nodiscard]] inline RunFolder trainedRun(EngineHarness& engine, const std::string& name = "full",
                                          const char* variant = "full") {
  const Json patch{
      {"data", {{"path", engine.makePictures(10).string()}, {"imageSize", 16}, {"cacheSize", 16}, {"useCache", false}}},
      {"trainer", {{"batchSize", 8}, {"threads", 1}}},
      {"model",
       {{"text", "none"},
        {"variant", variant},
        {"width", 4},
        {"dim", 8},
        {"cdr", {{"samplingSteps", 3}}},
        {"phases", {{"joint", 1}}}}}};
  const auto spec = buildRunSpec("", patch);
  EXPECT_TRUE(spec) << spec.error().toString();
  std::filesystem::create_directories(engine.runsRoot());
  const auto run = RunFolder::create(engine.runsRoot() / name, *spec);
  const auto outcome = train::runTraining(*run, {}, StopToken());
  EXPECT_TRUE(outcome) << outcome.error().toString();
  return *run;
}

// The first picture of the harness's data.
[[nodiscard]] inline std::string somePicture(EngineHarness& engine) {
  std::vector<std::string> all;
  for (const auto& file : std::filesystem::recursive_directory_iterator(engine.path())) {
    if (file.path().extension() == ".png") all.push_back(file.path().string());
  }
  std::sort(all.begin(), all.end());
  EXPECT_FALSE(all.empty());
  return all.empty() ? std::string() : all.front();
}

}  // namespace marcie::engine
