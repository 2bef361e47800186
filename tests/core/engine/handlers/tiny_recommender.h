// A trained recommender on items that look like their kind, for tests of queries that need one.
#pragma once

#include "core/train/run_training.h"
#include "tests/core/engine/engine_harness.h"
#include "tests/core/train/rec/rec_toy.h"

namespace marcie::engine {

inline std::string trainTinyRecommender(EngineHarness& engine) {
  const auto data = engine.path() / "world";
  train::fixtures::writeRecToy(data, {.pictures = true});
  RunSpec spec = train::fixtures::recToySpec(data);
  spec.recFeatures.kind = RecFeatureKind::hogColour;
  spec.recFeatures.matrix.clear();
  spec.recFeatures.width = 16;
  spec.cierec.phases.inference = 6;
  spec.cierec.phases.train = 10;
  std::filesystem::create_directories(engine.runsRoot());
  const auto run = RunFolder::create(engine.runsRoot() / "recommender", spec);
  const auto outcome = train::runTraining(*run, {}, StopToken());
  EXPECT_TRUE(outcome) << outcome.error().toString();
  return run->root().string();
}

}  // namespace marcie::engine
