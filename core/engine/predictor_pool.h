// Models of runs that were asked for predictions, kept loaded.
#pragma once

#include <filesystem>
#include <list>
#include <memory>

#include "core/eval/predictor.h"

namespace marcie::engine {

// Used by the predict lane's thread only.
class PredictorPool {
 public:
  // The run's current model; loads it when the run has a newer checkpoint than the one in memory. Valid until the next
  // call. Errors: as eval::Predictor::open.
  [[nodiscard]] Result<eval::Predictor*> get(const RunFolder& run);

 private:
  static constexpr std::size_t kCapacity = 2;
  struct Entry {
    std::filesystem::path run;
    std::unique_ptr<eval::Predictor> predictor;
  };
  std::list<Entry> recent_;  // newest first
};

}  // namespace marcie::engine
