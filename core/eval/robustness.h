// How much worse a run gets on damaged pictures.
//
// Corruptions are applied to the square that the run's picture cache keeps, before it is resized and normalised: what
// the network would have seen of a damaged photograph. What happens to a picture depends on its name, the corruption
// and the severity alone, so that every run is measured on the same damaged pictures.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/api/robustness.h"
#include "core/api/run_folder.h"
#include "core/base/stop_token.h"
#include "core/data/dataset.h"
#include "core/eval/split_pass.h"
#include "core/image/corruption.h"
#include "core/metrics/statistics.h"

namespace marcie::eval {

struct RobustnessPlan {
  std::vector<const image::CorruptionEntry*> corruptions;  // not empty
  std::vector<int> severities;                             // 1 … 5, ascending
  data::Split split = data::Split::test;
  std::string dataPath;  // measured on this data instead of the runs' own; empty = own
};

// A snapshot for each run, in their order, with the undamaged pictures and at least the cells of the plan. Cells that a
// run folder has kept for this checkpoint and these pictures are not measured again; new ones are kept there. Runs with
// pictures of the same size share every damaged batch.
// Errors: usage (no run); those of evaluateRun; unavailable (a run on a feature matrix); data, when the runs' pictures
// or labels differ: it names what.
[[nodiscard]] Result<std::vector<RobustnessSnapshot>> measureRobustness(std::span<const RunFolder> runs,
                                                                        const RobustnessPlan& plan,
                                                                        const StopToken& stop = {},
                                                                        const ProgressCallback& progress = {});

// The figures of the plan's cells. Throws std::logic_error when one is missing (a bug).
[[nodiscard]] RobustnessReport robustnessReport(const std::string& run, const RobustnessSnapshot& snapshot,
                                                const RobustnessPlan& plan);
// For each picture the share of the plan's damaged versions that were recognised; hits of the undamaged ones.
[[nodiscard]] std::vector<double> corruptedScores(const RobustnessSnapshot& snapshot, const RobustnessPlan& plan);
[[nodiscard]] std::vector<double> cleanScores(const RobustnessSnapshot& snapshot);

// `a` against `b`, by a bootstrap over their common pictures.
[[nodiscard]] RobustnessComparison compareRobustness(const std::string& nameA, const RobustnessSnapshot& a,
                                                     const std::string& nameB, const RobustnessSnapshot& b,
                                                     const RobustnessPlan& plan);

}  // namespace marcie::eval
