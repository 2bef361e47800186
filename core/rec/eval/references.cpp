#include "core/rec/eval/references.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include <torch/torch.h>

namespace marcie::rec {
namespace {

constexpr std::int64_t kItemsAtOnce = 1024;

Result<void> checkFeatures(const RecData& data, const at::Tensor& features) {
  if (features.defined() && features.dim() == 2 && features.size(0) == data.itemCount()) return {};
  return Error{ErrorCode::data, "the features do not fit " + std::to_string(data.itemCount()) + " items", {}, {}};
}

// Who had what in training, from both sides.
struct Choices {
  std::vector<std::int64_t> offsets, columns;
};
Choices itemsOfUsers(const PositiveLists& training) {
  return {training.offsets(), {training.items().begin(), training.items().end()}};
}
Choices usersOfItems(const RecData& data, const PositiveLists& training) {
  Choices choices;
  choices.offsets.assign(data.items.size() + 1, 0);
  for (const std::int32_t item : training.items()) ++choices.offsets[static_cast<std::size_t>(item) + 1];
  std::partial_sum(choices.offsets.begin(), choices.offsets.end(), choices.offsets.begin());
  std::vector<std::int64_t> next(choices.offsets.begin(), choices.offsets.end() - 1);
  choices.columns.resize(training.items().size());
  for (std::int32_t u = 0; u < data.userCount(); ++u) {
    for (const std::int32_t item : training.of(u)) {
      choices.columns[static_cast<std::size_t>(next[static_cast<std::size_t>(item)]++)] = u;
    }
  }
  return choices;
}

// Row r of the result is the sum of the rows that r chose: the product of a sparse matrix of ones with `rows` [n, k].
at::Tensor sumOfChoices(const Choices& choices, const at::Tensor& rows) {
  const at::Tensor dense = rows.contiguous();
  const auto count = static_cast<std::int64_t>(choices.offsets.size()) - 1;
  const std::int64_t width = dense.size(1);
  at::Tensor sums = torch::zeros({count, width});
  const float* in = dense.data_ptr<float>();
  auto* out = sums.data_ptr<float>();
  at::parallel_for(0, count, 64, [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t r = from; r < to; ++r) {
      const auto at = static_cast<std::size_t>(r);
      for (std::int64_t k = choices.offsets[at]; k < choices.offsets[at + 1]; ++k) {
        const float* row = in + choices.columns[static_cast<std::size_t>(k)] * width;
        for (std::int64_t c = 0; c < width; ++c) out[r * width + c] += row[c];
      }
    }
  });
  return sums;
}

at::Tensor rowsOfLength1(const at::Tensor& features) {
  const at::Tensor wide = features.detach().to(torch::kCPU, torch::kFloat);
  return wide / wide.norm(2, 1, true).clamp_min(1e-12);
}

// The nearest training items of every item: [I, n] indices and cosines.
struct Neighbours {
  at::Tensor items, cosines;
};
Neighbours nearestInTraining(const at::Tensor& unit, const std::vector<std::int64_t>& trained, std::int64_t count) {
  const at::Tensor index = torch::tensor(trained, torch::kInt64);
  const at::Tensor candidates = unit.index_select(0, index).t();
  std::vector<at::Tensor> items;
  std::vector<at::Tensor> cosines;
  for (std::int64_t begin = 0; begin < unit.size(0); begin += kItemsAtOnce) {
    const at::Tensor some = unit.slice(0, begin, std::min(begin + kItemsAtOnce, unit.size(0)));
    // One more than asked, as an item is its own nearest.
    const std::int64_t taken = std::min(count + 1, static_cast<std::int64_t>(trained.size()));
    const auto [values, places] = at::mm(some, candidates).topk(taken, 1);
    at::Tensor found = index.index_select(0, places.flatten()).reshape(places.sizes());
    const at::Tensor self = torch::arange(begin, begin + some.size(0)).unsqueeze(1);
    at::Tensor weights = values.masked_fill(found == self, 0);
    // Where an item is not among them, the last one is one too many.
    const at::Tensor surplus = (found == self).any(1).logical_not() & torch::tensor(taken > count);
    if (taken > count) weights.select(1, taken - 1).masked_fill_(surplus, 0);
    items.push_back(found);
    cosines.push_back(weights.clamp_min(0));
  }
  return {torch::cat(items), torch::cat(cosines)};
}

// Truncated SVD of the [U, I] matrix of training by power iteration on a random block (Halko, Martinsson, Tropp 2011):
// users [U, k], items [I, k] with users · itemsᵀ ≈ matrix, the singular values shared by both sides.
Result<FactoredScores> decompose(const Choices& users, const Choices& items, std::int64_t factors, int rounds,
                                 std::uint64_t seed, const StopToken& stop) {
  constexpr std::int64_t kSpare = 8;
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  const auto itemCount = static_cast<std::int64_t>(items.offsets.size()) - 1;
  const std::int64_t width =
      std::min({factors + kSpare, static_cast<std::int64_t>(users.offsets.size()) - 1, itemCount});
  at::Tensor block = torch::randn({itemCount, width}, generator);
  for (int round = 0; round < rounds; ++round) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "stopped while decomposing interactions", {}, {}};
    const at::Tensor left = std::get<0>(at::linalg_qr(sumOfChoices(users, block)));
    block = std::get<0>(at::linalg_qr(sumOfChoices(items, left)));
  }
  const auto [u, s, vh] = at::linalg_svd(sumOfChoices(users, block), false);
  const std::int64_t kept = std::min(factors, width);
  const at::Tensor root = s.slice(0, 0, kept).sqrt();
  return FactoredScores{u.slice(1, 0, kept) * root, at::mm(block, vh.t()).slice(1, 0, kept) * root, {}};
}

// A ridge regression with a free constant, solved for many weights at once through one decomposition.
struct Ridge {
  at::Tensor coefficients;  // [d, k]
  at::Tensor featureMean, targetMean;
  double weight = 0, explained = 0;
};
Ridge solveRidge(const at::Tensor& features, const at::Tensor& targets, double weight) {
  const at::Tensor x = features.to(torch::kDouble);
  const at::Tensor y = targets.to(torch::kDouble);
  const at::Tensor featureMean = x.mean(0);
  const at::Tensor targetMean = y.mean(0);
  const at::Tensor xc = x - featureMean;
  const at::Tensor yc = y - targetMean;
  const auto [values, vectors] = at::linalg_eigh(at::mm(xc.t(), xc));
  const at::Tensor projected = at::mm(vectors.t(), at::mm(xc.t(), yc));
  const at::Tensor rotated = at::mm(xc, vectors);  // [n, d]
  const double scale = values.max().item<double>();
  const double total = yc.square().sum().item<double>();
  Ridge best;
  double bestError = std::numeric_limits<double>::infinity();
  std::vector<double> weights{weight};
  if (weight <= 0) {
    weights.clear();
    for (int power = -6; power <= 1; ++power) weights.push_back(std::max(scale, 1e-12) * std::pow(10.0, power));
  }
  for (const double one : weights) {
    const at::Tensor shrink = 1 / (values.clamp_min(0) + one);
    const at::Tensor solution = projected * shrink.unsqueeze(1);
    // Leave-one-out by the hat matrix: e_i / (1 - h_i), with the constant's 1/n in h.
    const at::Tensor hat = (rotated.square() * shrink).sum(1) + 1.0 / static_cast<double>(x.size(0));
    const at::Tensor errors = (yc - at::mm(rotated, solution)) / (1 - hat).clamp_min(1e-9).unsqueeze(1);
    const double error = errors.square().sum().item<double>();
    if (error >= bestError) continue;
    bestError = error;
    best = {at::mm(vectors, solution), featureMean, targetMean, one, total > 0 ? 1 - error / total : 0};
  }
  return best;
}

Result<at::Tensor> fillCold(const at::Tensor& items, const at::Tensor& features, std::span<const std::uint8_t> warm,
                            double ridge, Ridge& solved) {
  std::vector<std::int64_t> known;
  std::vector<std::int64_t> missing;
  for (std::size_t i = 0; i < warm.size(); ++i)
    (warm[i] != 0 ? known : missing).push_back(static_cast<std::int64_t>(i));
  if (known.empty()) return Error{ErrorCode::data, "no item is warm: there is nothing to learn from", {}, {}};
  const at::Tensor knownIndex = torch::tensor(known, torch::kInt64);
  solved = solveRidge(features.index_select(0, knownIndex), items.index_select(0, knownIndex), ridge);
  at::Tensor filled = items.to(torch::kFloat).clone();
  if (missing.empty()) return filled;
  const at::Tensor missingIndex = torch::tensor(missing, torch::kInt64);
  const at::Tensor centred = features.index_select(0, missingIndex).to(torch::kDouble) - solved.featureMean;
  filled.index_copy_(0, missingIndex, (at::mm(centred, solved.coefficients) + solved.targetMean).to(torch::kFloat));
  return filled;
}

}  // namespace

Scorer popularityReference(const RecData& data, const RecSplit& split) {
  const PositiveLists training(data, split, Part::train);
  std::vector<float> users(data.items.size(), 0);
  for (const std::int32_t item : training.items()) users[static_cast<std::size_t>(item)] += 1;
  return FactoredScores{torch::zeros({data.userCount(), 1}), torch::zeros({data.itemCount(), 1}),
                        torch::tensor(users, torch::kFloat)};
}

Result<Scorer> itemKnnReference(const RecData& data, const RecSplit& split, const at::Tensor& features,
                                int neighbours) {
  MARCIE_TRY(checkFeatures(data, features));
  if (neighbours < 0) return Error{ErrorCode::option, "the number of neighbours cannot be negative", "0 takes all", {}};
  const torch::NoGradGuard noGrad;
  const at::Tensor unit = rowsOfLength1(features);
  auto training = std::make_shared<PositiveLists>(data, split, Part::train);
  if (neighbours == 0) return Scorer(FactoredScores{sumOfChoices(itemsOfUsers(*training), unit), unit, {}});
  std::vector<char> isTrained(data.items.size(), 0);
  for (const std::int32_t item : training->items()) isTrained[static_cast<std::size_t>(item)] = 1;
  std::vector<std::int64_t> trained;
  for (std::size_t i = 0; i < isTrained.size(); ++i) {
    if (isTrained[i] != 0) trained.push_back(static_cast<std::int64_t>(i));
  }
  if (trained.empty()) return Error{ErrorCode::data, "nothing is known from training", {}, {}};
  const Neighbours near = nearestInTraining(unit, trained, neighbours);
  const std::int64_t items = data.itemCount();
  return Scorer(ScoreTile([training, near, items](std::span<const std::int32_t> users) {
    const torch::NoGradGuard noGradTile;
    at::Tensor scores = torch::zeros({static_cast<std::int64_t>(users.size()), items});
    for (std::size_t k = 0; k < users.size(); ++k) {
      at::Tensor had = torch::zeros({items});
      for (const std::int32_t item : training->of(users[k])) had[item] = 1;
      const at::Tensor counted = had.index_select(0, near.items.flatten()).reshape(near.items.sizes());
      scores[static_cast<std::int64_t>(k)] = (counted * near.cosines).sum(1);
    }
    return scores;
  }));
}

Result<RidgeReference> ridgeReference(const RecData& data, const RecSplit& split, const at::Tensor& features,
                                      const RidgeOptions& options, std::uint64_t seed, const StopToken& stop) {
  MARCIE_TRY(checkFeatures(data, features));
  if (options.factors < 1 || options.ridge < 0 || options.rounds < 1) {
    return Error{ErrorCode::option, "factors and rounds must be at least 1, and the ridge not negative", {}, {}};
  }
  const torch::NoGradGuard noGrad;
  const PositiveLists training(data, split, Part::train);
  RidgeReference reference;
  MARCIE_ASSIGN(reference.scores, decompose(itemsOfUsers(training), usersOfItems(data, training), options.factors,
                                            options.rounds, seed, stop));
  // Warm is what training has seen, whatever the protocol calls it: other factors are no more than zero.
  std::vector<std::uint8_t> known(data.items.size(), 0);
  for (const std::int32_t item : training.items()) known[static_cast<std::size_t>(item)] = 1;
  Ridge solved;
  MARCIE_ASSIGN(reference.scores.items,
                fillCold(reference.scores.items, features.detach().to(torch::kCPU), known, options.ridge, solved));
  reference.ridge = solved.weight;
  reference.explained = solved.explained;
  return reference;
}

Result<at::Tensor> predictFactors(const at::Tensor& items, const at::Tensor& features,
                                  std::span<const std::uint8_t> warm, double ridge) {
  const auto count = static_cast<std::int64_t>(warm.size());
  if (!items.defined() || items.dim() != 2 || items.size(0) != count || !features.defined() || features.dim() != 2 ||
      features.size(0) != count) {
    return Error{ErrorCode::data, "factors and features do not fit " + std::to_string(count) + " items", {}, {}};
  }
  const torch::NoGradGuard noGrad;
  Ridge solved;
  return fillCold(items.detach().to(torch::kCPU), features.detach().to(torch::kCPU), warm, ridge, solved);
}

}  // namespace marcie::rec
