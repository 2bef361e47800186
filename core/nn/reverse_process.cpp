#include "core/nn/reverse_process.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

namespace marcie::nn {

at::Tensor ReverseProcess::alphaBarAt(const at::Tensor& t) const {
  return torch::tensor(tables_.alphaBar, torch::kDouble).to(t.device()).index_select(0, t).unsqueeze(1);
}

at::Tensor ReverseProcess::noised(const at::Tensor& x0, const at::Tensor& t, const at::Tensor& noise) const {
  const at::Tensor alphaBar = alphaBarAt(t);
  const at::Tensor signal = alphaBar.sqrt().to(x0.dtype());
  return signal * x0 + (1 - alphaBar).sqrt().to(x0.dtype()) * noise;
}

std::vector<int> ReverseProcess::timeSteps(int steps, int samplingSteps) {
  std::vector<int> result;
  const int count = std::clamp(samplingSteps, 1, steps);
  for (int i = 0; i < count; ++i) {
    const double share = count > 1 ? static_cast<double>(i) / (count - 1) : 0;
    result.push_back(static_cast<int>(std::lround((1 - share) * (steps - 1))));
  }
  return result;
}

at::Tensor ReverseProcess::run(const at::Tensor& start, const Predict& predict, const ReverseOptions& options,
                               const Noise& noise, const OnStep& onStep) const {
  const std::vector<int> sequence =
      options.sequence.empty() ? timeSteps(tables_.steps(), options.samplingSteps) : options.sequence;
  at::Tensor state = start;
  at::Tensor x0;
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    const int t = sequence[i];
    const double now = tables_.alphaBar[static_cast<std::size_t>(t)];
    const double next = i + 1 < sequence.size() ? tables_.alphaBar[static_cast<std::size_t>(sequence[i + 1])] : 1.0;
    x0 = predict(state, t);
    if (next >= 1) {
      state = x0;
    } else {
      const double sigma = options.eta * std::sqrt((1 - next) / (1 - now)) * std::sqrt(1 - now / next);
      const auto meanAt = [&](int step) { return options.mean ? options.mean(x0, step) : x0; };
      const at::Tensor direction = noiseFromX0(state, meanAt(t), now);
      state =
          std::sqrt(next) * meanAt(sequence[i + 1]) + std::sqrt(std::max(0.0, 1 - next - sigma * sigma)) * direction;
      if (sigma > 0) state = state + sigma * noise(state);
    }
    const ReverseStep step{static_cast<int>(i), static_cast<int>(sequence.size()), t, state, x0};
    if (onStep && !onStep(step)) break;
  }
  return x0;
}

at::Tensor ReverseProcess::runAncestral(const at::Tensor& start, const Predict& predict, const Noise& noise,
                                        const OnStep& onStep) const {
  const int steps = tables_.steps();
  at::Tensor state = start;
  at::Tensor x0;
  for (int t = steps - 1; t >= 0; --t) {
    const auto k = static_cast<std::size_t>(t);
    x0 = predict(state, t);
    state = tables_.x0Weight[k] * x0 + tables_.stateWeight[k] * state;
    if (t > 0) state = state + std::sqrt(tables_.posteriorVariance[k]) * noise(state);
    if (onStep && !onStep({steps - 1 - t, steps, t, state, x0})) break;
  }
  return x0;
}

at::Tensor x0FromNoise(const at::Tensor& state, const at::Tensor& noise, double alphaBar) {
  return (state - std::sqrt(1 - alphaBar) * noise) / std::sqrt(alphaBar);
}

at::Tensor noiseFromX0(const at::Tensor& state, const at::Tensor& x0, double alphaBar) {
  return (state - std::sqrt(alphaBar) * x0) / std::sqrt(1 - alphaBar);
}

at::Tensor velocityOf(const at::Tensor& x0, const at::Tensor& noise, double alphaBar) {
  return std::sqrt(alphaBar) * noise - std::sqrt(1 - alphaBar) * x0;
}

at::Tensor x0FromVelocity(const at::Tensor& state, const at::Tensor& velocity, double alphaBar) {
  return std::sqrt(alphaBar) * state - std::sqrt(1 - alphaBar) * velocity;
}

at::Tensor noiseFromVelocity(const at::Tensor& state, const at::Tensor& velocity, double alphaBar) {
  return std::sqrt(alphaBar) * velocity + std::sqrt(1 - alphaBar) * state;
}

at::Tensor guided(const at::Tensor& conditional, const at::Tensor& unconditional, double weight) {
  return (1 + weight) * conditional - weight * unconditional;
}

}  // namespace marcie::nn
