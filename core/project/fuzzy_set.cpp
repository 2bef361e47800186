#include "core/project/fuzzy_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace marcie::project {
namespace {

// Weights of one point's neighbours; `distances` ascending.
void smoothWeights(const std::vector<double>& distances, double meanOfAll, float* out) {
  constexpr int kMostSteps = 64;
  constexpr double kEnough = 1e-5;
  constexpr double kSmallestSigma = 1e-3;  // of the mean distance
  const double wanted = std::log2(static_cast<double>(distances.size() + 1));
  double rho = 0, mean = 0;
  for (const double d : distances) {
    if (rho == 0 && d > 0) rho = d;
    mean += d / static_cast<double>(distances.size());
  }
  double low = 0, high = std::numeric_limits<double>::infinity(), sigma = 1;
  for (int step = 0; step < kMostSteps; ++step) {
    double sum = 0;
    for (const double d : distances) sum += d > rho ? std::exp(-(d - rho) / sigma) : 1;
    if (std::abs(sum - wanted) < kEnough) break;
    (sum > wanted ? high : low) = sigma;
    sigma = std::isinf(high) ? sigma * 2 : (low + high) / 2;
  }
  sigma = std::max(sigma, kSmallestSigma * (rho > 0 ? mean : meanOfAll));
  for (std::size_t k = 0; k < distances.size(); ++k) {
    const double beyond = distances[k] - rho;
    out[k] = beyond <= 0 || sigma == 0 ? 1.0F : static_cast<float>(std::exp(-beyond / sigma));
  }
}

}  // namespace

Result<SparseRows> fuzzyNeighbours(const Neighbours& neighbours, ProjectionMetric metric, Crew& crew,
                                   const StopToken& stop) {
  const auto distance = [metric](float squared) {
    return metric == ProjectionMetric::cosine ? squared / 2.0 : std::sqrt(static_cast<double>(squared));
  };
  double mean = 0;
  for (const float squared : neighbours.squared) mean += distance(squared);
  mean /= static_cast<double>(neighbours.squared.size());
  std::vector<float> weights(neighbours.indices.size());
  const bool whole = crew.pieces(neighbours.points, 256, stop, [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    std::vector<double> distances(static_cast<std::size_t>(neighbours.count));
    for (std::int64_t i = begin; i < end; ++i) {
      const float* row = neighbours.squared.data() + i * neighbours.count;
      std::transform(row, row + neighbours.count, distances.begin(), distance);
      smoothWeights(distances, mean, weights.data() + i * neighbours.count);
    }
  });
  if (!whole) return Error{ErrorCode::cancelled, "cancelled", {}, {}};
  return symmetricRows(
      neighbours, weights, [](float there, float back) { return there + back - there * back; }, crew);
}

MapCurve fitMapCurve(double minDist, double spread) {
  constexpr int kPoints = 300;
  constexpr int kMostRounds = 200;
  MapCurve curve;
  // Squared error, and with it what Gauss-Newton needs: JᵀJ and Jᵀr for (a, b).
  struct Sums {
    double error = 0, aa = 0, ab = 0, bb = 0, ar = 0, br = 0;
  };
  const auto sums = [&](double a, double b) {
    Sums s;
    for (int i = 1; i < kPoints; ++i) {  // at 0 both are 1
      const double x = 3 * spread * i / (kPoints - 1);
      const double wanted = x < minDist ? 1 : std::exp(-(x - minDist) / spread);
      const double power = std::pow(x, 2 * b);
      const double value = 1 / (1 + a * power);
      const double da = -value * value * power;
      const double db = da * a * 2 * std::log(x);
      const double r = value - wanted;
      s.error += r * r;
      s.aa += da * da;
      s.ab += da * db;
      s.bb += db * db;
      s.ar += da * r;
      s.br += db * r;
    }
    return s;
  };
  double damping = 1e-3;  // Levenberg-Marquardt
  Sums now = sums(curve.a, curve.b);
  for (int round = 0; round < kMostRounds && damping < 1e12; ++round) {
    const double aa = now.aa * (1 + damping), bb = now.bb * (1 + damping);
    const double determinant = aa * bb - now.ab * now.ab;
    if (determinant == 0) break;
    const double a = curve.a - (bb * now.ar - now.ab * now.br) / determinant;
    const double b = curve.b - (aa * now.br - now.ab * now.ar) / determinant;
    const Sums next = a > 0 && b > 0 ? sums(a, b) : Sums{std::numeric_limits<double>::infinity(), 0, 0, 0, 0, 0};
    if (next.error < now.error) {
      const bool still = now.error - next.error < 1e-15 * now.error;
      curve = {a, b};
      now = next;
      damping /= 10;
      if (still) break;
    } else {
      damping *= 10;
    }
  }
  return curve;
}

}  // namespace marcie::project
