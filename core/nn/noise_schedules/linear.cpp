#include <cmath>

#include "core/nn/noise_schedule.h"

namespace marcie::nn {
namespace {

// Ho et al. 2020, section 4.
std::vector<double> betas(int steps) {
  return linearBetas(steps, 1e-4, 0.02, 1);
}

}  // namespace

const NoiseScheduleEntry& linearEntry() {
  static const NoiseScheduleEntry entry{
      "linear", "Linear", "β from 0.0001 to 0.02 whatever T is: needs about 1,000 steps to reach pure noise.", betas};
  return entry;
}

}  // namespace marcie::nn
