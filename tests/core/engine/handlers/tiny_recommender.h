// A trained recommender on items that look like their kind, for tests of queries that need one.
#pragma once

#include "core/train/run_training.h"
#include "tests/core/engine/engine_harness.h"
#include "tests/core/train/rec/rec_toy.h"

namespace marcie::engine {

// A run called `name` on the data in the folder `world`, which is written with `items` items when it is not there.
inline std::string trainTinyRecommender(EngineHarness& engine, const std::string& name = "recommender",
                                        const std::string& world = "world", int items = 40, std::uint64_t seed = 1) {
  const auto data = engine.path() / world;
  if (!std::filesystem::exists(data)) train::fixtures::writeRecToy(data, {.items = items, .pictures = true});
  RunSpec spec = train::fixtures::recToySpec(data);
  spec.recFeatures.kind = RecFeatureKind::hogColour;
  spec.recFeatures.matrix.clear();
  spec.recFeatures.width = 16;
  spec.cierec.phases.inference = 6;
  spec.cierec.phases.train = 10;
  spec.trainer.seed = seed;
  std::filesystem::create_directories(engine.runsRoot());
  const auto run = RunFolder::create(engine.runsRoot() / name, spec);
  const auto outcome = train::runTraining(*run, {}, StopToken());
  EXPECT_TRUE(outcome) << outcome.error().toString();
  return run->root().string();
}

}  // namespace marcie::engine
