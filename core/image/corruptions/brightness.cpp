#include <cmath>

#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Logarithm of the factor on all colour values.
constexpr Severities kExposure{.2, .4, .6, .8, 1.0};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  const double sign = Rng(seed).chance(0.5) ? 1 : -1;
  cv::Mat result;
  rgb.convertTo(result, -1, std::exp(sign * detail::at(kExposure, 0, severity)));
  return result;
}

}  // namespace

const CorruptionEntry& brightnessEntry() {
  static const CorruptionEntry entry{"brightness", "Brightness",
                                     "Another exposure: lighter or darker, as the seed has it.", change};
  return entry;
}

}  // namespace marcie::image
