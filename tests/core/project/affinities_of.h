// What a t-SNE starts from, for tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/project/affinities.h"
#include "tests/core/project/points.h"

namespace marcie::project::testing {

inline SparseRows affinitiesOf(const Matrix& points, double perplexity, Crew& crew) {
  const auto found = nearestNeighbours(points, std::min<std::int64_t>(points.rows - 1, std::llround(3 * perplexity)),
                                       NeighbourSearch::exact, 1, crew, {});
  return gaussianAffinities(*found, perplexity, crew, {}).value();
}

inline std::vector<float> spreadStart(std::int64_t n) {
  Rng rng(5);
  std::vector<float> start;
  for (std::int64_t i = 0; i < 2 * n; ++i) start.push_back(static_cast<float>(rng.normal()));
  return start;
}

}  // namespace marcie::project::testing
