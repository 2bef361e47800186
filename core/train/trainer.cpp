#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include <torch/torch.h>

#include "core/base/log.h"
#include "core/base/random.h"
#include "core/train/lr_schedule.h"

namespace marcie::train {
namespace {

constexpr std::size_t kKeptCheckpoints = 2;
// On a GPU, reading a loss waits for it: several steps are read together.
constexpr std::size_t kStepsPerReadOnGpu = 10;
constexpr std::chrono::milliseconds kPausePoll{20};

}  // namespace

Trainer::Trainer(const TrainerParts& parts, RunSpec spec, RunFolder folder, EventSink& events, RunFolderWriter& writer,
                 StatusReporter& status, const RunControl& control)
    : parts_(parts),
      spec_(std::move(spec)),
      folder_(std::move(folder)),
      events_(events),
      writer_(writer),
      status_(status),
      control_(control),
      average_(parts.task.module(), spec_.trainer.averageDecay) {}

Result<TrainOutcome> Trainer::run(RunStarted facts, std::optional<Checkpoint> start) {
  MARCIE_TRY(begin(facts, start));
  for (const PlannedPhase& planned : plan_) {
    if (planned.end <= step_) continue;
    const bool within = start && step_ > planned.first;
    MARCIE_ASSIGN(const bool go, runPhase(planned, within ? &start->optimizer : nullptr));
    start.reset();
    if (!go || patienceIsOver_) break;
  }
  TrainOutcome outcome{TrainEnd::completed, step_, epochOf(step_), best_};
  if (ended_) outcome.end = discarded_ ? TrainEnd::discarded : TrainEnd::stopped;
  return outcome;
}

void Trainer::plan() {
  const std::int64_t batches = parts_.training.batchesPerEpoch();
  std::int64_t first = 0, epoch = 0;
  for (const Phase& phase : parts_.task.phases()) {
    const std::int64_t perEpoch = phase.stepsPerEpoch > 0 ? phase.stepsPerEpoch : batches;
    const std::int64_t end = first + phase.epochs * perEpoch;
    if (phase.epochs > 0) plan_.push_back({phase, first, end, epoch, perEpoch});
    first = end;
    epoch += phase.epochs;
  }
  totalSteps_ = first;
}

double Trainer::epochOf(std::int64_t step) const {
  const PlannedPhase* last = nullptr;
  for (const PlannedPhase& planned : plan_) {
    last = &planned;
    if (step < planned.end) break;
  }
  if (last == nullptr) return 0;
  return static_cast<double>(last->firstEpoch) +
         static_cast<double>(step - last->first) / static_cast<double>(last->perEpoch);
}

Result<void> Trainer::begin(RunStarted& facts, std::optional<Checkpoint>& start) {
  const std::int64_t batches = parts_.training.batchesPerEpoch();
  if (batches == 0) {
    return Error{ErrorCode::data,
                 "there are fewer training pictures than one batch needs",
                 "Reduce trainer.batchSize or add pictures",
                 {}};
  }
  plan();
  facts.stepsPerEpoch = batches;
  facts.totalSteps = totalSteps_;
  facts.totalEpochs = plan_.empty() ? 0 : plan_.back().epochAt(totalSteps_);
  status_.status().totalSteps = totalSteps_;
  status_.status().totalEpochs = facts.totalEpochs;
  if (start) {
    MARCIE_TRY(restore(*start));
  } else {
    status_.startClock(0, 0);
    emit(facts);
    if (afterStart_) afterStart_();
  }
  status_.status().step = step_;
  status_.status().epoch = epochOf(step_);
  status_.setState(RunState::running);
  return {};
}

Result<void> Trainer::restore(Checkpoint& start) {
  MARCIE_TRY(loadState(stateOf(parts_.task.module()), start.model, "the checkpoint"));
  if (average_.enabled()) MARCIE_TRY(loadState(average_.state(), start.average, "the checkpoint's averages"));
  const CheckpointMeta& meta = start.meta;
  average_.setUpdates(meta.averageUpdates);
  step_ = meta.step;
  savedStep_ = meta.step;
  phase_ = meta.phase;
  epochSteps_ = meta.epochSteps;
  epochSums_ = meta.epochSums;
  best_ = meta.bestMetrics;
  sinceBest_ = meta.sinceBest;
  status_.startClock(meta.wallTime, step_);
  // The checkpoint was written before its event: the event comes again.
  if (meta.scheduled) announce(meta);
  return {};
}

// False when somebody asked to stop meanwhile.
Result<bool> Trainer::preparePhase(const Phase& phase) {
  // What is frozen from here on is what evaluation uses: everything behind it learns on that.
  if (!phase.frozen.empty()) average_.settle(phase.frozen);
  if (!beforePhase_) return true;
  auto prepared = beforePhase_(phase);
  if (prepared) return true;
  if (prepared.error().code != ErrorCode::cancelled) return std::move(prepared).error();
  return mayContinue();
}

// True to go on with the next phase.
Result<bool> Trainer::runPhase(const PlannedPhase& planned, const NamedTensors* optimizerState) {
  MARCIE_ASSIGN(const bool go, mayContinue());
  if (!go) return false;
  MARCIE_ASSIGN(const bool prepared, preparePhase(planned.phase));
  if (!prepared) return false;
  auto groups = parts_.task.enterPhase(planned.phase);
  for (ParameterGroup& group : groups) group.learningRate *= planned.phase.learningRateScale;
  optimizer_.emplace(std::move(groups), spec_.trainer.momentum);
  if (optimizerState != nullptr) {
    MARCIE_TRY(loadState(optimizer_->state(), *optimizerState, "the checkpoint's optimiser state"));
  }
  phase_ = planned.phase.name;
  status_.status().phase = planned.phase.title;
  if (step_ == planned.first) emit(PhaseStarted{planned.phase.name, planned.phase.title, planned.first, planned.end});
  while (step_ < planned.end && !patienceIsOver_) {
    MARCIE_ASSIGN(const bool goOn, runEpoch(planned));
    if (!goOn) return false;
  }
  return true;
}

Result<bool> Trainer::runEpoch(const PlannedPhase& planned) {
  parts_.training.startEpoch(planned.epochAt(step_), planned.within(step_));
  do {
    MARCIE_ASSIGN(const bool go, mayContinue());
    if (!go) return false;
    MARCIE_ASSIGN(const auto batch, parts_.training.next());
    if (!batch) return Error{ErrorCode::internal, "the loader ended before its epoch did", {}, {}};
    MARCIE_TRY(trainOnce(planned, *batch));
    const bool epochEnds = planned.within(step_) == 0;
    const std::int64_t every = spec_.trainer.checkpointEverySteps;
    if (epochEnds) {
      MARCIE_TRY(endEpoch(planned));
    } else if (every > 0 && step_ % every == 0) {
      MARCIE_TRY(save(true, false));
    }
  } while (planned.within(step_) != 0);
  return true;
}

Result<void> Trainer::trainOnce(const PlannedPhase& planned, const data::Batch& batch) {
  const double factor =
      learningRateFactor(step_ - planned.first, planned.end - planned.first, spec_.trainer, planned.perEpoch);
  torch::manual_seed(deriveSeed(spec_.trainer.seed, static_cast<std::uint64_t>(step_)));
  const data::Batch moved = onDevice(batch);
  optimizer_->zeroGradients();
  const double rate = optimizer_->groups().front().learningRate * factor;
  parts_.task.setLearningRate(rate);
  const StepResult result = parts_.task.trainStep(moved);
  if (!result.applied) {
    result.loss.backward();
    if (spec_.trainer.gradientClip > 0) optimizer_->clipGradients(spec_.trainer.gradientClip);
    optimizer_->step(factor);
  }
  average_.update();
  ++step_;

  PendingStep pending{step_, rate, {}};
  std::vector<at::Tensor> values{result.loss.detach().to(torch::kFloat)};
  valueNames_ = {"loss"};
  for (const auto& [name, value] : result.parts) {
    values.push_back(value.to(torch::kFloat));
    valueNames_.push_back(name);
  }
  if (result.logits.defined()) {
    values.push_back((result.logits.argmax(1) == moved.labels).to(torch::kFloat).mean());
    valueNames_.emplace_back("top1");
  }
  pending.values = torch::stack(values);
  pending_.push_back(std::move(pending));
  if (parts_.device.is_cpu() || pending_.size() >= kStepsPerReadOnGpu || planned.within(step_) == 0) {
    MARCIE_TRY(flushSteps());
  }
  status_.status().epoch = epochOf(step_);
  status_.status().learningRate = rate;
  status_.progress(step_, batch.size());
  return {};
}

Result<void> Trainer::flushSteps() {
  for (const PendingStep& pending : pending_) {
    const at::Tensor values = pending.values.to(torch::kCPU, torch::kDouble);
    StepEnd event{pending.learningRate, {}};
    if (epochSums_.empty()) {
      for (const std::string& name : valueNames_) epochSums_.push_back({name, 0});
    }
    for (std::size_t i = 0; i < valueNames_.size(); ++i) {
      const double value = values[static_cast<std::int64_t>(i)].item<double>();
      if (!std::isfinite(value)) {
        // The total comes first, but one of its parts is what broke.
        std::string part = valueNames_[i];
        for (std::size_t k = i + 1; i == 0 && k < valueNames_.size(); ++k) {
          if (!std::isfinite(values[static_cast<std::int64_t>(k)].item<double>())) {
            part = valueNames_[k];
            break;
          }
        }
        return Error{
            ErrorCode::numeric,
            "the loss '" + part + "' became " + formatNumber(value) + " at step " + std::to_string(pending.step),
            "Reduce the learning rate, or set trainer.gradientClip=1",
            {}};
      }
      if (i < epochSums_.size()) epochSums_[i].value += value;
      if (valueNames_[i] != "top1") event.losses.push_back({valueNames_[i], value});
    }
    ++epochSteps_;
    emitAt(pending.step, std::move(event));
  }
  pending_.clear();
  return {};
}

Result<void> Trainer::endEpoch(const PlannedPhase& planned) {
  EpochEnd event;
  for (const NamedValue& sum : epochSums_) {
    event.means.push_back({sum.name, sum.value / static_cast<double>(std::max<std::int64_t>(1, epochSteps_))});
  }
  emit(std::move(event));
  epochSums_.clear();
  epochSteps_ = 0;
  isBest_ = false;
  const std::int64_t epoch = planned.epochAt(step_);
  const bool due = epoch % spec_.trainer.evaluateEvery == 0 || step_ == totalSteps_;
  if (due && planned.phase.validates) MARCIE_TRY(validate());
  return save(true, isBest_);
}

Result<void> Trainer::save(bool scheduled, bool best) {
  MARCIE_TRY(flushSteps());
  Checkpoint checkpoint;
  CheckpointMeta& meta = checkpoint.meta;
  meta.spec = spec_;
  meta.model = parts_.task.modelInfo();
  meta.phase = phase_;
  meta.step = step_;
  meta.epoch = epochOf(step_);
  meta.wallTime = status_.wallTime();
  MARCIE_ASSIGN(meta.position, writer_.sync());
  meta.scheduled = scheduled;
  meta.best = best;
  meta.averageUpdates = average_.updates();
  meta.epochSteps = epochSteps_;
  meta.epochSums = epochSums_;
  meta.bestMetrics = best_;
  meta.sinceBest = sinceBest_;
  checkpoint.model = stateOf(parts_.task.module());
  checkpoint.average = average_.state();
  if (optimizer_) checkpoint.optimizer = optimizer_->state();
  MARCIE_TRY(writeCheckpoint(checkpointPath(folder_, step_), checkpoint));
  savedStep_ = step_;
  announce(meta);
  pruneCheckpoints(folder_, kKeptCheckpoints);
  return {};
}

void Trainer::announce(const CheckpointMeta& meta) {
  const auto path = checkpointPath(folder_, meta.step);
  if (meta.best) {
    // A second name for the same file: costs nothing, and survives when the first is pruned.
    const auto best = bestCheckpointPath(folder_);
    const auto aside = best.string() + ".tmp";
    std::error_code failure;
    std::filesystem::remove(aside, failure);
    std::filesystem::create_hard_link(path, aside, failure);
    if (failure) std::filesystem::copy_file(path, aside, failure);
    if (!failure) std::filesystem::rename(aside, best, failure);
    if (failure) log::warning("best.safetensors was not replaced: " + failure.message());
  }
  emit(CheckpointSaved{"checkpoints/" + path.filename().string(), meta.best});
}

Result<bool> Trainer::mayContinue() {
  waitWhilePaused();
  if (!control_.endRequested()) return true;
  ended_ = true;
  discarded_ = control_.discardRequested();
  if (!discarded_ && savedStep_ != step_) MARCIE_TRY(save(false, false));
  return false;
}

void Trainer::waitWhilePaused() {
  if (!control_.pauseRequested() || control_.endRequested()) return;
  status_.pauseClock();
  status_.setState(RunState::paused);
  while (control_.pauseRequested() && !control_.endRequested()) std::this_thread::sleep_for(kPausePoll);
  status_.continueClock();
  status_.setState(RunState::running);
}

void Trainer::emit(RunEventBody body) {
  emitAt(step_, std::move(body));
}

void Trainer::emitAt(std::int64_t step, RunEventBody body) {
  events_.onEvent({step, epochOf(step), status_.wallTime(), std::move(body)});
}

data::Batch Trainer::onDevice(const data::Batch& batch) const {
  if (parts_.device.is_cpu()) return batch;
  const auto move = [this](const at::Tensor& tensor) { return tensor.defined() ? tensor.to(parts_.device) : tensor; };
  return {move(batch.images),  move(batch.labels),   move(batch.tags),
          move(batch.indices), move(batch.features), move(batch.negatives)};
}

}  // namespace marcie::train
