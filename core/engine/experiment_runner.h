// Carries out a plan: trains what is missing as processes of their own, measures every run and writes the tables.
//
//   DIR/lock                      held while an experiment works here
//   DIR/experiment.json           what was asked for
//   DIR/runs/<row>…-s<seed>/      run folders as any other; finished ones are never trained again
//   DIR/table.md .csv .tex, results.json
//
// Killed at any moment and started again it goes on: finished runs and what was measured of them are kept, interrupted
// ones resume, those that a killed experiment left running are waited for. The tables are those of an undisturbed one.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/stop_token.h"
#include "core/engine/experiment_plan.h"

namespace marcie::engine {

struct ExperimentSettings {
  std::filesystem::path program;  // marcie-cli
  std::filesystem::path out;
  int jobs = 0;  // runs side by side; 0: one for each core on a CPU, one on a GPU
};

struct ExperimentOutcome {
  std::filesystem::path out;
  std::vector<std::string> failures;   // "full, seed 2: out of memory"
  std::int64_t trained = 0, kept = 0;  // runs in this session, and before it
};

// What is going on, for people.
struct ExperimentWatcher {
  std::function<void(const std::string& line)> say;
  // `unit` is what is counted; another one means that another kind of work has begun.
  std::function<void(const std::string& unit, std::int64_t done, std::int64_t total, const std::string& what)> progress;
};

// One run that fails is told in the tables and in `failures`; the others go on. Errors: busy (another process works in
// `out`), exists (`out` has runs with other options: it names each and what differs), data (unreadable, or runs that
// cannot be compared), cancelled (stopped: runs under way have saved), io, diskFull; the first failure when every run
// failed.
[[nodiscard]] Result<ExperimentOutcome> runExperiment(const ExperimentPlan& plan, const ExperimentSettings& settings,
                                                      const StopToken& stop, const ExperimentWatcher& watcher);

}  // namespace marcie::engine
