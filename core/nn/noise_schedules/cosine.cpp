#include <cmath>
#include <numbers>

#include "core/nn/noise_schedule.h"

namespace marcie::nn {
namespace {

// Nichol and Dhariwal 2021, equation 17, s = 0.008.
std::vector<double> betas(int steps) {
  const auto alphaBar = [](double u) {
    const double c = std::cos((u + 0.008) / 1.008 * std::numbers::pi / 2);
    return c * c;
  };
  return betasFromAlphaBar(steps, alphaBar, 1e-4, 0.9999);
}

}  // namespace

const NoiseScheduleEntry& cosineEntry() {
  static const NoiseScheduleEntry entry{
      "cosine", "Cosine", "Squared cosine: reaches pure noise at the last step for every T. The default.", betas};
  return entry;
}

}  // namespace marcie::nn
