#include "core/base/random.h"

#include <cmath>
#include <numbers>

namespace marcie {

double Rng::normal() {
  if (hasSpare_) {
    hasSpare_ = false;
    return spare_;
  }
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  const double angle = 2.0 * std::numbers::pi * uniform();
  spare_ = radius * std::sin(angle);
  hasSpare_ = true;
  return radius * std::cos(angle);
}

int Rng::poisson(double mean) {
  const double limit = std::exp(-mean);
  double product = uniform();
  int count = 0;
  while (product > limit) {
    ++count;
    product *= uniform();
  }
  return count;
}

}  // namespace marcie
