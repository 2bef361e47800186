#include "core/eval/recommender.h"

#include <algorithm>
#include <numeric>

#include <torch/torch.h>

#include "core/base/strings.h"
#include "core/train/rec/cierec_task.h"
#include "core/train/rec/rec_scorer.h"

namespace marcie::eval {
namespace fs = std::filesystem;
namespace {

using train::RecRunWorld;

// The first `count` places by descending score, ties by place.
std::vector<std::int64_t> bestPlaces(const std::vector<double>& scores, std::int64_t count) {
  std::vector<std::int64_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::int64_t{0});
  const auto better = [&](std::int64_t a, std::int64_t b) {
    const double left = scores[static_cast<std::size_t>(a)];
    const double right = scores[static_cast<std::size_t>(b)];
    return left > right || (left == right && a < b);
  };
  const auto kept = std::min<std::int64_t>(count, static_cast<std::int64_t>(order.size()));
  std::partial_sort(order.begin(), order.begin() + kept, order.end(), better);
  order.resize(static_cast<std::size_t>(kept));
  return order;
}

std::vector<double> asDoubles(const at::Tensor& row) {
  const at::Tensor plain = row.to(torch::kCPU, torch::kDouble).contiguous();
  return {plain.const_data_ptr<double>(), plain.const_data_ptr<double>() + plain.numel()};
}

}  // namespace

Result<std::unique_ptr<Recommender>> Recommender::open(const RunFolder& folder, const StopToken& stop,
                                                       const fs::path& checkpoint, const rec::Progress& progress) {
  std::unique_ptr<Recommender> result(new Recommender);
  MARCIE_ASSIGN(const RunSpec spec, folder.spec());
  if (!spec.isCierec()) {
    return Error{ErrorCode::usage,
                 folder.root().string() + " classifies pictures; it does not recommend",
                 "Choose a run of the task cierec",
                 {}};
  }
  result->checkpoint_ = checkpoint;
  if (checkpoint.empty()) {
    MARCIE_ASSIGN(result->checkpoint_, train::currentCheckpoint(folder, spec.trainer.selection));
  }
  MARCIE_ASSIGN(train::Checkpoint loaded, train::readCheckpoint(result->checkpoint_));
  result->meta_ = std::move(loaded.meta);
  MARCIE_ASSIGN(result->world_, train::openRecWorld(result->meta_.spec, folder.root(), progress, stop));
  MARCIE_TRY(train::checkCierecInfo(result->meta_.model, *result->world_));
  MARCIE_ASSIGN(result->model_, train::makeRecModel(result->meta_.spec, *result->world_, torch::kCPU));
  MARCIE_TRY(train::loadState(train::stateOf(result->model_->module()), loaded.evaluationWeights(),
                              result->checkpoint_.filename().string()));
  result->model_->setStage(train::CierecTask::stageOf(result->meta_.phase));
  return result;
}

Result<rec::RankingReport> Recommender::judge(rec::Part part, const rec::RankingOptions& options,
                                              const rec::Progress& progress, const StopToken& stop) {
  return rec::evaluateRanking(train::scorerOf(*model_, world_->data.userCount()), world_->data, world_->split, part,
                              options, meta_.spec.trainer.seed, progress, stop);
}

std::optional<metrics::TagScores> Recommender::judgeInference(rec::Part part) {
  if (world_->terms.empty()) return {};
  std::vector<std::int64_t> items;
  for (std::size_t i = 0; i < world_->data.items.size(); ++i) {
    const bool judged = rec::isColdIn(world_->split.ofItem[i], part);
    if (judged && !world_->data.items[i].annotations.empty()) items.push_back(static_cast<std::int64_t>(i));
  }
  if (items.empty()) return {};
  const at::Tensor guessed =
      model_->annotationProbabilities(world_->model.features.index_select(0, torch::tensor(items, torch::kLong)));
  if (!guessed.defined()) return {};
  return metrics::tagScores(guessed, world_->annotationsOf(items));
}

std::vector<InferredTerm> Recommender::inferredTerms(std::int64_t item, std::int64_t count) {
  auto terms = inferredTerms(world_->model.features.slice(0, item, item + 1), count);
  const auto& own = world_->data.items[static_cast<std::size_t>(item)].annotations;
  for (InferredTerm& term : terms) {
    term.isTrue = std::any_of(own.begin(), own.end(), [&](std::int32_t annotation) {
      return world_->data.vocabulary[static_cast<std::size_t>(annotation)] == term.name;
    });
  }
  return terms;
}

std::vector<InferredTerm> Recommender::inferredTerms(const at::Tensor& feature, std::int64_t count) {
  std::vector<InferredTerm> result;
  const at::Tensor guessed = model_->annotationProbabilities(feature);
  if (!guessed.defined()) return result;
  const std::vector<double> scores = asDoubles(guessed[0]);
  const auto names = world_->termNames();
  for (const std::int64_t place : bestPlaces(scores, count)) {
    const auto k = static_cast<std::size_t>(place);
    result.push_back({names[k], scores[k], false});
  }
  return result;
}

Result<at::Tensor> Recommender::featureOf(const fs::path& image) const {
  if (!world_->features.featurizer) {
    return Error{ErrorCode::unavailable,
                 "this run learned from a feature matrix and cannot look at pictures",
                 "Train with features.kind=kmeans_patches, hog_colour or encoder",
                 {}};
  }
  MARCIE_ASSIGN(const at::Tensor feature, world_->features.featurizer->featurize(image));
  return feature.unsqueeze(0);
}

Result<std::vector<std::int64_t>> Recommender::termPlaces(const std::vector<std::string>& names) const {
  const auto known = world_->termNames();
  std::vector<std::int64_t> places;
  for (const std::string& name : names) {
    const auto it = std::find(known.begin(), known.end(), name);
    if (it == known.end()) {
      const std::string near = nearestSpelling(name, known);
      return Error{ErrorCode::usage,
                   "the run knows no annotation '" + name + "'",
                   near.empty() ? "It knows: " + join(known, ", ") : "Did you mean '" + near + "'?",
                   {}};
    }
    places.push_back(it - known.begin());
  }
  return places;
}

nn::rec::ItemVectors Recommender::asItem(const at::Tensor& feature, const nn::rec::AnnotationEdit& edit) {
  // Nothing can be supposed of a run that infers nothing.
  return model_->newItems(feature, model_->infers() ? edit : nn::rec::AnnotationEdit{});
}

RecRankingOptions rankingOf(RecProtocol protocol, RecRankingOptions own) {
  own.candidates = RecCandidates::full;
  switch (protocol) {
    case RecProtocol::lineage:
      own.ks = {10};
      own.candidates = RecCandidates::sampled;
      own.negatives = 500;
      own.draws = 5;
      own.scope = RecDrawScope::warm;
      own.ndcg = NdcgVariant::lineage;
      own.tiesLose = true;
      own.coldUserAtMost = 2;
      own.coldUserByTest = true;
      break;
    case RecProtocol::mtpr:
      own.ks = {5, 10, 20, 50, 100, 200};
      own.candidates = RecCandidates::sampled;
      own.negatives = 1000;
      own.draws = 1;
      own.scope = RecDrawScope::any;
      break;
    case RecProtocol::strictCold:
      own.ks = {10, 20, 50};
      break;
    case RecProtocol::coldItems:
    case RecProtocol::fewShot:
      own.ks = {10, 20};
      break;
    default:
      break;
  }
  return own;
}

}  // namespace marcie::eval
