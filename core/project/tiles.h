// Products of many rows at once, the work behind every exact distance and covariance.
#pragma once

#include <cstdint>
#include <vector>

#include "core/project/crew.h"
#include "core/project/matrix.h"

namespace marcie::project {

inline constexpr int kTileRows = 6, kTileColumns = 16;  // what fits the registers of AVX2

// out[r * 16 + c] = Σ_s a[r * aRow + s * aStep] · b[s * bStep + c], r < 6, c < 16.
void dotTile(const float* a, std::int64_t aRow, std::int64_t aStep, const float* b, std::int64_t bStep,
             std::int64_t steps, float* out);

// Points in groups of 16, columns first, so that one tile reads them in order. Pads with points at infinite distance.
class PackedPoints {
 public:
  PackedPoints() = default;
  // `order`: which row of `points` stands where; empty = as they are.
  PackedPoints(const Matrix& points, const std::vector<std::int32_t>& order, Crew& crew);
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] std::int64_t panels() const { return (count_ + kTileColumns - 1) / kTileColumns; }

  // Squared distances from six rows (`queries`, one after the other, with their squared norms) to the points of panels
  // [begin, end): out[q * stride + (panel - begin) * 16 + c].
  void distances(const float* queries, const float* queryNorms, std::int64_t begin, std::int64_t end, float* out,
                 std::int64_t stride) const;

 private:
  std::int64_t count_ = 0, columns_ = 0;
  std::vector<float> values_;  // [panel][column][16]
  std::vector<float> norms_;   // squared length; infinite for padding
};

// Σ x², in a fixed order.
[[nodiscard]] float squaredNorm(const float* x, std::int64_t columns);
// Σ (a - b)².
[[nodiscard]] float squaredDistance(const float* a, const float* b, std::int64_t columns);

}  // namespace marcie::project
