// The nearest neighbours of every point, exact or approximate.
//
// Exact: every pair, in register tiles. Approximate, for many points: points are sorted into about √n cells (k-means of
// a seeded sample); a point is compared with those of its nearest cells, then with its neighbours' neighbours. Both run
// on any number of threads with one result per seed, which a graph that is built by insertion (HNSW) gives on a single
// thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/api/projection_options.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/project/crew.h"
#include "core/project/matrix.h"

namespace marcie::project {

struct Neighbours {
  std::int64_t points = 0, count = 0;  // `count` neighbours each, the point itself left out
  std::vector<std::int32_t> indices;   // [points · count], nearest first; ties by index
  std::vector<float> squared;          // [points · count] squared Euclidean distance of the rows that were searched
  bool exact = true;
};

// Points as the metric sees them: centred, or on the unit sphere (a row of zeros stays where it is). Squared Euclidean
// distances of the result are d² for `euclidean` and 2(1 - cos) for `cosine`.
[[nodiscard]] Matrix metricSpace(const Matrix& points, ProjectionMetric metric, Crew& crew);

// Share of the work that is done, in [0, 1]; called by the calling thread.
using ShareDone = std::function<void(double)>;

// `points`: finite, from metricSpace(). count < points.rows. Errors: cancelled.
[[nodiscard]] Result<Neighbours> nearestNeighbours(const Matrix& points, std::int64_t count, NeighbourSearch search,
                                                   std::uint64_t seed, Crew& crew, const StopToken& stop,
                                                   const ShareDone& share = {});
// What `automatic` means for a table of this size.
[[nodiscard]] bool searchesExactly(std::int64_t rows, std::int64_t columns);

}  // namespace marcie::project
