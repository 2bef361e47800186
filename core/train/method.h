// What a run of one method needs around the Trainer: its data, its sources of batches, its task, and what is to be told
// about them. One for each RunSpec::task; runTraining() knows nothing else of the method.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <c10/core/Device.h>

#include "core/api/run_folder.h"
#include "core/base/stop_token.h"
#include "core/train/checkpoint.h"
#include "core/train/run_control.h"
#include "core/train/run_status.h"
#include "core/train/trainer.h"

namespace marcie::train {

// What a method gets of the run it works for. Everything outlives it.
struct MethodContext {
  const RunFolder& folder;
  const RunSpec& spec;
  StopToken stop;
  StatusReporter& status;
  const RunControl& control;
  c10::Device device;
  int threads = 1;
};

// Used by the trainer's thread only, in this order: open(), build(), and the rest while it trains.
class Method {
 public:
  virtual ~Method() = default;
  // Reads the data. Errors: those of the readers; cancelled.
  [[nodiscard]] virtual Result<void> open() = 0;
  // Makes the task; with the checkpoint that the run continues, or null. Errors: option, checkpoint (made with other
  // data).
  [[nodiscard]] virtual Result<void> build(const Checkpoint* start) = 0;
  [[nodiscard]] virtual TrainerParts parts() = 0;
  // dataset.json of the run folder. Called once, for a run that begins.
  [[nodiscard]] virtual Json datasetFile() const = 0;
  // Sizes and names; the rest is filled by others.
  virtual void describe(RunStarted& facts) const = 0;
  // What people should know before the first step of a run that begins.
  [[nodiscard]] virtual std::vector<WarningRaised> warnings() = 0;
  // Makes the sources give what the phase wants. Errors: io, diskFull, memory, cancelled.
  [[nodiscard]] virtual Result<void> prepare(const Phase& phase) = 0;
};

[[nodiscard]] std::unique_ptr<Method> makeMarnetMethod(const MethodContext& context);
[[nodiscard]] std::unique_ptr<Method> makeCierecMethod(const MethodContext& context);

}  // namespace marcie::train
