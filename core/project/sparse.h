// A symmetric sparse matrix by rows, and how one is made of neighbour lists.
#pragma once

#include <cstdint>
#include <vector>

#include "core/project/crew.h"
#include "core/project/neighbours.h"

namespace marcie::project {

struct SparseRows {
  std::vector<std::int64_t> begin;    // [rows + 1]
  std::vector<std::int32_t> columns;  // ascending within a row
  std::vector<float> values;
  [[nodiscard]] std::int64_t rows() const { return static_cast<std::int64_t>(begin.size()) - 1; }
};

// How w(i, j) and w(j, i) become one symmetric value; 0 stands for a neighbour that is not one the other way.
using Symmetrise = float (*)(float there, float back);

// `weights` [points · count] belong to neighbours.indices. Fixed order, independent of the number of threads.
[[nodiscard]] SparseRows symmetricRows(const Neighbours& neighbours, const std::vector<float>& weights,
                                       Symmetrise symmetrise, Crew& crew);

}  // namespace marcie::project
