// The last steps of features that are fitted: each dimension to mean 0 and deviation 1, then principal components.
//
// Components are not whitened unless asked: their spread says how much of the pictures they explain. One common factor
// brings the mean variance of the components to 1, which is what models expect of their input. Immutable once fitted.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace marcie::rec {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;
// The tensor of that name; undefined when there is none.
[[nodiscard]] at::Tensor namedTensor(const NamedTensors& tensors, const std::string& name);

class FeatureReducer {
 public:
  // rows [n, D] float32, n > 0. `width` 0 keeps all dimensions; otherwise at most min(n, D, width) components.
  [[nodiscard]] static FeatureReducer fit(const at::Tensor& rows, std::int64_t width, bool whiten);
  // Errors: format.
  [[nodiscard]] static Result<FeatureReducer> from(const NamedTensors& state);

  [[nodiscard]] at::Tensor apply(const at::Tensor& rows) const;  // [n, D] → [n, width()] float32
  [[nodiscard]] std::int64_t width() const;
  [[nodiscard]] std::int64_t inputs() const { return mean_.size(0); }
  [[nodiscard]] NamedTensors state() const;

 private:
  at::Tensor mean_, inverse_;  // [D]
  at::Tensor directions_;      // [D, width], scaled; undefined without components
};

}  // namespace marcie::rec
