// The training loop: batches, optimiser, clipping, schedule, validation, checkpoints, events, control. It knows no
// architecture; what it trains is a Task.
//
// A run is a function of (RunSpec, data, device, threads): torch's generator is seeded from (seed, step) before each
// step, and the events that a resumed run writes continue the file of the interrupted one byte for byte but for times.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <c10/core/Device.h>

#include "core/api/run_folder.h"
#include "core/train/batch_source.h"
#include "core/train/checkpoint.h"
#include "core/train/optimizer.h"
#include "core/train/run_control.h"
#include "core/train/run_status.h"
#include "core/train/task.h"
#include "core/train/weight_average.h"

namespace marcie::train {

struct TrainerParts {
  Task& task;
  BatchSource& training;
  BatchSource* validation = nullptr;   // no text in it; null = no validation
  BatchSource* diagnostics = nullptr;  // validation pictures with their text, for Task::diagnose(); may be null
  c10::Device device = c10::Device(c10::kCPU);
};

enum class TrainEnd { completed, stopped, discarded };

struct TrainOutcome {
  TrainEnd end = TrainEnd::completed;
  std::int64_t step = 0;
  double epoch = 0;
  std::vector<NamedValue> best;  // validation metrics of the best epoch; empty without validation
};

class Trainer {
 public:
  // `events` gets every event; `writer` is the one of them whose position a checkpoint keeps. All must outlive the
  // trainer.
  Trainer(const TrainerParts& parts, RunSpec spec, RunFolder folder, EventSink& events, RunFolderWriter& writer,
          StatusReporter& status, const RunControl& control);

  // Called once, right after RunStarted of a run that begins: for warnings about it.
  void afterStart(std::function<void()> hook) { afterStart_ = std::move(hook); }
  // Called before each phase that this session trains, with the weights that it begins with: prepares the sources. An
  // error `cancelled` ends the run as a request to stop does.
  void beforePhase(std::function<Result<void>(const Phase&)> hook) { beforePhase_ = std::move(hook); }
  // Runs to the end, or until somebody asks to stop. `start` continues a checkpoint. Does not emit RunFinished.
  // Errors: numeric (NaN or infinity in a loss), checkpoint, io, diskFull, data.
  [[nodiscard]] Result<TrainOutcome> run(RunStarted facts, std::optional<Checkpoint> start);

 private:
  struct PlannedPhase {
    Phase phase;
    std::int64_t first = 0, end = 0;  // steps
    std::int64_t firstEpoch = 0;      // epochs of the phases before
    std::int64_t perEpoch = 0;        // steps of an epoch
    [[nodiscard]] std::int64_t epochAt(std::int64_t step) const { return firstEpoch + (step - first) / perEpoch; }
    [[nodiscard]] std::int64_t within(std::int64_t step) const { return (step - first) % perEpoch; }
  };
  struct PendingStep {
    std::int64_t step = 0;
    double learningRate = 0;
    at::Tensor values;  // total, parts …, accuracy where there is one
  };

  [[nodiscard]] Result<void> begin(RunStarted& facts, std::optional<Checkpoint>& start);
  [[nodiscard]] Result<void> restore(Checkpoint& start);
  [[nodiscard]] Result<bool> preparePhase(const Phase& phase);
  [[nodiscard]] Result<bool> runPhase(const PlannedPhase& planned, const NamedTensors* optimizerState);
  [[nodiscard]] Result<bool> runEpoch(const PlannedPhase& planned);
  [[nodiscard]] Result<void> trainOnce(const PlannedPhase& planned, const data::Batch& batch);
  [[nodiscard]] Result<void> flushSteps();
  [[nodiscard]] Result<void> endEpoch(const PlannedPhase& planned);
  [[nodiscard]] Result<void> validate();
  [[nodiscard]] Result<std::vector<NamedValue>> validateClasses();
  void plan();
  [[nodiscard]] Result<void> addDiagnostics(std::vector<NamedValue>& values);
  [[nodiscard]] Result<void> save(bool scheduled, bool best);
  void announce(const CheckpointMeta& meta);
  // False when the run has to end here.
  [[nodiscard]] Result<bool> mayContinue();
  void waitWhilePaused();
  void emit(RunEventBody body);
  void emitAt(std::int64_t step, RunEventBody body);
  // Epochs done after that many steps, with fraction.
  [[nodiscard]] double epochOf(std::int64_t step) const;
  [[nodiscard]] data::Batch onDevice(const data::Batch& batch) const;

  TrainerParts parts_;
  RunSpec spec_;
  RunFolder folder_;
  EventSink& events_;
  RunFolderWriter& writer_;
  StatusReporter& status_;
  const RunControl& control_;

  std::function<void()> afterStart_;
  std::function<Result<void>(const Phase&)> beforePhase_;
  std::vector<PlannedPhase> plan_;
  WeightAverage average_;
  std::optional<Optimizer> optimizer_;
  std::int64_t totalSteps_ = 0;
  std::int64_t step_ = 0;
  std::string phase_;
  std::vector<PendingStep> pending_;
  std::vector<std::string> valueNames_;  // of PendingStep::values
  std::int64_t epochSteps_ = 0;
  std::vector<NamedValue> epochSums_;
  std::vector<NamedValue> best_;
  bool isBest_ = false;          // the last validation was the best so far
  std::int64_t sinceBest_ = 0;   // validations since the best
  bool patienceIsOver_ = false;  // … are as many as trainer.patience: nothing more is learned
  std::int64_t savedStep_ = -1;  // of the newest checkpoint
  bool ended_ = false, discarded_ = false;
};

}  // namespace marcie::train
