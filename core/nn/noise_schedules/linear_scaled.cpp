#include <cmath>

#include "core/nn/noise_schedule.h"

namespace marcie::nn {
namespace {

std::vector<double> betas(int steps) {
  const double scale = 1000.0 / steps;
  return linearBetas(steps, scale * 1e-4, scale * 0.02, 0.999);
}

}  // namespace

const NoiseScheduleEntry& linearScaledEntry() {
  static const NoiseScheduleEntry entry{
      "linear_scaled", "Linear, scaled",
      "The linear schedule with β multiplied by 1000/T, so that few steps reach pure noise too.", betas};
  return entry;
}

}  // namespace marcie::nn
