#include <cmath>

#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Logarithm of the factor.
constexpr Severities kZoom{.12, .25, .40, .55, .70};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  const double sign = Rng(seed).chance(0.5) ? 1 : -1;
  const double step = std::exp(sign * detail::at(kZoom, 0, severity));  // input pixels per output pixel
  const double x = (rgb.cols - 1) / 2.0;
  const double y = (rgb.rows - 1) / 2.0;
  return detail::warped(rgb, {step, 0, x - step * x, 0, step, y - step * y, 0, 0, 1});
}

}  // namespace

const CorruptionEntry& scaleEntry() {
  static const CorruptionEntry entry{"scale", "Scale", "Seen from nearer or farther away, as the seed has it.", change};
  return entry;
}

}  // namespace marcie::image
