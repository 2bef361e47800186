#include "core/project/affinities.h"

#include <cmath>

namespace marcie::project {
namespace {

// Sums of w = exp(-β (d² - d²_min)) that entropy and its slope need.
struct Moments {
  double sum = 0, first = 0, second = 0;
  double entropy(double beta) const { return std::log(sum) + beta * first / sum; }
  // dH/dβ = -β Var(d²)
  double slope(double beta) const { return -beta * (second / sum - first / sum * (first / sum)); }
};

Moments moments(const float* squared, std::int64_t count, double beta) {
  Moments m;
  for (std::int64_t k = 0; k < count; ++k) {
    const double d = static_cast<double>(squared[k]) - squared[0];
    const double w = static_cast<double>(std::exp(static_cast<float>(-beta * d)));
    m.sum += w;
    m.first += w * d;
    m.second += w * d * d;
  }
  return m;
}

}  // namespace

void conditionalWeights(const float* squared, std::int64_t count, double perplexity, float* out) {
  constexpr int kMostSteps = 100;
  constexpr double kEnough = 1e-5;
  const double wanted = std::log(std::min(perplexity, static_cast<double>(count)));
  double mean = 0;
  for (std::int64_t k = 0; k < count; ++k) mean += static_cast<double>(squared[k]) - squared[0];
  mean /= static_cast<double>(count);
  // Newton's method between bounds that shrink; a step that leaves them is replaced by their middle.
  double low = 0, high = std::numeric_limits<double>::infinity();
  double beta = mean > 0 ? 1 / mean : 1;
  for (int step = 0; step < kMostSteps && mean > 0; ++step) {
    const Moments m = moments(squared, count, beta);
    const double off = m.entropy(beta) - wanted;  // falls as β grows
    if (std::abs(off) < kEnough) break;
    (off > 0 ? low : high) = beta;
    const double slope = m.slope(beta);
    const double newton = slope < 0 ? beta - off / slope : -1;
    if (newton > low && newton < high) {
      beta = std::min(newton, 16 * beta);
    } else {
      beta = std::isinf(high) ? beta * 2 : (low + high) / 2;
    }
  }
  double sum = 0;
  for (std::int64_t k = 0; k < count; ++k) {
    out[k] = std::exp(static_cast<float>(-beta * (static_cast<double>(squared[k]) - squared[0])));
    sum += out[k];
  }
  for (std::int64_t k = 0; k < count; ++k) out[k] = static_cast<float>(out[k] / sum);
}

Result<SparseRows> gaussianAffinities(const Neighbours& neighbours, double perplexity, Crew& crew,
                                      const StopToken& stop) {
  std::vector<float> weights(neighbours.indices.size());
  const std::int64_t count = neighbours.count;
  const bool whole = crew.pieces(neighbours.points, 256, stop, [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    for (std::int64_t i = begin; i < end; ++i) {
      conditionalWeights(neighbours.squared.data() + i * count, count, perplexity, weights.data() + i * count);
    }
  });
  if (!whole) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
  SparseRows p = symmetricRows(
      neighbours, weights, [](float there, float back) { return there + back; }, crew);
  const auto scale = static_cast<float>(0.5 / static_cast<double>(neighbours.points));
  for (float& value : p.values) value *= scale;
  return p;
}

}  // namespace marcie::project
