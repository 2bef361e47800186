#include "core/train/tasks/marnet_task.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "core/base/random.h"
#include "core/metrics/alignment.h"
#include "core/train/encoder_weights.h"
#include "core/train/feature_matrix.h"
#include "core/train/module_state.h"

namespace marcie::train {
namespace {

constexpr std::uint64_t kInitSeed = 0x1417;
constexpr double kMoreScale = 0.1;                 // added epochs go on gently: a fraction of the learning rate
constexpr std::int64_t kDiagnosedPictures = 2000;  // retrieval grows with the square

// bfloat16 autocast for a scope, on the device type of a tensor.
class Autocast {
 public:
  Autocast(bool enabled, const at::Tensor& like) : enabled_(enabled), type_(like.device().type()) {
    if (!enabled_) return;
    before_ = at::autocast::is_autocast_enabled(type_);
    at::autocast::set_autocast_enabled(type_, true);
    at::autocast::set_autocast_dtype(type_, at::kBFloat16);
    at::autocast::increment_nesting();
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;
  ~Autocast() {
    if (!enabled_) return;
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(type_, before_);
  }

 private:
  bool enabled_;
  bool before_ = false;
  at::DeviceType type_;
};

// The linear read-outs: of the fused representation, of the embeddings in the auxiliary terms, of the annotations.
bool isClassifier(std::string_view name) {
  constexpr std::array kPrefixes{"classifier.", "shared_classifier.", "cdr_classifier.", "backbone_classifier.",
                                 "tag_head."};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [name](const char* prefix) { return name.starts_with(prefix); });
}

std::int64_t hits(const at::Tensor& logits, const at::Tensor& labels) {
  return (logits.argmax(1) == labels).sum().item<std::int64_t>();
}

}  // namespace

Result<std::unique_ptr<MarnetTask>> MarnetTask::create(const RunSpec& spec, MarnetInfo info, const TextFacts& facts,
                                                       c10::Device device) {
  torch::manual_seed(deriveSeed(spec.trainer.seed, kInitSeed));
  MarnetOptions options = spec.model;
  options.cdr.target = info.target;
  const nn::MarnetShape shape{static_cast<std::int64_t>(info.classes.size()),
                              static_cast<std::int64_t>(info.tags.size()),
                              facts.tagFrequency,
                              facts.classTags,
                              info.tags,
                              info.textWidth};
  MARCIE_ASSIGN(auto encoder, makeRunEncoder(options, info, spec.data.imageSize));
  if (!isMatrix(options)) MARCIE_TRY(loadStartWeights(options, *encoder));
  MARCIE_ASSIGN(auto model, nn::MarnetModel::create(options, shape, std::move(encoder)));
  info.textWidth = model->storedTextWidth();
  model->module().to(device);
  useChannelsLast(model->module());
  return std::unique_ptr<MarnetTask>(new MarnetTask(spec, std::move(info), std::move(model)));
}

std::vector<Phase> MarnetTask::phases() const {
  const MarnetPhases& epochs = spec_.model.phases;
  std::vector<Phase> phases(4);
  phases[0] = Phase("backbone", "Backbone", epochs.backbone);
  phases[1] = Phase("text", "Text", model_->hasTextBranch() ? epochs.text : 0);
  phases[2] = Phase("joint", "Joint", epochs.joint);
  phases[3] = Phase("refit", "Re-fit", epochs.refit);
  for (const int more : epochs.more) phases.emplace_back("more", "More epochs", more, kMoreScale);
  for (Phase& phase : phases) {
    if (phase.name == "text") {
      phase.input = Phase::Input::text;
      phase.validates = false;
    } else if (isFrozen(spec_.model, phase.name)) {
      phase.input = Phase::Input::features;
      phase.frozen = "encoder.";
    }
  }
  return phases;
}

bool MarnetTask::isFrozen(const MarnetOptions& options, const std::string& phase) {
  return isMatrix(options) || (options.freezeEncoder && phase != "backbone");
}

nn::MarnetStage MarnetTask::stageOf(const std::string& phase) {
  if (phase == "backbone") return nn::MarnetStage::backbone;
  if (phase == "text") return nn::MarnetStage::text;
  return phase == "refit" ? nn::MarnetStage::refit : nn::MarnetStage::joint;
}

std::vector<ParameterGroup> MarnetTask::enterPhase(const Phase& phase) {
  const TrainerOptions& trainer = spec_.trainer;
  stage_ = stageOf(phase.name);
  phase_ = phase.name;
  model_->setStage(stage_);
  for (at::Tensor& parameter : model_->module().parameters()) parameter.set_requires_grad(false);
  std::vector<ParameterGroup> groups;
  const bool pictures = stage_ == nn::MarnetStage::backbone || stage_ == nn::MarnetStage::joint;
  if (pictures && !isFrozen(spec_.model, phase.name)) {
    const double scale = stage_ == nn::MarnetStage::joint ? spec_.model.encoderScale : 1;
    groups.push_back({trainer.encoderOptimizer, "encoder", model_->encoderParameters(), trainer.learningRate * scale,
                      trainer.weightDecay});
  }
  auto head = stage_ == nn::MarnetStage::backbone ? model_->backboneHeadParameters()
              : stage_ == nn::MarnetStage::text   ? model_->textParameters()
              : stage_ == nn::MarnetStage::joint  ? model_->headParameters()
                                                  : model_->classifierParameters();
  if (!groups.empty() && trainer.classifierGroup == ClassifierGroup::encoder) {
    ParameterGroup classifiers = groups.front();
    classifiers.name = "classifiers";
    const auto rest =
        std::stable_partition(head.begin(), head.end(), [](const auto& item) { return !isClassifier(item.first); });
    classifiers.parameters.assign(std::make_move_iterator(rest), std::make_move_iterator(head.end()));
    head.erase(rest, head.end());
    groups.push_back(std::move(classifiers));
  }
  if (!head.empty()) {
    groups.push_back(
        {trainer.headOptimizer, "head", std::move(head), trainer.headLearningRate, trainer.headWeightDecay});
  }
  for (ParameterGroup& group : groups) {
    for (auto& [name, parameter] : group.parameters) {
      parameter.set_requires_grad(name != "log_scale" || spec_.model.ema.learnTemperature);
    }
  }
  return groups;
}

StepResult MarnetTask::trainStep(const data::Batch& batch) {
  const Autocast autocast(spec_.trainer.bf16, batch.labels);
  nn::MarnetLoss loss = model_->loss(batch.input(), batch.labels, batch.tags);
  return {std::move(loss.total), loss.parts(), std::move(loss.logits)};
}

at::Tensor MarnetTask::predictLogits(const at::Tensor& images) {
  return model_->logits(images);
}

at::Tensor MarnetTask::validationLogits(const data::Batch& batch) {
  if (!cinema_) return predictLogits(batch.input());
  nn::MarnetView view;
  at::Tensor logits = model_->logits(batch.input(), &view);
  cinema_->add(batch, view);
  return logits;
}

Result<std::string> MarnetTask::saveFrame(const RunFolder& folder, std::int64_t step, double epoch) {
  if (!cinema_) return std::string();
  at::Tensor semantic;
  // Before the texts have learned anything their places mean nothing.
  if (stage_ != nn::MarnetStage::backbone && cinema_->texts().defined()) {
    semantic = model_->textEmbedding(cinema_->texts().to(model_->module().parameters().front().device()));
  }
  MARCIE_ASSIGN(const bool isWritten, cinema_->write(folder, step, epoch, phase_, semantic));
  return isWritten ? "snapshots/" + framePath(folder, step).filename().string() : std::string();
}

bool MarnetTask::wantsDiagnosis() const {
  return seen_.pictures < kDiagnosedPictures && stage_ != nn::MarnetStage::backbone;
}

void MarnetTask::diagnose(const data::Batch& batch) {
  const nn::MarnetView view = model_->view(batch.input());
  seen_.pictures += batch.size();
  seen_.sampledHits += hits(view.logits, batch.labels);
  seen_.trainPathHits += hits(model_->trainPathLogits(batch.input(), batch.labels, batch.tags), batch.labels);
  if (!batch.tags.defined()) return;
  const at::Tensor rows = (batch.tags.sum(1) > 0).nonzero().squeeze(1);
  const auto keep = [&rows](std::vector<at::Tensor>& into, const at::Tensor& all) {
    if (all.defined()) into.push_back(all.index_select(0, rows).to(torch::kCPU));
  };
  keep(seen_.tags, batch.tags);
  keep(seen_.tagProbability, view.tags);
  keep(seen_.aligned, view.aligned);
  keep(seen_.semantic, model_->textEmbedding(batch.tags));
}

std::vector<NamedValue> MarnetTask::takeDiagnostics() {
  const Seen seen = std::exchange(seen_, {});
  std::vector<NamedValue> values;
  if (seen.pictures == 0) return values;
  const auto share = [&seen](std::int64_t count) {
    return static_cast<double>(count) / static_cast<double>(seen.pictures);
  };
  if (model_->reverseProcess() != nullptr) {
    values.push_back({"headTrainPathTop1", share(seen.trainPathHits)});
    values.push_back({"headSampledTop1", share(seen.sampledHits)});
  }
  if (seen.tags.empty()) return values;
  const at::Tensor tags = torch::cat(seen.tags);
  if (tags.size(0) == 0) return values;
  if (!seen.aligned.empty() && !seen.semantic.empty()) {
    const auto scores = metrics::alignmentScores(torch::cat(seen.aligned), torch::cat(seen.semantic), tags);
    values.push_back({"imageToTextR1", scores.imageToTextR1});
    values.push_back({"imageToTextR5", scores.imageToTextR5});
    values.push_back({"textToImageR1", scores.textToImageR1});
    values.push_back({"textToImageR5", scores.textToImageR5});
    values.push_back({"matchedCosine", scores.matchedCosine});
    values.push_back({"mismatchedCosine", scores.mismatchedCosine});
    values.push_back({"modalityGap", scores.modalityGap});
  }
  if (!seen.tagProbability.empty()) {
    const auto scores = metrics::tagScores(torch::cat(seen.tagProbability), tags);
    values.push_back({"tagAuc", scores.meanAuc});
    values.push_back({"tagF1", scores.microF1});
  }
  return values;
}

Result<std::shared_ptr<nn::Encoder>> makeRunEncoder(const MarnetOptions& options, const MarnetInfo& info,
                                                    std::int64_t imageSize) {
  if (isMatrix(options)) return makeMatrixEncoder(info.featureCount);
  return makeEncoder(options, imageSize);
}

}  // namespace marcie::train
