// An experiment as a list of runs: every spec is built and checked before anything starts.
//
// Here and not in core/eval: names of catalogs are known to the engine, and the runs are its processes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/api/experiment_spec.h"
#include "core/api/run_spec.h"

namespace marcie::engine {

struct ExperimentRequest {
  ExperimentSpec spec;
  std::string source;                           // as it was asked for: the name of a shipped experiment, or a file
  std::filesystem::path data;                   // as it was asked for
  std::optional<int> seeds;                     // instead of the experiment's
  std::vector<std::string> assignments;         // key=value, over every run
  std::vector<std::string> axes;                // "key" switches a declared axis on, "key=a,b" gives (it) these values
  std::vector<std::string> rows;                // only these, and the baseline
  std::optional<RobustnessRequest> robustness;  // instead of the experiment's
};

struct PlannedRun {
  std::string folder;              // below the experiment's runs/
  std::string title;               // for people: "full, seed 1"
  std::optional<std::size_t> row;  // none: phase 0
  std::size_t group = 0;           // combination of axis values
  int seed = 1;
  RunSpec spec;                       // model.weights still empty where it starts from phase 0
  std::optional<std::size_t> phase0;  // the run whose checkpoint it starts from
};

struct ExperimentPlan {
  ExperimentSpec spec;              // with the rows and axes that are run, and the number of seeds
  std::vector<std::string> groups;  // a title for each combination of axis values
  std::vector<PlannedRun> runs;     // seed by seed, phase 0 before what starts from it
  std::vector<ExperimentSet> sets;  // those whose file is there
  std::vector<std::string> notes;   // sets that are not
  std::filesystem::path data;       // absolute
  std::string command;              // that makes the table again, for people
};

// Errors: option, with everything that is wrong at once: unknown rows and axes, every option of every row that is
// unknown, out of range or cannot be combined, --set on an option that rows or axes decide; notFound (the data).
[[nodiscard]] Result<ExperimentPlan> makeExperimentPlan(const ExperimentRequest& request);

}  // namespace marcie::engine
