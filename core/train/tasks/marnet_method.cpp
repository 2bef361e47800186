// MARNet's side of a run: pictures or features with their text.
#include <filesystem>

#include <torch/torch.h>

#include "core/data/dataset.h"
#include "core/data/leak_check.h"
#include "core/data/pixel_cache.h"
#include "core/data/preprocess.h"
#include "core/data/reader.h"
#include "core/data/text_damage.h"
#include "core/train/encoder_weights.h"
#include "core/train/feature_matrix.h"
#include "core/train/method.h"
#include "core/train/model_warnings.h"
#include "core/train/run_sources.h"
#include "core/train/tasks/marnet_task.h"

namespace marcie::train {
namespace {

class MarnetMethod : public Method {
 public:
  explicit MarnetMethod(const MethodContext& context) : context_(context), spec_(context.spec) {}
  Result<void> open() override;
  Result<void> build(const Checkpoint* start) override;
  TrainerParts parts() override {
    return {*task_, sources_->training(), &sources_->validation(), &sources_->diagnostics(), context_.device};
  }
  Json datasetFile() const override;
  void describe(RunStarted& facts) const override;
  std::vector<WarningRaised> warnings() override;
  Result<void> prepare(const Phase& phase) override;

 private:
  void addLeaks(std::vector<WarningRaised>& warnings);

  MethodContext context_;
  const RunSpec& spec_;
  std::shared_ptr<const data::Dataset> dataset_;
  std::shared_ptr<const data::PixelCache> cache_;
  std::shared_ptr<const data::FeatureTable> matrix_;
  TextFacts facts_;
  std::unique_ptr<MarnetTask> task_;
  std::optional<RunSources> sources_;
};

Result<void> MarnetMethod::open() {
  context_.status.status().phase = "Reading the data";
  context_.status.setState(RunState::created);
  MARCIE_ASSIGN(auto dataset, data::readDataset(spec_.data, context_.stop));
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
    context_.status.status().phase = "Preparing pictures " + std::to_string(done) + " / " + std::to_string(total);
    context_.status.touch();
  };
  MARCIE_ASSIGN(cache_, data::PixelCache::open(*dataset_, data::cachedSide(spec_.data), context_.threads, progress,
                                               context_.stop));
  return {};
}

Result<void> MarnetMethod::build(const Checkpoint* start) {
  facts_ = textFacts(*dataset_);
  MarnetInfo info{dataset_->classes, dataset_->tags, resolveTarget(spec_.model.cdr, facts_),
                  matrix_ ? matrix_->width() : 0};
  if (start != nullptr) {
    // Weights of another data set would fit in shape where counts agree, and mean something else.
    Problems problems;
    MarnetInfo saved;
    fromJson(start->meta.model, saved, problems);
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
  MARCIE_TRY(keepEncoderFile(context_.folder.root(), local.model));
  // Weights come from the checkpoint; only what is a network itself, or a matrix, is still needed.
  const auto* network = nn::findEntry(nn::encoders(), local.model.encoder);
  if (start != nullptr && network != nullptr && !network->fromFile) local.model.weights.clear();
  MARCIE_ASSIGN(task_, MarnetTask::create(local, std::move(info), facts_, context_.device));
  sources_.emplace(dataset_, cache_, matrix_, spec_, context_.device);
  const auto probe = chooseProbe(*dataset_, spec_.trainer.probePictures, spec_.trainer.seed);
  if (!probe.empty()) {
    MARCIE_ASSIGN(auto recorder, CinemaRecorder::open(context_.folder, *dataset_, probe));
    task_->record(std::move(recorder));
  }
  return {};
}

Json MarnetMethod::datasetFile() const {
  Json splits = Json::object();
  for (const data::Split split : data::kSplits) {
    splits[std::string(data::splitName(split))] = dataset_->indicesOf(split).size();
  }
  return {{"root", dataset_->root},
          {"reader", dataset_->reader},
          {"classes", dataset_->classes},
          {"tags", dataset_->tags},
          {"splits", splits},
          {"splitOrigin", dataset_->splitOrigin},
          {"textKind", facts_.kind()},
          {"distinctTexts", facts_.distinctTexts},
          {"cdrTarget", task_->modelInfo()["target"]}};
}

void MarnetMethod::describe(RunStarted& facts) const {
  const auto count = [this](data::Split split) { return static_cast<std::int64_t>(dataset_->indicesOf(split).size()); };
  facts.dataset = std::filesystem::path(dataset_->root).filename().string();
  facts.trainSize = count(data::Split::train);
  facts.valSize = count(data::Split::val);
  facts.testSize = count(data::Split::test);
  facts.classCount = static_cast<std::int64_t>(dataset_->classes.size());
  facts.tagCount = static_cast<std::int64_t>(dataset_->tags.size());
}

std::vector<WarningRaised> MarnetMethod::warnings() {
  std::vector<WarningRaised> raised;
  addLeaks(raised);
  const nn::ReverseProcess* process = task_->model().reverseProcess();
  const double left = process != nullptr ? process->tables().alphaBar.back() : 0;
  MarnetOptions resolved = spec_.model;
  resolved.cdr.target = resolveTarget(resolved.cdr, facts_);
  for (WarningRaised& warning : modelWarnings(resolved, left)) raised.push_back(std::move(warning));
  if (!dataset_->problems.empty()) {
    const DataProblem& first = dataset_->problems.front();
    raised.push_back(WarningRaised{"data",
                                   std::to_string(dataset_->problems.size()) +
                                       " entries of the data were left out, the first: " + first.path + ": " +
                                       first.reason,
                                   "The Data page lists them all"});
  }
  if (cache_ && !cache_->unreadable().empty()) {
    const DataProblem& first = cache_->unreadable().front();
    raised.push_back(WarningRaised{"pictures",
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
      raised.push_back(WarningRaised{"data", "the class '" + dataset_->classes[i] + "' has no training pictures",
                                     "It cannot be learned"});
    }
  }
  return raised;
}

void MarnetMethod::addLeaks(std::vector<WarningRaised>& warnings) {
  const auto shared = data::picturesInTwoSplits(*dataset_, context_.stop);
  if (!shared) return;  // stopped: the run ends in a moment
  for (const LeakFinding& finding : data::leakCheck(*dataset_, shared->count)) {
    if (finding.leaks) warnings.push_back(WarningRaised{"leak", finding.message, finding.hint});
  }
}

Result<void> MarnetMethod::prepare(const Phase& phase) {
  StopToken stop;  // of this work only: requests come as files too
  const auto progress = [&](std::int64_t done, std::int64_t total) {
    context_.status.status().phase = "Computing features " + std::to_string(done) + " / " + std::to_string(total);
    context_.status.touch();
    if (context_.control.endRequested()) stop.requestStop();
  };
  return sources_->enter(phase, *task_, progress, stop);
}

}  // namespace

std::unique_ptr<Method> makeMarnetMethod(const MethodContext& context) {
  return std::make_unique<MarnetMethod>(context);
}

}  // namespace marcie::train
