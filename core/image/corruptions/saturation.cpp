#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Factor on the distance of a colour from its grey.
constexpr Severities kFaded{.65, .45, .28, .14, 0};
constexpr Severities kGarish{1.5, 2, 2.6, 3.4, 4.5};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  const double factor = detail::at(Rng(seed).chance(0.5) ? kFaded : kGarish, 1, severity);
  cv::Mat result = rgb.clone();
  for (int y = 0; y < result.rows; ++y) {
    std::uint8_t* pixel = result.ptr(y);
    for (int x = 0; x < result.cols; ++x, pixel += 3) {
      const double grey = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];  // ITU-R BT.601
      for (int c = 0; c < 3; ++c) pixel[c] = detail::toByte(grey + factor * (pixel[c] - grey));
    }
  }
  return result;
}

}  // namespace

const CorruptionEntry& saturationEntry() {
  static const CorruptionEntry entry{"saturation", "Saturation", "Colours fade or become garish, as the seed has it.",
                                     change};
  return entry;
}

}  // namespace marcie::image
