// A map that follows another: the two directions in which points vary most, as far as that does not tear them away from
// where they were. For films of points that move a little from frame to frame.
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/project/crew.h"
#include "core/project/matrix.h"

namespace marcie::project {

// points [n, d], previous [n, 2] or empty → [n, 2]: centred points along two orthonormal directions W. Without a
// previous map: their first two principal components. With one, W maximises
//   tr(Wᵀ C W) / (λ₁ + λ₂) + 2 tr(Wᵀ B) / |B|,   C the covariance of the points, B = Xᵀ Y their product with the
//   previous map,
// by iterating W ← the orthonormal matrix nearest to the gradient, which never decreases it. How the points' own axes
// are turned from frame to frame does not matter; sizes are kept. Rows that are not finite are left out (NaN), and
// previous rows that are not finite do not pull. Errors: cancelled.
[[nodiscard]] Result<Matrix> followMap(const Matrix& points, const Matrix& previous, std::uint64_t seed, Crew& crew,
                                       const StopToken& stop = {});

}  // namespace marcie::project
