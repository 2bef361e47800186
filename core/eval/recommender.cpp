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

constexpr std::int64_t kUsersAtOnce = 64;

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

void Recommender::prepare() {
  if (items_) return;
  items_ = model_->items();
  users_ = model_->users(torch::arange(world_->data.userCount(), torch::kLong));
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

bool Recommender::isListed(std::int64_t item, RecList list) const {
  const bool warm = world_->warm[static_cast<std::size_t>(item)] != 0;
  return list == RecList::all || (list == RecList::warm) == warm;
}

// [count, I] on the CPU
at::Tensor Recommender::scoresOf(std::int64_t firstUser, std::int64_t count) {
  prepare();
  return model_->table(users_->select(torch::arange(firstUser, firstUser + count, torch::kLong)), *items_);
}

std::vector<RecommendedItem> Recommender::recommend(std::int64_t user, std::int64_t count, RecList list) {
  prepare();
  return recommendTo(users_->select(torch::tensor({user}, torch::kLong)), user, {}, count, list);
}

std::vector<double> Recommender::scores(std::int64_t user) {
  return asDoubles(scoresOf(user, 1)[0]);
}

const nn::rec::ItemVectors& Recommender::items() {
  prepare();
  return *items_;
}

std::vector<RecommendedItem> Recommender::recommendTo(const nn::rec::UserVectors& vectors, std::int64_t user,
                                                      const std::vector<std::int64_t>& without, std::int64_t count,
                                                      RecList list) {
  prepare();
  const std::vector<double> scores = asDoubles(model_->table(vectors, *items_)[0]);
  const auto number = static_cast<std::int32_t>(user);
  std::vector<std::int64_t> allowed;
  std::vector<double> allowedScores;
  for (std::int64_t i = 0; i < world_->data.itemCount(); ++i) {
    const bool known = world_->chosen.contains(number, static_cast<std::int32_t>(i)) &&
                       std::find(without.begin(), without.end(), i) == without.end();
    if (!isListed(i, list) || known) continue;
    allowed.push_back(i);
    allowedScores.push_back(scores[static_cast<std::size_t>(i)]);
  }
  std::vector<std::int64_t> chosen;
  for (const std::int64_t place : bestPlaces(allowedScores, count)) {
    chosen.push_back(allowed[static_cast<std::size_t>(place)]);
  }
  std::vector<RecommendedItem> result;
  if (chosen.empty()) return result;
  const at::Tensor rows = torch::tensor(chosen, torch::kLong);
  const auto parts = model_->scoreParts(vectors.select(torch::zeros_like(rows)), items_->select(rows));
  std::vector<std::int64_t> heldOut;
  for (std::size_t i = 0; i < world_->data.interactions.size(); ++i) {
    const rec::Interaction& one = world_->data.interactions[i];
    const rec::Part part = world_->split.ofInteraction[i];
    if (one.user == number && (part == rec::Part::validation || part == rec::Part::test)) heldOut.push_back(one.item);
  }
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    const auto at = static_cast<std::int64_t>(k);
    RecommendedItem item;
    item.item = chosen[k];
    item.score = scores[static_cast<std::size_t>(chosen[k])];
    item.isCold = world_->warm[static_cast<std::size_t>(chosen[k])] == 0;
    item.isHeldOut = std::find(heldOut.begin(), heldOut.end(), chosen[k]) != heldOut.end();
    item.collaborative = parts.collaborative[at].item<double>();
    item.visual = parts.visual[at].item<double>();
    item.inferred = parts.inferred[at].item<double>();
    item.bias = parts.bias[at].item<double>();
    result.push_back(item);
  }
  return result;
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

// `scores` [U] of one item.
std::vector<Receiver> Recommender::ranksAgainst(const at::Tensor& scores, std::int64_t except, RecList list) {
  const std::int64_t users = world_->data.userCount();
  at::Tensor listed = torch::ones({world_->data.itemCount()}, torch::kBool);
  for (std::int64_t i = 0; i < world_->data.itemCount(); ++i) listed[i] = isListed(i, list) && i != except;
  std::vector<Receiver> receivers;
  for (std::int64_t first = 0; first < users; first += kUsersAtOnce) {
    const std::int64_t count = std::min(kUsersAtOnce, users - first);
    at::Tensor better = scoresOf(first, count) > scores.slice(0, first, first + count).unsqueeze(1);
    better = better.logical_and(listed);
    for (std::int64_t u = 0; u < count; ++u) {
      std::int64_t rank = 1 + better[u].sum().item<std::int64_t>();
      for (const std::int32_t known : world_->chosen.of(static_cast<std::int32_t>(first + u))) {
        rank -= better[u][known].item<bool>() ? 1 : 0;
      }
      receivers.push_back({first + u, rank, scores[first + u].item<double>()});
    }
  }
  return receivers;
}

std::vector<Receiver> Recommender::ranksOf(const nn::rec::ItemVectors& item, RecList list) {
  prepare();
  return ranksAgainst(model_->table(*users_, item).select(1, 0), -1, list);
}

std::vector<Receiver> Recommender::ranksOf(std::int64_t item, RecList list) {
  prepare();
  const at::Tensor row = torch::tensor({item}, torch::kLong);
  return ranksAgainst(model_->table(*users_, items_->select(row)).select(1, 0), item, list);
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
