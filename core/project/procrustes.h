// Laying one map over another: rotation, reflection, scale and shift that bring it nearest (Schönemann 1966).
#pragma once

#include <cstdint>
#include <vector>

#include "core/project/matrix.h"

namespace marcie::project {

// p → scale · p · rotation + shift for row vectors p.
struct Similarity {
  double scale = 1;
  double rotation[2][2] = {{1, 0}, {0, 1}};  // orthogonal; its determinant is -1 for a reflection
  double shift[2] = {0, 0};
  void apply(Matrix& map) const;  // [n, 2], in place
};

// The similarity with the least Σ |s · a_i · R + t - b_i|² over rows that are finite in both; rows of `moving` and
// `target` [n, 2] belong together by their number. With fewer than two such rows, or all in one place, only the shift
// is fitted.
[[nodiscard]] Similarity procrustes(const Matrix& moving, const Matrix& target);

}  // namespace marcie::project
