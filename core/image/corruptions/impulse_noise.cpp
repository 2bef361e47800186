#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Share of the colour values that are lost.
constexpr Severities kShare{.02, .05, .09, .14, .22};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  const double share = detail::at(kShare, 0, severity);
  cv::Mat result = rgb.clone();
  for (int y = 0; y < result.rows; ++y) {
    std::uint8_t* row = result.ptr(y);
    Rng rng(deriveSeed(seed, y));
    for (int x = 0; x < 3 * result.cols; ++x) {
      // Two draws a value, always: a higher severity loses what a lower one did, and more.
      const bool lost = rng.uniform() < share;
      const std::uint8_t to = rng.chance(0.5) ? 255 : 0;
      if (lost) row[x] = to;
    }
  }
  return result;
}

}  // namespace

const CorruptionEntry& impulseNoiseEntry() {
  static const CorruptionEntry entry{"impulse_noise", "Impulse noise",
                                     "Salt and pepper: some colour values are lost to black or white.", change};
  return entry;
}

}  // namespace marcie::image
