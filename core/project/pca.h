// Principal components: the directions in which points vary most.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/project/crew.h"
#include "core/project/matrix.h"

namespace marcie::project {

struct Pca {
  Matrix scores;                 // [rows, components]: centred points along the components
  Matrix directions;             // [components, columns]: unit vectors, the largest element of each positive
  std::vector<double> variance;  // of each component (divided by rows)
  double total = 0;              // variance of the points
  // Share of the variance that the first `count` components keep; 0 when the points do not vary.
  [[nodiscard]] double explained(std::size_t count) const;
};

// `points`: finite. Up to 512 columns the covariance matrix is decomposed; beyond, a block of directions is iterated
// until it stands still (Halko, Martinsson, Tropp 2011) from a start that depends on `seed` alone. Components that the
// points do not have are zero. Errors: cancelled.
[[nodiscard]] Result<Pca> principalComponents(const Matrix& points, std::int64_t components, std::uint64_t seed,
                                              Crew& crew, const StopToken& stop = {});

}  // namespace marcie::project
