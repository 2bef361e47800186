#include "core/train/run_training.h"

#include <new>
#include <sys/stat.h>
#include <unistd.h>

#include <torch/torch.h>

#include "core/base/log.h"
#include "core/data/dataset.h"
#include "core/data/leak_check.h"
#include "core/data/pixel_cache.h"
#include "core/data/preprocess.h"
#include "core/data/reader.h"
#include "core/data/text_damage.h"
#include "core/nn/device.h"
#include "core/train/encoder_weights.h"
#include "core/train/feature_matrix.h"
#include "core/train/model_warnings.h"
#include "core/train/run_sources.h"
#include "core/train/tasks/marnet_task.h"

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
      spec.model.phases.more.push_back(mode.epochs);
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
  Result<void> openData();
  Result<void> buildTask();
  Result<void> prepare(RunSources& sources, const Phase& phase);
  Result<void> saveDatasetFile() const;
  void raiseWarnings();
  void raiseLeaks();
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
  std::shared_ptr<const data::Dataset> dataset_;
  std::shared_ptr<const data::PixelCache> cache_;
  std::shared_ptr<const data::FeatureTable> matrix_;
  std::optional<c10::Device> device_;
  int threads_ = 0;
  TextFacts facts_;
  std::unique_ptr<MarnetTask> task_;
  std::int64_t lastStep_ = 0;
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
  threads_ = nn::useThreads(spec_.trainer.threads);
  MARCIE_ASSIGN(device_, nn::resolveDevice(spec_.trainer.device));
  status_.status().device = nn::describeDevice(*device_, threads_);
  MARCIE_TRY(openData());
  MARCIE_TRY(buildTask());
  if (!start_) MARCIE_TRY(saveDatasetFile());

  const auto indices = [this](data::Split split) { return dataset_->indicesOf(split); };
  RunSources sources(dataset_, cache_, matrix_, spec_, *device_);

  RunStarted facts;
  facts.task = spec_.task;
  facts.dataset = fs::path(dataset_->root).filename().string();
  facts.trainSize = static_cast<std::int64_t>(indices(data::Split::train).size());
  facts.valSize = static_cast<std::int64_t>(indices(data::Split::val).size());
  facts.testSize = static_cast<std::int64_t>(indices(data::Split::test).size());
  facts.classCount = static_cast<std::int64_t>(dataset_->classes.size());
  facts.tagCount = static_cast<std::int64_t>(dataset_->tags.size());
  for (const at::Tensor& parameter : task_->module().parameters()) facts.parameterCount += parameter.numel();
  facts.device = device_->str();
  facts.threads = threads_;

  const auto probe = chooseProbe(*dataset_, spec_.trainer.probePictures, spec_.trainer.seed);
  if (!probe.empty()) {
    MARCIE_ASSIGN(auto recorder, CinemaRecorder::open(folder_, *dataset_, probe));
    task_->record(std::move(recorder));
  }
  FanOut events(*writer_, extra_);
  const bool fresh = !start_;
  Trainer trainer({*task_, sources.training(), &sources.validation(), &sources.diagnostics(), *device_}, spec_, folder_,
                  events, *writer_, status_, control_);
  trainer.beforePhase([&](const Phase& phase) { return prepare(sources, phase); });
  if (fresh) trainer.afterStart([this] { raiseWarnings(); });
  auto outcome = trainer.run(std::move(facts), std::move(start_));
  start_.reset();
  return outcome;
}

Result<void> Session::prepare(RunSources& sources, const Phase& phase) {
  StopToken stop;  // of this work only: requests come as files too
  const auto progress = [&](std::int64_t done, std::int64_t total) {
    status_.status().phase = "Computing features " + std::to_string(done) + " / " + std::to_string(total);
    status_.touch();
    if (control_.endRequested()) stop.requestStop();
  };
  return sources.enter(phase, *task_, progress, stop);
}

Result<void> Session::openData() {
  status_.status().phase = "Reading the data";
  status_.setState(RunState::created);
  MARCIE_ASSIGN(auto dataset, data::readDataset(spec_.data, stop_));
  data::damageTrainingText(dataset, spec_.data, spec_.trainer.seed);
  dataset_ = std::make_shared<const data::Dataset>(std::move(dataset));
  if (dataset_->indicesOf(data::Split::train).empty()) {
    return Error{
        ErrorCode::data, "the data has no training pictures", "Check the split column or the train folder", {}};
  }
  if (isMatrix(spec_.model)) {
    MARCIE_ASSIGN(matrix_, openFeatureMatrix(spec_.model, *dataset_));
    MARCIE_TRY(requireFeatures(*matrix_, *dataset_, dataset_->indicesOf(data::Split::train)));
    return requireFeatures(*matrix_, *dataset_, dataset_->indicesOf(data::Split::val));
  }
  if (!spec_.data.useCache) return {};
  const auto progress = [this](std::int64_t done, std::int64_t total) {
    status_.status().phase = "Preparing pictures " + std::to_string(done) + " / " + std::to_string(total);
    status_.touch();
  };
  MARCIE_ASSIGN(cache_, data::PixelCache::open(*dataset_, data::cachedSide(spec_.data), threads_, progress, stop_));
  return {};
}

Result<void> Session::buildTask() {
  facts_ = textFacts(*dataset_);
  MarnetInfo info{dataset_->classes, dataset_->tags, resolveTarget(spec_.model.cdr, facts_),
                  matrix_ ? matrix_->width() : 0};
  if (start_) {
    // Weights of another data set would fit in shape where counts agree, and mean something else.
    Problems problems;
    MarnetInfo saved;
    fromJson(start_->meta.model, saved, problems);
    if (!problems.empty() || saved.classes != info.classes || saved.tags != info.tags) {
      return Error{ErrorCode::checkpoint,
                   "the checkpoint was made with other classes or annotations than the data has now",
                   "Restore the data, or start a new run",
                   {}};
    }
    info.target = saved.target;
    info.textWidth = saved.textWidth;
  }
  RunSpec local = spec_;
  MARCIE_TRY(keepEncoderFile(folder_.root(), local.model));
  // Weights come from the checkpoint; only what is a network itself, or a matrix, is still needed.
  const auto* network = nn::findEntry(nn::encoders(), local.model.encoder);
  if (start_ && network != nullptr && !network->fromFile) local.model.weights.clear();
  MARCIE_ASSIGN(task_, MarnetTask::create(local, std::move(info), facts_, *device_));
  return {};
}

Result<void> Session::saveDatasetFile() const {
  Json splits = Json::object();
  for (const data::Split split : data::kSplits) {
    splits[std::string(data::splitName(split))] = dataset_->indicesOf(split).size();
  }
  const Json json{{"root", dataset_->root},
                  {"reader", dataset_->reader},
                  {"classes", dataset_->classes},
                  {"tags", dataset_->tags},
                  {"splits", splits},
                  {"splitOrigin", dataset_->splitOrigin},
                  {"textKind", facts_.kind()},
                  {"distinctTexts", facts_.distinctTexts},
                  {"cdrTarget", task_->modelInfo()["target"]}};
  return writeFileAtomically(folder_.datasetFile(), dumpJson(json, 2) + "\n");
}

void Session::raiseWarnings() {
  raiseLeaks();
  const nn::ReverseProcess* process = task_->model().reverseProcess();
  const double left = process != nullptr ? process->tables().alphaBar.back() : 0;
  MarnetOptions resolved = spec_.model;
  resolved.cdr.target = resolveTarget(resolved.cdr, facts_);
  for (WarningRaised& warning : modelWarnings(resolved, left)) emit(std::move(warning));
  if (!dataset_->problems.empty()) {
    const DataProblem& first = dataset_->problems.front();
    emit(WarningRaised{"data",
                       std::to_string(dataset_->problems.size()) +
                           " entries of the data were left out, the first: " + first.path + ": " + first.reason,
                       "The Data page lists them all"});
  }
  if (cache_ && !cache_->unreadable().empty()) {
    const DataProblem& first = cache_->unreadable().front();
    emit(WarningRaised{"pictures",
                       std::to_string(cache_->unreadable().size()) +
                           " pictures could not be decoded and are black, the first: " + first.path + ": " +
                           first.reason,
                       "Remove or replace them"});
  }
  std::vector<std::int64_t> perClass(dataset_->classes.size());
  for (const data::Sample& sample : dataset_->samples) {
    if (sample.split == data::Split::train) ++perClass[static_cast<std::size_t>(sample.label)];
  }
  for (std::size_t i = 0; i < perClass.size(); ++i) {
    if (perClass[i] == 0) {
      emit(WarningRaised{"data", "the class '" + dataset_->classes[i] + "' has no training pictures",
                         "It cannot be learned"});
    }
  }
}

void Session::raiseLeaks() {
  const auto shared = data::picturesInTwoSplits(*dataset_, stop_);
  if (!shared) return;  // stopped: the run ends in a moment
  for (const LeakFinding& finding : data::leakCheck(*dataset_, shared->count)) {
    if (finding.leaks) emit(WarningRaised{"leak", finding.message, finding.hint});
  }
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
