#include <cmath>

#include "core/nn/noise_schedule.h"

namespace marcie::nn {
namespace {

// Li et al. 2022 (Diffusion-LM), appendix A.
std::vector<double> betas(int steps) {
  return betasFromAlphaBar(
      steps, [](double u) { return 1 - std::sqrt(u + 1e-4); }, 0, 0.999);
}

}  // namespace

const NoiseScheduleEntry& sqrtEntry() {
  static const NoiseScheduleEntry entry{"sqrt", "Square root",
                                        "ᾱ = 1 - √(t/T): destroys quickly at first; made for embeddings.", betas};
  return entry;
}

}  // namespace marcie::nn
