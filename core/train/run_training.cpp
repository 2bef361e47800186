#include "core/train/run_training.h"

#include <new>
#include <sys/stat.h>
#include <unistd.h>

#include <torch/torch.h>

#include "core/base/log.h"
#include "core/nn/device.h"
#include "core/train/method.h"

namespace marcie::train {
namespace fs = std::filesystem;
namespace {

// Events go to the run folder first, then to whoever watches.
class FanOut : public EventSink {
 public:
  FanOut(EventSink& first, EventSink* second) : first_(first), second_(second) {}
  void onEvent(const RunEvent& event) override {
    first_.onEvent(event);
    if (second_ != nullptr) second_->onEvent(event);
  }

 private:
  EventSink& first_;
  EventSink* second_;
};

bool isStandardError(const fs::path& path) {
  struct stat file {};
  struct stat standard {};
  return ::stat(path.c_str(), &file) == 0 && ::fstat(STDERR_FILENO, &standard) == 0 && file.st_ino == standard.st_ino &&
         file.st_dev == standard.st_dev;
}

Result<void> checkMode(const RunFolder& folder, const TrainMode& mode, RunSpec& spec) {
  const RunState state = folder.status().state;
  const bool hasCheckpoint = !listCheckpoints(folder).empty();
  switch (mode.kind) {
    case TrainMode::Kind::fresh:
      if (!hasCheckpoint && folder.status().session == 0) return {};
      return Error{ErrorCode::exists,
                   folder.root().string() + " has been trained already",
                   "Continue it with --resume or --more-epochs, or choose another folder",
                   {}};
    case TrainMode::Kind::resume:
      if (state != RunState::completed) return {};
      return Error{ErrorCode::usage, "this run is complete", "Use --more-epochs N to train it further", {}};
    case TrainMode::Kind::moreEpochs:
      if (mode.epochs < 1 || mode.epochs > 10000) {
        return Error{ErrorCode::option,
                     "the number of added epochs must be between 1 and 10000, is " + std::to_string(mode.epochs),
                     {},
                     {}};
      }
      if (!hasCheckpoint) {
        return Error{
            ErrorCode::notFound, "this run has no checkpoint to go on from", "Start it with --resume first", {}};
      }
      (spec.isCierec() ? spec.cierec.phases.more : spec.model.phases.more).push_back(mode.epochs);
      return folder.saveSpec(spec);
  }
  return {};
}

// The newest checkpoint that can be read. A damaged one is passed over, one that cannot be meant for this program is
// an error.
Result<std::optional<Checkpoint>> newestCheckpoint(const RunFolder& folder) {
  for (const fs::path& path : listCheckpoints(folder)) {
    auto checkpoint = readCheckpoint(path);
    if (checkpoint) return std::optional<Checkpoint>(std::move(*checkpoint));
    if (checkpoint.error().code != ErrorCode::format) return std::move(checkpoint).error();
    log::warning(checkpoint.error().toString() + "; trying the one before it");
  }
  return std::optional<Checkpoint>();
}

// One session of a run, in the order in which things are needed.
class Session {
 public:
  Session(const RunFolder& folder, RunSpec spec, const StopToken& stop, EventSink* extra)
      : folder_(folder), spec_(std::move(spec)), stop_(stop), extra_(extra), status_(folder), control_(folder, stop) {}

  Result<TrainOutcome> run();

 private:
  Result<void> openEvents();
  Result<TrainOutcome> train();
  void emit(RunEventBody body);
  void finish(const Result<TrainOutcome>& outcome);

  RunFolder folder_;
  RunSpec spec_;
  StopToken stop_;
  EventSink* extra_;
  StatusReporter status_;
  RunControl control_;
  std::optional<Checkpoint> start_;
  std::optional<RunFolderWriter> writer_;
  std::unique_ptr<Method> method_;
};

Error asError(const std::exception& failure) {
  const std::string what = failure.what();
  if (dynamic_cast<const std::bad_alloc*>(&failure) != nullptr || what.find("out of memory") != std::string::npos ||
      what.find("not enough memory") != std::string::npos) {
    return Error{ErrorCode::memory, "out of memory", "Reduce trainer.batchSize or data.imageSize", {}};
  }
  return Error{ErrorCode::internal, what.substr(0, what.find('\n')), {}, {}};
}

Result<TrainOutcome> Session::run() {
  status_.beginSession();
  Result<TrainOutcome> outcome = Error{};
  try {
    const auto opened = openEvents();
    outcome = opened ? train() : Result<TrainOutcome>(opened.error());
  } catch (const std::exception& failure) {
    outcome = asError(failure);
  }
  finish(outcome);
  return outcome;
}

Result<void> Session::openEvents() {
  MARCIE_ASSIGN(start_, newestCheckpoint(folder_));
  MARCIE_ASSIGN(auto writer,
                RunFolderWriter::open(folder_, start_ ? start_->meta.position : RunFolderWriter::Position{}));
  writer_.emplace(std::move(writer));
  return {};
}

Result<TrainOutcome> Session::train() {
  MARCIE_TRY(checkRunSpec(spec_));
  const int threads = nn::useThreads(spec_.trainer.threads);
  MARCIE_ASSIGN(const c10::Device device, nn::resolveDevice(spec_.trainer.device));
  status_.status().device = nn::describeDevice(device, threads);
  const MethodContext context{folder_, spec_, stop_, status_, control_, device, threads};
  method_ = spec_.isCierec() ? makeCierecMethod(context) : makeMarnetMethod(context);
  MARCIE_TRY(method_->open());
  MARCIE_TRY(method_->build(start_ ? &*start_ : nullptr));
  if (!start_) {
    MARCIE_TRY(writeFileAtomically(folder_.datasetFile(), dumpJson(method_->datasetFile(), 2) + "\n"));
  }
  const TrainerParts parts = method_->parts();
  status_.status().device = nn::describeDevice(parts.device, threads);  // a method may keep to the CPU
  RunStarted facts;
  facts.task = spec_.task;
  method_->describe(facts);
  for (const at::Tensor& parameter : parts.task.module().parameters()) facts.parameterCount += parameter.numel();
  facts.device = parts.device.str();
  facts.threads = threads;

  FanOut events(*writer_, extra_);
  const bool fresh = !start_;
  Trainer trainer(parts, spec_, folder_, events, *writer_, status_, control_);
  trainer.beforePhase([&](const Phase& phase) { return method_->prepare(phase); });
  if (fresh) {
    trainer.afterStart([this] {
      for (WarningRaised& warning : method_->warnings()) emit(std::move(warning));
    });
  }
  auto outcome = trainer.run(std::move(facts), std::move(start_));
  start_.reset();
  return outcome;
}

void Session::emit(RunEventBody body) {
  if (!writer_) return;
  FanOut events(*writer_, extra_);
  events.onEvent({status_.status().step, status_.status().epoch, status_.wallTime(), std::move(body)});
}

void Session::finish(const Result<TrainOutcome>& outcome) {
  RunFinished finished;
  RunState state = RunState::failed;
  if (outcome) {
    const bool completed = outcome->end == TrainEnd::completed;
    finished.outcome = completed ? "completed" : "stopped";
    finished.message = outcome->end == TrainEnd::discarded ? "discarded" : completed ? "" : "stopped and saved";
    finished.best = outcome->best;
    state = completed ? RunState::completed : RunState::stopped;
    status_.status().step = outcome->step;
    status_.status().epoch = outcome->epoch;
    status_.status().remainingSeconds = completed ? 0 : -1;
  } else if (outcome.error().code == ErrorCode::cancelled) {
    finished.outcome = "stopped";
    finished.message = "stopped before training began";
    state = RunState::stopped;
  } else {
    const Error& error = outcome.error();
    finished = {"failed", std::string(errorCodeName(error.code)), error.message, error.hint, {}};
    log::error(error.toString());
  }
  emit(std::move(finished));
  if (writer_) {
    if (const auto synced = writer_->sync(); !synced) log::warning(synced.error().toString());
  }
  if (control_.endRequested()) control_.clear();
  status_.setState(state);
}

}  // namespace

Result<TrainOutcome> runTraining(const RunFolder& folder, const TrainMode& mode, const StopToken& stop,
                                 EventSink* extra) {
  MARCIE_ASSIGN(RunSpec spec, folder.spec());
  auto lock = FileLock::acquire(folder.lockFile());
  if (!lock) {
    if (lock.error().code != ErrorCode::busy) return std::move(lock).error();
    return Error{ErrorCode::busy,
                 folder.root().string() + " is being trained by another process",
                 "Wait for it, stop it, or choose another folder",
                 {}};
  }
  MARCIE_TRY(checkMode(folder, mode, spec));
  if (!isStandardError(folder.logFile())) log::openFile(folder.logFile());
  RunControl(folder, stop).dropStaleRequests();
  pruneCheckpoints(folder, listCheckpoints(folder).size());
  return Session(folder, std::move(spec), stop, extra).run();
}

}  // namespace marcie::train
