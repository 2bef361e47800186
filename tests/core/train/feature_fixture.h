// Toy runs and what their checkpoints say, for tests of training.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <ATen/ops/equal.h>
#include <gtest/gtest.h>

#include "core/train/run_training.h"
#include "tests/core/train/toy_run.h"

namespace marcie::train::fixtures {
namespace fs = std::filesystem;

inline constexpr TrainMode kFresh{TrainMode::Kind::fresh, 0};
inline constexpr TrainMode kResume{TrainMode::Kind::resume, 0};

// The data is written once for all tests of the suite.
class ToyRuns : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new marcie::testing::TempFolder;
    writeToyData(data());
  }
  static void TearDownTestSuite() { delete world_; }
  static fs::path data() { return world_->path() / "toy"; }
  static std::size_t cachedTables() {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(world_->path() / "cache")) {
      count += entry.path().filename().string().starts_with("features-") ? 1 : 0;
    }
    return count;
  }

  RunFolder makeRun(const std::string& name, const RunSpec& spec) const {
    auto folder = RunFolder::create(folder_.path() / name, spec);
    EXPECT_TRUE(folder.ok());
    return *folder;
  }
  RunFolder trained(const std::string& name, const RunSpec& spec) const {
    RunFolder run = makeRun(name, spec);
    const auto outcome = runTraining(run, kFresh, {});
    EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? "" : outcome.error().toString());
    return run;
  }
  static Error failureOf(const RunFolder& run) {
    const auto outcome = runTraining(run, kFresh, {});
    EXPECT_FALSE(outcome.ok());
    return outcome.ok() ? Error{} : outcome.error();
  }
  static Checkpoint lastOf(const RunFolder& run) { return std::move(*readCheckpoint(listCheckpoints(run).at(0))); }
  static std::vector<std::string> phasesOf(const RunFolder& run) {
    std::vector<std::string> names;
    EventTail tail(run);
    for (const RunEvent& event : tail.poll().events) {
      if (const auto* phase = std::get_if<PhaseStarted>(&event.body)) names.push_back(phase->name);
    }
    return names;
  }
  // Which tensors of the model changed between two checkpoints.
  static std::vector<std::string> changed(const NamedTensors& before, const NamedTensors& after) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!at::equal(before[i].second, after[i].second)) names.push_back(before[i].first);
    }
    return names;
  }
  static bool startsWithAny(const std::string& name, std::initializer_list<const char*> prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const char* p) { return name.starts_with(p); });
  }

  marcie::testing::TempFolder folder_;

 private:
  static inline marcie::testing::TempFolder* world_ = nullptr;
};

}  // namespace marcie::train::fixtures
