// UMAP's graph: how certainly two points are neighbours (McInnes, Healy, Melville 2018, algorithms 2 and 3).
#pragma once

#include <cstdint>

#include "core/api/projection_options.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/project/crew.h"
#include "core/project/neighbours.h"
#include "core/project/sparse.h"

namespace marcie::project {

// w(i → j) = exp(-max(0, d_ij - ρ_i) / σ_i) with ρ_i the distance to the nearest distinct neighbour and σ_i so that the
// weights sum to log2(count + 1), the point itself included; then w + wᵀ - w·wᵀ. Distances are Euclidean, or 1 - cos.
// Errors: cancelled.
[[nodiscard]] Result<SparseRows> fuzzyNeighbours(const Neighbours& neighbours, ProjectionMetric metric, Crew& crew,
                                                 const StopToken& stop);

// The curve 1 / (1 + a d^2b) that is nearest, in least squares, to 1 up to minDist and exp(-(d - minDist) / spread)
// beyond.
struct MapCurve {
  double a = 1, b = 1;
};
[[nodiscard]] MapCurve fitMapCurve(double minDist, double spread);

}  // namespace marcie::project
