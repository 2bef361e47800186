#include "core/nn/noise_schedule.h"

#include <algorithm>
#include <cmath>

namespace marcie::nn {

DiffusionTables::DiffusionTables(std::vector<double> betas) : beta(std::move(betas)) {
  double product = 1;
  for (const double b : beta) {
    const double before = product;
    product *= 1 - b;
    alphaBar.push_back(product);
    const double noise = 1 - product;
    x0Weight.push_back(b * std::sqrt(before) / noise);
    stateWeight.push_back(std::sqrt(1 - b) * (1 - before) / noise);
    posteriorVariance.push_back(b * (1 - before) / noise);
  }
}

std::vector<double> betasFromAlphaBar(int steps, const std::function<double(double)>& alphaBar, double smallest,
                                      double largest) {
  std::vector<double> betas;
  betas.reserve(static_cast<std::size_t>(steps));
  for (int t = 0; t < steps; ++t) {
    const double now = alphaBar(static_cast<double>(t) / steps);
    const double next = alphaBar(static_cast<double>(t + 1) / steps);
    betas.push_back(std::clamp(1 - next / now, smallest, largest));
  }
  return betas;
}

std::vector<double> linearBetas(int steps, double first, double last, double largest) {
  std::vector<double> betas;
  betas.reserve(static_cast<std::size_t>(steps));
  for (int t = 0; t < steps; ++t) {
    const double share = steps > 1 ? static_cast<double>(t) / (steps - 1) : 0;
    betas.push_back(std::min(first + (last - first) * share, largest));
  }
  return betas;
}

}  // namespace marcie::nn
