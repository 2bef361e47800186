// The part of `evaluate` that is for recommenders.
#pragma once

#include <string>

#include "app/cli/command.h"
#include "core/api/run_folder.h"

namespace marcie::cli {

struct RecEvaluation {
  std::string split;     // "val" or "test"
  std::string protocol;  // whose way of judging; empty = the run's own
  bool json = false;
};

// Prints the report. Errors: usage; those of eval::Recommender.
[[nodiscard]] Result<ExitCode> evaluateRecommender(const RunFolder& folder, const RecEvaluation& wish);

}  // namespace marcie::cli
