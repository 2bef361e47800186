#include "core/nn/time_embedding.h"

#include <cmath>

#include <torch/torch.h>

namespace marcie::nn {

at::Tensor sinusoidalTime(const at::Tensor& step, std::int64_t dim, at::ScalarType type) {
  const std::int64_t half = dim / 2;
  const at::Tensor k = torch::arange(half, torch::dtype(torch::kFloat).device(step.device()));
  const at::Tensor frequency = torch::exp(k * (-std::log(10000.0) / static_cast<double>(half - 1)));
  const at::Tensor angle = step.to(torch::kFloat).unsqueeze(1) * frequency.unsqueeze(0);
  return torch::cat({angle.sin(), angle.cos()}, 1).to(type);
}

}  // namespace marcie::nn
