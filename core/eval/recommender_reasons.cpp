#include "core/eval/recommender_reasons.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/random.h"

namespace marcie::eval {
namespace {

constexpr int kRefitSteps = 40;
constexpr std::int64_t kRefitNegatives = 200;
constexpr double kRefitRate = 0.05;
constexpr std::uint64_t kRefitSeed = 0x5AD;

at::Tensor unitLengths(const at::Tensor& rows) {
  return torch::nn::functional::normalize(rows, torch::nn::functional::NormalizeFuncOptions().dim(1).eps(1e-8));
}

std::vector<NearItem> bestOf(const at::Tensor& similarity, std::int64_t count) {
  const auto kept = std::min(count, similarity.size(0));
  const auto [values, places] = similarity.topk(kept);
  std::vector<NearItem> result;
  for (std::int64_t k = 0; k < kept; ++k) {
    const double value = values[k].item<double>();
    if (value > -1.5) result.push_back({places[k].item<std::int64_t>(), value});
  }
  return result;
}

}  // namespace

at::Tensor Reasons::space(RecSpace space) {
  at::Tensor& kept = spaces_[static_cast<int>(space)];
  if (kept.defined()) return kept;
  const at::Tensor& features = recommender_.world().model.features;
  if (space == RecSpace::visual) {
    kept = unitLengths(features);
  } else if (space == RecSpace::inferred) {
    const at::Tensor inferred = recommender_.model().inferredRepresentation(features);
    if (inferred.defined()) kept = unitLengths(inferred);
  } else {
    const at::Tensor own = recommender_.items().own;
    if (own.abs().sum().item<double>() > 0) kept = unitLengths(own);
  }
  return kept;
}

std::vector<NearItem> Reasons::nearest(std::int64_t item, RecSpace space, std::int64_t count,
                                       const std::vector<std::int64_t>& among) {
  const at::Tensor rows = this->space(space);
  const auto& warm = recommender_.world().warm;
  const bool cold = warm[static_cast<std::size_t>(item)] == 0;
  if (!rows.defined() || (space == RecSpace::collaborative && cold)) return {};
  at::Tensor similarity = rows.mv(rows[item]);
  at::Tensor allowed = torch::full({rows.size(0)}, among.empty(), torch::kBool);
  for (const std::int64_t one : among) allowed[one] = true;
  allowed[item] = false;
  if (space == RecSpace::collaborative) allowed = allowed.logical_and(recommender_.world().model.warm);
  return bestOf(torch::where(allowed, similarity, torch::full_like(similarity, -2)), count);
}

std::vector<NearItem> Reasons::nearest(const at::Tensor& feature, RecSpace space, std::int64_t count) {
  const at::Tensor rows = this->space(space);
  if (!rows.defined() || space == RecSpace::collaborative) return {};
  const at::Tensor place = space == RecSpace::visual ? feature : recommender_.model().inferredRepresentation(feature);
  return bestOf(rows.mv(unitLengths(place)[0]), count);
}

std::vector<TermEffect> Reasons::termEffects(std::int64_t user, const at::Tensor& feature, std::int64_t count) {
  std::vector<TermEffect> effects;
  const auto terms = recommender_.inferredTerms(feature, count);
  if (terms.empty()) return effects;
  const auto vectors = recommender_.model().users(torch::tensor({user}, torch::kLong));
  const auto scoreWith = [&](const nn::rec::AnnotationEdit& edit) {
    return recommender_.model().score(vectors, recommender_.asItem(feature, edit)).item<double>();
  };
  const double before = scoreWith({});
  for (const InferredTerm& term : terms) {
    const auto places = recommender_.termPlaces({term.name});
    effects.push_back({term.name, term.probability, before - scoreWith({{}, *places})});
  }
  std::stable_sort(effects.begin(), effects.end(),
                   [](const TermEffect& a, const TermEffect& b) { return a.effect > b.effect; });
  return effects;
}

double Reasons::scoreOf(std::int64_t user, std::int64_t item) {
  return recommender_.scores(user)[static_cast<std::size_t>(item)];
}

std::int64_t Reasons::rankOf(std::int64_t user, double score, RecList list, std::int64_t except) {
  const auto scores = recommender_.scores(user);
  const auto competes = recommender_.competing(user, {}, list);
  std::int64_t rank = 1;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (static_cast<std::int64_t>(i) != except && competes[i] != 0) rank += scores[i] > score ? 1 : 0;
  }
  return rank;
}

nn::rec::UserVectors Reasons::refitted(std::int64_t user, const std::vector<std::int64_t>& without) {
  std::vector<std::int64_t> history, kept;
  for (const std::int32_t item : recommender_.world().chosen.of(static_cast<std::int32_t>(user))) {
    history.push_back(item);
    if (std::find(without.begin(), without.end(), item) == without.end()) kept.push_back(item);
  }
  nn::rec::UserVectors own = recommender_.model().users(torch::tensor({user}, torch::kLong));
  if (kept.size() == history.size()) return own;
  if (kept.empty()) {
    const auto all = recommender_.model().users(torch::arange(recommender_.world().data.userCount(), torch::kLong));
    own.taste = all.taste.is_same(all.latent) ? all.latent.mean(0, true) : all.taste.mean(0, true);
    own.latent = all.taste.is_same(all.latent) ? own.taste : all.latent.mean(0, true);
    return own;
  }
  if (!whole_ || whole_->first != user) whole_.emplace(user, fitted(user, history));
  const nn::rec::UserVectors less = fitted(user, kept);
  const bool one = own.taste.is_same(own.latent);
  own.latent = own.latent + (less.latent - whole_->second.latent);
  own.taste = one ? own.latent : own.taste + (less.taste - whole_->second.taste);
  return own;
}

nn::rec::UserVectors Reasons::fitted(std::int64_t user, const std::vector<std::int64_t>& kept) {
  const train::RecRunWorld& world = recommender_.world();
  const nn::rec::ItemVectors& items = recommender_.items();
  std::vector<std::int64_t> others;
  Rng rng(deriveSeed(kRefitSeed, user));
  for (std::int64_t tries = 0; tries < 20 * kRefitNegatives; ++tries) {
    const auto item = static_cast<std::int64_t>(rng.below(world.warm.size()));
    const bool taken = world.chosen.contains(static_cast<std::int32_t>(user), static_cast<std::int32_t>(item));
    if (world.warm[static_cast<std::size_t>(item)] != 0 && !taken) others.push_back(item);
    if (static_cast<std::int64_t>(others.size()) == kRefitNegatives) break;
  }
  nn::rec::UserVectors start = recommender_.model().users(torch::tensor({user}, torch::kLong));
  if (others.empty()) return start;  // the user has everything: nothing to rank against
  return recommender_.model().refit(start, items.select(torch::tensor(kept, torch::kLong)),
                                    items.select(torch::tensor(others, torch::kLong)), kRefitSteps, kRefitRate);
}

}  // namespace marcie::eval
