#include <cmath>

#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

constexpr Severities kDegrees{8, 16, 26, 38, 55};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  const double sign = Rng(seed).chance(0.5) ? 1 : -1;
  const double angle = sign * detail::at(kDegrees, 0, severity) * CV_PI / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  const double x = (rgb.cols - 1) / 2.0;
  const double y = (rgb.rows - 1) / 2.0;
  return detail::warped(rgb, {c, -s, x - c * x + s * y, s, c, y - s * x - c * y, 0, 0, 1});
}

}  // namespace

const CorruptionEntry& rotationEntry() {
  static const CorruptionEntry entry{"rotation", "Rotation", "The camera was tilted, either way.", change};
  return entry;
}

}  // namespace marcie::image
