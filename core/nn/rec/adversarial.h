// The worst small change of a batch of features.
#pragma once

#include <ATen/core/Tensor.h>

namespace marcie::nn::rec {

// Rows of length `strength` along the rows of `gradient` [N, d]; where a row is zero the change is zero.
[[nodiscard]] at::Tensor worstChange(const at::Tensor& gradient, double strength);

}  // namespace marcie::nn::rec
