// Models of runs that were asked for predictions, kept loaded.
#pragma once

#include <filesystem>
#include <list>
#include <memory>

#include "core/eval/diffusion_trace.h"
#include "core/eval/predictor.h"
#include "core/eval/robust_lens.h"

namespace marcie::engine {

// Used by one lane's thread only.
class PredictorPool {
 public:
  // The run's current model; loads it when the run has a newer checkpoint than the one in memory. Valid until the next
  // call. Errors: as eval::Predictor::open.
  [[nodiscard]] Result<eval::Predictor*> get(const RunFolder& run);
  // What walks through the diffusion of that model; kept with it. Errors: also those of eval::DiffusionTracer::open.
  [[nodiscard]] Result<eval::DiffusionTracer*> tracer(const RunFolder& run);
  // What looks at damaged pictures with that model; kept with it. Errors: as get().
  [[nodiscard]] Result<eval::RobustLens*> lens(const RunFolder& run);

 private:
  static constexpr std::size_t kCapacity = 2;
  struct Entry {
    std::filesystem::path run;
    std::unique_ptr<eval::Predictor> predictor;
    std::unique_ptr<eval::DiffusionTracer> tracer{};  // made when it is first asked for; goes before its predictor
    std::unique_ptr<eval::RobustLens> lens{};         // the same, and before the tracer
  };
  std::list<Entry> recent_;  // newest first
};

}  // namespace marcie::engine
