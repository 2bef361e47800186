#include "core/project/follow.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/project/pca.h"

namespace marcie::project {
namespace {

constexpr int kFollowRounds = 60;
constexpr std::int64_t kDirections = 16;  // of the points: what the map may be turned into

// [rows, 2] column pairs, plain loops: rows is at most kDirections.
using Pairs = std::vector<double>;

// The matrix with orthonormal columns that is nearest to g [rows, 2]: g (gᵀ g)^-1/2. False when g has no two
// directions.
bool orthonormal(Pairs& g) {
  double a = 0, b = 0, c = 0;  // gᵀ g
  for (std::size_t i = 0; i < g.size(); i += 2) {
    a += g[i] * g[i];
    b += g[i] * g[i + 1];
    c += g[i + 1] * g[i + 1];
  }
  const double determinant = a * c - b * b;
  if (!(determinant > 1e-24 * (a + c) * (a + c)) || !(a + c > 0)) return false;
  // Square root of a 2 × 2 matrix by Cayley and Hamilton: (M + √det) / t, t² = tr M + 2 √det.
  const double root = std::sqrt(determinant), t = std::sqrt(a + c + 2 * root);
  const double p = (a + root) / t, q = b / t, r = (c + root) / t, size = p * r - q * q;
  for (std::size_t i = 0; i < g.size(); i += 2) {
    const double x = g[i], y = g[i + 1];
    g[i] = (x * r - y * q) / size;
    g[i + 1] = (y * p - x * q) / size;
  }
  return true;
}

bool isFiniteRow(const Matrix& m, std::int64_t row) {
  return std::all_of(m.row(row), m.row(row) + m.columns, [](float v) { return std::isfinite(v); });
}

}  // namespace

Result<Matrix> followMap(const Matrix& points, const Matrix& previous, std::uint64_t seed, Crew& crew,
                         const StopToken& stop) {
  std::vector<std::int64_t> rows;
  for (std::int64_t i = 0; i < points.rows; ++i) {
    if (isFiniteRow(points, i)) rows.push_back(i);
  }
  Matrix map(points.rows, 2);
  std::fill(map.values.begin(), map.values.end(), std::numeric_limits<float>::quiet_NaN());
  if (rows.empty()) return map;
  Matrix finite(static_cast<std::int64_t>(rows.size()), points.columns);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::copy_n(points.row(rows[i]), points.columns, finite.row(static_cast<std::int64_t>(i)));
  }
  const std::int64_t k = std::max<std::int64_t>(2, std::min({kDirections, points.columns, finite.rows}));
  MARCIE_ASSIGN(const Pca pca, principalComponents(finite, k, seed, crew, stop));
  const std::int64_t width = pca.scores.columns;
  const auto size = static_cast<std::size_t>(width);
  Pairs w(2 * size, 0.0), pull(2 * size, 0.0);
  w[0] = 1;
  if (width > 1) w[3] = 1;
  double strength = 0;
  if (previous.rows == points.rows && previous.columns == 2) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!isFiniteRow(previous, rows[i])) continue;
      const float* x = pca.scores.row(static_cast<std::int64_t>(i));
      const float* y = previous.row(rows[i]);
      for (std::size_t j = 0; j < size; ++j) {
        pull[2 * j] += static_cast<double>(x[j]) * static_cast<double>(y[0]);
        pull[2 * j + 1] += static_cast<double>(x[j]) * static_cast<double>(y[1]);
      }
    }
    for (const double p : pull) strength += p * p;
    strength = std::sqrt(strength);
  }
  const double spread = pca.variance[0] + (pca.variance.size() > 1 ? pca.variance[1] : 0);
  if (strength > 0 && spread > 0) {
    Pairs start = pull;
    if (orthonormal(start)) w = start;
    for (int round = 0; round < kFollowRounds; ++round) {
      Pairs next(2 * size);
      for (std::size_t j = 0; j < size; ++j) {
        for (std::size_t axis = 0; axis < 2; ++axis) {
          next[2 * j + axis] = pca.variance[j] / spread * w[2 * j + axis] + pull[2 * j + axis] / strength;
        }
      }
      if (!orthonormal(next)) break;
      w = std::move(next);
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const float* x = pca.scores.row(static_cast<std::int64_t>(i));
    for (std::size_t axis = 0; axis < 2; ++axis) {
      double sum = 0;
      for (std::size_t j = 0; j < size; ++j) sum += static_cast<double>(x[j]) * w[2 * j + axis];
      map.row(rows[i])[axis] = static_cast<float>(sum);
    }
  }
  return map;
}

}  // namespace marcie::project
