// The learning rate of a phase: warm-up, then one of several ways down.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/api/trainer_options.h"

namespace marcie::train {

// Where one-cycle begins and ends, as shares of the largest rate (Smith and Topin 2017; PyTorch's defaults).
inline constexpr double kOneCycleStart = 1.0 / 25;
inline constexpr double kOneCycleEnd = kOneCycleStart * 1e-4;

// Factor on the learning rate at step `step` of the `steps` of a phase (0-based). It rises over the first
// ⌊warmup · steps⌋ steps, linearly from 0 to 1, or along a half cosine from kOneCycleStart with one-cycle, and then
// follows the schedule. What goes down reaches its end at the step after the last. `stepsPerEpoch` is what the schedule
// `step` counts with; momentum stays as it is in all of them.
[[nodiscard]] inline double learningRateFactor(std::int64_t step, std::int64_t steps, const TrainerOptions& options,
                                               std::int64_t stepsPerEpoch) {
  const auto rising = static_cast<std::int64_t>(options.warmup * static_cast<double>(steps));
  const auto along = [](double from, double to, double share) {
    return to + 0.5 * (from - to) * (1 + std::cos(std::numbers::pi * share));
  };
  const bool oneCycle = options.schedule == LearningRateSchedule::oneCycle;
  if (step < rising) {
    if (oneCycle) return along(kOneCycleStart, 1, static_cast<double>(step) / static_cast<double>(rising));
    return static_cast<double>(step + 1) / static_cast<double>(rising + 1);
  }
  const double share = static_cast<double>(step - rising) / static_cast<double>(steps - rising);
  switch (options.schedule) {
    case LearningRateSchedule::cosine:
      return 0.5 * (1 + std::cos(std::numbers::pi * share));
    case LearningRateSchedule::constant:
      return 1;
    case LearningRateSchedule::step:
      return std::pow(options.stepFactor, static_cast<double>(step / (stepsPerEpoch * options.stepEpochs)));
    case LearningRateSchedule::linear:
      return 1 - share;
    case LearningRateSchedule::oneCycle:
      return along(1, kOneCycleEnd, share);
  }
  return 1;
}

}  // namespace marcie::train
