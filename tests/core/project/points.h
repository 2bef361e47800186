// Points that the tests of maps share.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/project/matrix.h"

namespace marcie::project::testing {

// `rows` points around `clusters` centres that lie far apart; point i belongs to cluster i % clusters.
inline Matrix clusteredPoints(std::int64_t rows, std::int64_t columns, std::int64_t clusters, std::uint64_t seed = 7,
                              double apart = 6) {
  Rng rng(seed);
  Matrix centres(clusters, columns), points(rows, columns);
  for (float& v : centres.values) v = static_cast<float>(apart * rng.normal());
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t c = 0; c < columns; ++c) {
      points.row(i)[c] = centres.row(i % clusters)[c] + static_cast<float>(rng.normal());
    }
  }
  return points;
}

// Share of points whose nearest other point of the map is of their own cluster.
inline double samePartner(const Matrix& map, std::int64_t clusters) {
  std::int64_t same = 0;
  for (std::int64_t i = 0; i < map.rows; ++i) {
    std::int64_t nearest = -1;
    float best = 0;
    for (std::int64_t j = 0; j < map.rows; ++j) {
      const float dx = map.row(i)[0] - map.row(j)[0], dy = map.row(i)[1] - map.row(j)[1];
      const float squared = dx * dx + dy * dy;
      if (j != i && (nearest < 0 || squared < best)) {
        nearest = j;
        best = squared;
      }
    }
    same += nearest % clusters == i % clusters ? 1 : 0;
  }
  return static_cast<double>(same) / static_cast<double>(map.rows);
}

}  // namespace marcie::project::testing
