#include "core/metrics/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "core/base/random.h"

namespace marcie::metrics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double meanOf(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviationOf(std::span<const double> values, double mean) {
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

// The continued fraction of I_x(a, b); converges quickly for x < (a + 1) / (a + b + 2).
double betaFraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  constexpr double kEnough = 1e-15;
  constexpr int kMost = 1000;
  double c = 1;
  double d = 1 - (a + b) * x / (a + 1);
  d = 1 / (std::abs(d) < kTiny ? kTiny : d);
  double fraction = d;
  for (int m = 1; m <= kMost; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double step = 1;
    for (const double term : {even, odd}) {
      d = 1 + term * d;
      c = 1 + term / c;
      d = 1 / (std::abs(d) < kTiny ? kTiny : d);
      if (std::abs(c) < kTiny) c = kTiny;
      step = c * d;
      fraction *= step;
    }
    if (std::abs(step - 1) < kEnough) break;
  }
  return fraction;
}

// Linear interpolation between order statistics; `sorted` is not empty.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

// Twice the mid-ranks of |differences|: whole numbers, also with ties.
std::vector<std::int64_t> doubledRanks(const std::vector<double>& differences) {
  std::vector<std::size_t> order(differences.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&](std::size_t i) { return std::abs(differences[i]); };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) < size(b); });
  std::vector<std::int64_t> ranks(differences.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && size(order[last + 1]) == size(order[first])) ++last;
    for (std::size_t i = first; i <= last; ++i) ranks[order[i]] = static_cast<std::int64_t>(first + last + 2);
    first = last + 1;
  }
  return ranks;
}

std::vector<std::vector<double>> differencesOf(std::span<const PairedScores> seeds) {
  std::vector<std::vector<double>> all;
  for (const PairedScores& seed : seeds) {
    if (seed.a.size() != seed.b.size()) throw std::invalid_argument("paired scores of different length");
    if (seed.a.empty()) continue;
    std::vector<double>& one = all.emplace_back(seed.a.size());
    std::transform(seed.a.begin(), seed.a.end(), seed.b.begin(), one.begin(), std::minus<>());
  }
  return all;
}

// How often each of `count` pictures is drawn in as many draws.
void drawCounts(std::size_t count, Rng& rng, std::vector<int>& counts) {
  counts.assign(count, 0);
  for (std::size_t i = 0; i < count; ++i) ++counts[rng.below(count)];
}

double weightedMean(const std::vector<double>& values, const std::vector<int>& counts) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += values[i] * counts[i];
  return sum / static_cast<double>(values.size());
}

}  // namespace

Summary summarise(std::span<const double> values, double confidence) {
  Summary summary{static_cast<std::int64_t>(values.size()), kNan, kNan, kNan, kNan};
  if (values.empty()) return summary;
  summary.mean = meanOf(values);
  if (values.size() < 2) return summary;
  summary.deviation = deviationOf(values, summary.mean);
  const auto n = static_cast<double>(values.size());
  const double reach = studentQuantile(confidence, n - 1) * summary.deviation / std::sqrt(n);
  summary.low = summary.mean - reach;
  summary.high = summary.mean + reach;
  return summary;
}

double incompleteBeta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * betaFraction(a, b, x) / a;
  return 1 - front * betaFraction(b, a, 1 - x) / b;
}

double studentTwoSided(double t, double degrees) {
  return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

double studentQuantile(double confidence, double degrees) {
  double low = 0;
  double high = 1;
  while (1 - studentTwoSided(high, degrees) < confidence) high *= 2;
  constexpr int kHalvings = 200;  // far below the last bit
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (1 - studentTwoSided(middle, degrees) < confidence ? low : high) = middle;
  }
  return (low + high) / 2;
}

double pairedTTest(std::span<const double> differences) {
  if (differences.size() < 2) return kNan;
  // Asked of the values: the mean of three times 0.1 is not 0.1, and their deviation not 0.
  if (std::equal(differences.begin() + 1, differences.end(), differences.begin())) return kNan;
  const double mean = meanOf(differences);
  const double deviation = deviationOf(differences, mean);
  if (!(deviation > 0)) return kNan;
  const auto n = static_cast<double>(differences.size());
  return studentTwoSided(mean / (deviation / std::sqrt(n)), n - 1);
}

double wilcoxonSignedRank(std::span<const double> differences) {
  std::vector<double> kept(differences.begin(), differences.end());
  std::erase_if(kept, [](double value) { return !(value != 0); });
  if (kept.empty()) return kNan;
  const auto ranks = doubledRanks(kept);
  const std::int64_t total = std::accumulate(ranks.begin(), ranks.end(), std::int64_t{0});
  std::int64_t positive = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) positive += kept[i] > 0 ? ranks[i] : 0;
  // probability[s]: that the ranks with a positive sign sum to s.
  std::vector<double> probability(static_cast<std::size_t>(total) + 1, 0);
  probability[0] = 1;
  for (const auto rank : ranks) {
    for (std::int64_t s = total; s >= 0; --s) {
      const double without = probability[static_cast<std::size_t>(s)];
      const double with = s >= rank ? probability[static_cast<std::size_t>(s - rank)] : 0;
      probability[static_cast<std::size_t>(s)] = (without + with) / 2;
    }
  }
  const std::int64_t extreme = std::min(positive, total - positive);
  double tail = 0;
  for (std::int64_t s = 0; s <= extreme; ++s) tail += probability[static_cast<std::size_t>(s)];
  return std::min(1.0, 2 * tail);
}

BootstrapResult pairedBootstrap(std::span<const PairedScores> seeds, const BootstrapOptions& options) {
  const auto all = differencesOf(seeds);
  if (all.empty() || options.draws < 1) return {kNan, kNan, kNan, kNan};
  const bool samePictures =
      std::all_of(all.begin(), all.end(), [&](const auto& one) { return one.size() == all.front().size(); });
  BootstrapResult result;
  for (const auto& one : all) result.difference += meanOf(one) / static_cast<double>(all.size());

  Rng rng(deriveSeed(options.seed, all.size(), all.front().size()));
  std::vector<double> drawn;
  std::vector<int> counts;
  std::int64_t notAbove = 0;
  std::int64_t notBelow = 0;
  for (int draw = 0; draw < options.draws; ++draw) {
    double sum = 0;
    if (samePictures) drawCounts(all.front().size(), rng, counts);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& one = all[rng.below(all.size())];
      if (!samePictures) drawCounts(one.size(), rng, counts);
      sum += weightedMean(one, counts);
    }
    drawn.push_back(sum / static_cast<double>(all.size()));
    notAbove += drawn.back() <= 0 ? 1 : 0;
    notBelow += drawn.back() >= 0 ? 1 : 0;
  }
  std::sort(drawn.begin(), drawn.end());
  result.low = quantile(drawn, (1 - options.confidence) / 2);
  result.high = quantile(drawn, (1 + options.confidence) / 2);
  // The observed sample counts as one draw: p is never 0.
  result.p = std::min(1.0, 2 * static_cast<double>(std::min(notAbove, notBelow) + 1) / (options.draws + 1.0));
  return result;
}

}  // namespace marcie::metrics
