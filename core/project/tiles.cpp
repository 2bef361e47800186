#include "core/project/tiles.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/project/simd.h"

namespace marcie::project {
namespace {

[[gnu::always_inline]] inline void dotTileBody(const float* a, std::int64_t aRow, std::int64_t aStep, const float* b,
                                               std::int64_t bStep, std::int64_t steps, float* out) {
  Float8 sum[kTileRows][2] = {};
  for (std::int64_t s = 0; s < steps; ++s) {
    const Float8 left = *reinterpret_cast<const LooseFloat8*>(b);
    const Float8 right = *reinterpret_cast<const LooseFloat8*>(b + 8);
    for (int r = 0; r < kTileRows; ++r) {
      const float value = a[r * aRow];
      sum[r][0] += left * value;
      sum[r][1] += right * value;
    }
    a += aStep;
    b += bStep;
  }
  for (int r = 0; r < kTileRows; ++r) {
    *reinterpret_cast<LooseFloat8*>(out + r * kTileColumns) = sum[r][0];
    *reinterpret_cast<LooseFloat8*>(out + r * kTileColumns + 8) = sum[r][1];
  }
}

[[gnu::always_inline]] inline void differenceBody(const float* a, const float* b, std::int64_t columns, float* out) {
  Float8 sum = {};
  std::int64_t i = 0;
  for (; i + 8 <= columns; i += 8) {
    const Float8 d = *reinterpret_cast<const LooseFloat8*>(a + i) - *reinterpret_cast<const LooseFloat8*>(b + i);
    sum += d * d;
  }
  float rest = 0;
  for (; i < columns; ++i) rest += (a[i] - b[i]) * (a[i] - b[i]);
  *out = ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7])) + rest;
}

MARCIE_KERNEL(difference, (const float* a, const float* b, std::int64_t columns, float* out), (a, b, columns, out))

}  // namespace

MARCIE_KERNEL(dotTile,
              (const float* a, std::int64_t aRow, std::int64_t aStep, const float* b, std::int64_t bStep,
               std::int64_t steps, float* out),
              (a, aRow, aStep, b, bStep, steps, out))

float squaredNorm(const float* x, std::int64_t columns) {
  double sum = 0;
  for (std::int64_t i = 0; i < columns; ++i) sum += static_cast<double>(x[i]) * x[i];
  return static_cast<float>(sum);
}

float squaredDistance(const float* a, const float* b, std::int64_t columns) {
  float out = 0;
  difference(a, b, columns, &out);
  return out;
}

PackedPoints::PackedPoints(const Matrix& points, const std::vector<std::int32_t>& order, Crew& crew)
    : count_(order.empty() ? points.rows : static_cast<std::int64_t>(order.size())), columns_(points.columns) {
  values_.resize(static_cast<std::size_t>(panels() * columns_ * kTileColumns));
  norms_.assign(static_cast<std::size_t>(panels() * kTileColumns), std::numeric_limits<float>::infinity());
  crew.pieces(panels(), 16, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t) {
    for (std::int64_t i = begin * kTileColumns; i < std::min(count_, end * kTileColumns); ++i) {
      const float* row = points.row(order.empty() ? i : order[static_cast<std::size_t>(i)]);
      float* to = values_.data() + (i / kTileColumns) * columns_ * kTileColumns + i % kTileColumns;
      for (std::int64_t c = 0; c < columns_; ++c) to[c * kTileColumns] = row[c];
      norms_[static_cast<std::size_t>(i)] = squaredNorm(row, columns_);
    }
  });
}

void PackedPoints::distances(const float* queries, const float* queryNorms, std::int64_t begin, std::int64_t end,
                             float* out, std::int64_t stride) const {
  std::array<float, kTileRows * kTileColumns> dots;
  for (std::int64_t panel = begin; panel < end; ++panel) {
    dotTile(queries, columns_, 1, values_.data() + panel * columns_ * kTileColumns, kTileColumns, columns_,
            dots.data());
    const float* norms = norms_.data() + panel * kTileColumns;
    for (int q = 0; q < kTileRows; ++q) {
      float* to = out + q * stride + (panel - begin) * kTileColumns;
      const float* from = dots.data() + q * kTileColumns;
      for (int c = 0; c < kTileColumns; ++c) to[c] = std::max(0.0F, queryNorms[q] + norms[c] - 2 * from[c]);
    }
  }
}

}  // namespace marcie::project
