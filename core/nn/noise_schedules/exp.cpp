#include <cmath>

#include "core/nn/noise_schedule.h"

namespace marcie::nn {
namespace {

// β_t = 1 - exp(-β_min/T - x_t (β_max - β_min) / (2T²)), x_t from 1 to 2T + 1 (the variance-preserving process of
// Song et al. 2021, in steps).
std::vector<double> betas(int steps) {
  constexpr double kMin = 0.1;
  constexpr double kMax = 10;
  const double t = steps;
  std::vector<double> result = linearBetas(steps, 1, 2 * t + 1, 2 * t + 1);
  for (double& x : result) x = 1 - std::exp(-kMin / t - x * 0.5 * (kMax - kMin) / (t * t));
  return result;
}

}  // namespace

const NoiseScheduleEntry& expEntry() {
  static const NoiseScheduleEntry entry{
      "exp", "Exponential", "Rate of noise grows linearly from 0.1 to 10 over the whole process; ends at ᾱ ≈ 0.006.",
      betas};
  return entry;
}

}  // namespace marcie::nn
