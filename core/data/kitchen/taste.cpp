#include "core/data/kitchen/taste.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace marcie::data {

namespace {

constexpr int kRank = 8;
constexpr std::size_t kChosen = 20;
constexpr double kColdShare = 0.2;

std::vector<double> normals(std::size_t count, Rng& rng) {
  std::vector<double> values(count);
  for (double& value : values) value = rng.normal();
  return values;
}

}  // namespace

KitchenTaste makeKitchenTaste(const std::vector<std::vector<int>>& items, int ingredientCount, int users,
                              std::uint64_t seed) {
  enum Stream : std::uint64_t { kItems = 101, kUser = 102 };
  Rng rng(deriveSeed(seed, kItems));
  const std::size_t count = items.size();
  const auto popularity = normals(count, rng);
  const auto hidden = normals(count * kRank, rng);
  KitchenTaste result;
  result.cold.assign(count, false);
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  rng.shuffle(std::span(order));
  for (std::size_t i = 0; i < static_cast<std::size_t>(kColdShare * static_cast<double>(count)); ++i)
    result.cold[order[i]] = true;
  double ingredients = 0;
  for (const auto& item : items) ingredients += static_cast<double>(item.size());
  const double norm = std::sqrt(std::max(1.0, ingredients / static_cast<double>(std::max<std::size_t>(1, count))));

  for (int user = 0; user < users; ++user) {
    Rng own(deriveSeed(seed, kUser, user));
    const auto taste = normals(static_cast<std::size_t>(ingredientCount), own);
    const auto latent = normals(kRank, own);
    std::vector<std::pair<double, int>> scores;
    for (std::size_t i = 0; i < count; ++i) {
      double explained = 0;
      for (const int k : items[i]) explained += taste[static_cast<std::size_t>(k)];
      double unexplained = 0;
      for (std::size_t r = 0; r < kRank; ++r) unexplained += latent[r] * hidden[i * kRank + r];
      const double utility = 2 * (explained / norm + 0.3 * unexplained / std::sqrt(double{kRank})) + popularity[i];
      const double gumbel = -std::log(-std::log(std::max(own.uniform(), 1e-300)));
      scores.emplace_back(utility + gumbel, static_cast<int>(i));
    }
    const std::size_t taken = std::min(kChosen, scores.size());
    std::partial_sort(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(taken), scores.end(),
                      std::greater<>());
    scores.resize(taken);
    own.shuffle(std::span(scores));  // what is liked best is not what came first
    for (std::size_t i = 0; i < taken; ++i)
      result.interactions.push_back({user, scores[i].second, static_cast<int>(i)});
  }
  return result;
}

}  // namespace marcie::data
