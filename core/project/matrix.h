// Plain tables of numbers: points to be mapped, and maps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace marcie::project {

// Row-major, one point a row.
struct Matrix {
  std::int64_t rows = 0, columns = 0;
  std::vector<float> values;  // rows · columns

  Matrix() = default;
  Matrix(std::int64_t r, std::int64_t c) : rows(r), columns(c), values(static_cast<std::size_t>(r * c)) {}
  [[nodiscard]] float* row(std::int64_t i) { return values.data() + i * columns; }
  [[nodiscard]] const float* row(std::int64_t i) const { return values.data() + i * columns; }
};

}  // namespace marcie::project
