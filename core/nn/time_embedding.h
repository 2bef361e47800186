// The time step of a diffusion as a vector (Vaswani et al. 2017, Ho et al. 2020).
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace marcie::nn {

// [sin(t ω_k) | cos(t ω_k)], ω_k = 10000^(-k / (half - 1)), half = dim / 2, dim even and ≥ 4. step [B] int64 → [B, dim]
// of the type of the weights that read it.
[[nodiscard]] at::Tensor sinusoidalTime(const at::Tensor& step, std::int64_t dim, at::ScalarType type);

}  // namespace marcie::nn
