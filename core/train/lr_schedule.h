// Warm-up, then a half cosine, once per phase.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace marcie::train {

// Factor on the learning rate at step `step` of `steps` (0-based): rises linearly to 1 over the first
// ⌊warmup · steps⌋ steps, then follows (1 + cos)/2 towards 0, which the step after the last would reach.
[[nodiscard]] inline double learningRateFactor(std::int64_t step, std::int64_t steps, double warmup) {
  const auto rising = static_cast<std::int64_t>(warmup * static_cast<double>(steps));
  if (step < rising) return static_cast<double>(step + 1) / static_cast<double>(rising + 1);
  const double share = static_cast<double>(step - rising) / static_cast<double>(steps - rising);
  return 0.5 * (1 + std::cos(std::numbers::pi * share));
}

}  // namespace marcie::train
