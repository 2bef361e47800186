#include "core/train/rec/cierec_task.h"

#include <cmath>

#include <torch/torch.h>

#include "core/base/random.h"
#include "core/data/fingerprint.h"
#include "core/metrics/alignment.h"
#include "core/rec/eval/ranking.h"
#include "core/train/rec/bpr_sweep.h"
#include "core/train/rec/rec_scorer.h"

namespace marcie::train {
namespace {

using nn::rec::RecModel;

constexpr std::uint64_t kRecInitSeed = 0xC1E;
constexpr double kMoreRate = 0.1;            // added epochs go on gently: a fraction of the learning rate
constexpr int kJudgedLength = 20;            // K of the validation's recall and NDCG
constexpr std::int64_t kJudgedItems = 4000;  // whose inferred annotations are compared with their own

void addRanked(const std::string& name, const rec::ListReport& list, std::vector<NamedValue>& values) {
  if (!list.empty.empty() || !std::isfinite(list.total.auc)) return;
  values.push_back({name + "Auc", list.total.auc});
  for (const rec::AtK& at : list.total.at) {
    values.push_back({name + "Recall" + std::to_string(at.k), at.recall});
    values.push_back({name + "Ndcg" + std::to_string(at.k), at.ndcg});
  }
}

}  // namespace

CierecInfo cierecInfo(const RecRunWorld& world) {
  CierecInfo info;
  info.users = world.data.userCount();
  info.items = world.data.itemCount();
  info.features = world.model.features.size(1);
  info.terms = world.termNames();
  data::Fingerprint fingerprint;
  for (const std::string& user : world.data.users) fingerprint.add(user);
  for (std::size_t i = 0; i < world.data.items.size(); ++i) {
    fingerprint.add(world.data.items[i].id);
    fingerprint.add(static_cast<std::uint64_t>(world.warm[i]));
  }
  info.ids = fingerprint.hex();
  return info;
}

Result<void> checkCierecInfo(const Json& saved, const RecRunWorld& world) {
  CierecInfo before;
  Problems problems;
  fromJson(saved, before, problems);
  const CierecInfo now = cierecInfo(world);
  std::string what;
  if (!problems.empty()) {
    what = "is not one of a recommender";
  } else if (before.users != now.users || before.items != now.items) {
    what = "was made for " + std::to_string(before.users) + " users and " + std::to_string(before.items) +
           " items, the data has " + std::to_string(now.users) + " and " + std::to_string(now.items);
  } else if (before.features != now.features) {
    what = "was made for features of " + std::to_string(before.features) + " numbers, they have " +
           std::to_string(now.features) + " now";
  } else if (before.ids != now.ids) {
    what = "was made with other users, items or another split";
  } else if (before.terms != now.terms) {
    what = "was made with other annotations";
  }
  if (what.empty()) return {};
  return Error{ErrorCode::checkpoint, "the checkpoint " + what, "Restore the data, or start a new run", {}};
}

Result<std::unique_ptr<CierecTask>> CierecTask::create(const RunSpec& spec, std::shared_ptr<const RecRunWorld> world,
                                                       c10::Device device, int threads) {
  torch::manual_seed(deriveSeed(spec.trainer.seed, kRecInitSeed));
  MARCIE_ASSIGN(auto model, makeRecModel(spec, *world, device));
  return std::unique_ptr<CierecTask>(new CierecTask(spec, std::move(world), std::move(model), device, threads));
}

CierecTask::CierecTask(const RunSpec& spec, std::shared_ptr<const RecRunWorld> world, std::unique_ptr<RecModel> model,
                       c10::Device device, int threads)
    : spec_(spec),
      world_(std::move(world)),
      model_(std::move(model)),
      device_(device),
      threads_(threads),
      sampler_(spec_.cierec.negatives, world_->chosen, world_->warm),
      source_(world_->data, world_->split, sampler_, spec_.trainer.batchSize, spec_.trainer.seed) {
  if (!model_->infers() || !learnsAnnotations(spec_.cierec.cierec)) return;
  annotatedItems_ = torch::tensor(world_->annotated, torch::kLong);
  annotations_ = world_->annotationsOf(world_->annotated).to(torch::kByte);
}

RecModel::Stage CierecTask::stageOf(const std::string& phase) {
  if (phase == "inference") return RecModel::Stage::inference;
  return phase == "prepare" ? RecModel::Stage::prepare : RecModel::Stage::train;
}

std::vector<Phase> CierecTask::phases() const {
  const CierecPhases& epochs = spec_.cierec.phases;
  std::vector<Phase> phases(3);
  phases[0] = Phase("inference", "Content inference", annotatedItems_.defined() ? epochs.inference : 0);
  if (annotatedItems_.defined()) {
    const std::int64_t batch = spec_.cierec.inference.batch;
    phases[0].stepsPerEpoch = std::max<std::int64_t>(1, (annotatedItems_.size(0) + batch - 1) / batch);
  }
  phases[0].validates = false;
  phases[1] = Phase("prepare", "Preparing", model_->prepares() ? epochs.prepare : 0);
  phases[1].validates = false;
  phases[2] = Phase("train", "Ranking", epochs.train);
  for (const int more : epochs.more) phases.emplace_back("more", "More epochs", more, kMoreRate);
  return phases;
}

std::vector<ParameterGroup> CierecTask::enterPhase(const Phase& phase) {
  const TrainerOptions& trainer = spec_.trainer;
  phase_ = phase.name;
  const RecModel::Stage stage = stageOf(phase_);
  model_->setStage(stage);
  model_->module().train();
  for (at::Tensor& parameter : model_->module().parameters()) parameter.set_requires_grad(false);
  std::vector<ParameterGroup> groups;
  const auto learn = [&](const char* name, OptimizerKind optimizer, RecModel::Parameters parameters, double rate,
                         double decay) {
    if (!parameters.empty()) groups.push_back({optimizer, name, std::move(parameters), rate, decay});
  };
  if (stage == RecModel::Stage::inference) {
    learn("unified", trainer.headOptimizer, model_->unifiedParameters(), trainer.headLearningRate,
          trainer.headWeightDecay);
    learn("inference", trainer.headOptimizer, model_->inferenceParameters(), trainer.headLearningRate,
          trainer.headWeightDecay);
  } else {
    const bool tablesStay = stage == RecModel::Stage::train && model_->keepsTables();
    const bool onlyTables = stage == RecModel::Stage::prepare && model_->keepsTables();
    const bool frozen = annotatedItems_.defined() && spec_.cierec.phases.mode == InferencePhase::frozen;
    // Vectors are kept short by the loss, pair by pair: no decay of rows that nothing happens to.
    if (!tablesStay) learn("tables", trainer.encoderOptimizer, model_->tableParameters(), trainer.learningRate, 0);
    if (!onlyTables) {
      learn("content", trainer.encoderOptimizer, model_->contentParameters(), trainer.learningRate,
            trainer.weightDecay);
    }
    if (!onlyTables && !frozen) {
      learn("unified", trainer.encoderOptimizer, model_->unifiedParameters(), trainer.learningRate,
            trainer.weightDecay);
      learn("inference", trainer.encoderOptimizer, model_->inferenceParameters(),
            trainer.learningRate * spec_.cierec.phases.inferenceScale, trainer.headWeightDecay);
    }
  }
  for (ParameterGroup& group : groups) {
    for (auto& [name, parameter] : group.parameters) parameter.set_requires_grad(true);
  }
  return groups;
}

bool CierecTask::learnsAnnotationsNow() const {
  if (!annotatedItems_.defined() || annotatedItems_.size(0) == 0) return false;
  if (phase_ == "inference") return true;
  if (stageOf(phase_) == RecModel::Stage::prepare && model_->keepsTables()) return false;
  return spec_.cierec.phases.mode != InferencePhase::frozen && spec_.cierec.inference.weight > 0;
}

void CierecTask::addInference(nn::rec::RecBatch& batch) const {
  const std::int64_t count = std::min<std::int64_t>(spec_.cierec.inference.batch, annotatedItems_.size(0));
  const at::Tensor rows = torch::randint(annotatedItems_.size(0), {count}, torch::kLong);
  batch.inferenceItems = annotatedItems_.index_select(0, rows).to(device_);
  batch.annotations = annotations_.index_select(0, rows).to(device_, torch::kFloat);
}

StepResult CierecTask::trainStep(const data::Batch& batch) {
  if (spec_.cierec.special.lockFree) return sweep(batch);
  nn::rec::RecBatch given;
  const bool ranks = batch.negatives.defined() && phase_ != "inference";
  if (ranks) {
    given.users = batch.labels;
    given.positives = batch.indices;
    given.negatives = batch.negatives;
    if (spec_.cierec.negatives.kind == NegativeKind::hard) given.keepOf = spec_.cierec.negatives.candidates;
  }
  const bool inTurns = spec_.cierec.phases.mode == InferencePhase::alternate && phase_ != "inference";
  if (learnsAnnotationsNow() && !(inTurns && ranks)) addInference(given);
  nn::rec::RecLoss loss = model_->loss(given);
  if (!loss.total.defined()) {  // an epoch in turns, and nothing is annotated
    loss.total = 0 * model_->tableParameters().front().second.sum();
  }
  return {std::move(loss.total), std::move(loss.parts), {}};
}

StepResult CierecTask::sweep(const data::Batch& batch) {
  const torch::NoGradGuard noGradients;
  BprTables tables;
  for (const auto& [name, tensor] : model_->tableParameters()) {
    float* data = tensor.mutable_data_ptr<float>();
    (name == "latent" ? tables.users : name == "identity" ? tables.items : tables.bias) = data;
  }
  tables.dim = spec_.cierec.dim;
  const auto list = [](const at::Tensor& tensor) {
    return std::span(tensor.const_data_ptr<std::int64_t>(), static_cast<std::size_t>(tensor.numel()));
  };
  const double loss = bprSweep(tables, list(batch.labels), list(batch.indices), list(batch.negatives),
                               {rate_, spec_.cierec.regularization, threads_});
  StepResult result;
  result.loss = torch::tensor(loss, torch::kFloat);
  result.parts.emplace_back("rank", result.loss);
  result.applied = true;
  return result;
}

at::Tensor CierecTask::predictLogits(const at::Tensor& images) {
  static_cast<void>(images);
  throw std::logic_error("a recommender does not classify");
}

Result<std::optional<std::vector<NamedValue>>> CierecTask::measure() {
  rec::RankingOptions options;
  options.ks = {kJudgedLength};
  options.threads = threads_;
  MARCIE_ASSIGN(const rec::RankingReport report,
                rec::evaluateRanking(scorerOf(*model_, world_->data.userCount()), world_->data, world_->split,
                                     rec::Part::validation, options, spec_.trainer.seed));
  std::vector<NamedValue> values;
  double sum = 0;
  bool judged = false;
  for (const rec::ListReport* list : {&report.cold, &report.warm}) {
    if (!list->empty.empty() || !std::isfinite(list->total.auc)) continue;
    sum += list->total.auc;
    judged = true;
  }
  if (judged) values.push_back({"auc", sum});
  addRanked("cold", report.cold, values);
  addRanked("warm", report.warm, values);
  addRanked("all", report.all, values);
  addTagScores(values);
  return std::optional<std::vector<NamedValue>>(std::move(values));
}

// How well annotations are inferred that training has not seen: those of items outside training.
void CierecTask::addTagScores(std::vector<NamedValue>& values) const {
  if (!annotatedItems_.defined() || world_->terms.empty()) return;
  std::vector<std::int64_t> items;
  for (std::size_t i = 0; i < world_->warm.size(); ++i) {
    const bool judged = rec::isColdIn(world_->split.ofItem[i], rec::Part::validation);
    if (judged && !world_->data.items[i].annotations.empty()) items.push_back(static_cast<std::int64_t>(i));
    if (static_cast<std::int64_t>(items.size()) == kJudgedItems) break;
  }
  if (items.empty()) return;
  const at::Tensor features = world_->model.features.index_select(0, torch::tensor(items, torch::kLong));
  const at::Tensor guessed = model_->annotationProbabilities(features.to(device_)).to(torch::kCPU);
  const auto scores = metrics::tagScores(guessed, world_->annotationsOf(items));
  if (std::isfinite(scores.meanAuc)) values.push_back({"tagAuc", scores.meanAuc});
  values.push_back({"tagF1", scores.microF1});
}

}  // namespace marcie::train
