#include "core/train/weight_average.h"

#include <algorithm>

#include <torch/torch.h>

namespace marcie::train {

WeightAverage::WeightAverage(const torch::nn::Module& module, double decay) : decay_(decay) {
  if (!enabled()) return;
  const torch::NoGradGuard noGradients;
  for (const auto& [name, tensor] : stateOf(module)) {
    if (!tensor.is_floating_point()) continue;
    live_.emplace_back(name, tensor);
    averages_.emplace_back(name, tensor.detach().clone());
  }
}

void WeightAverage::update() {
  if (!enabled()) return;
  const torch::NoGradGuard noGradients;
  const auto n = static_cast<double>(updates_++);
  const double share = 1 - std::min(decay_, (1 + n) / (10 + n));
  for (std::size_t i = 0; i < live_.size(); ++i) averages_[i].second.lerp_(live_[i].second, share);
}

void WeightAverage::settle(std::string_view prefix) {
  const torch::NoGradGuard noGradients;
  for (std::size_t i = 0; i < live_.size(); ++i) {
    if (live_[i].first.starts_with(prefix)) live_[i].second.copy_(averages_[i].second);
  }
}

void WeightAverage::swap() {
  if (!enabled()) return;
  const torch::NoGradGuard noGradients;
  for (std::size_t i = 0; i < live_.size(); ++i) {
    const at::Tensor kept = live_[i].second.clone();
    live_[i].second.copy_(averages_[i].second);
    averages_[i].second.copy_(kept);
  }
}

}  // namespace marcie::train
