#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Standard deviation, of 255.
constexpr Severities kSigma{10, 18, 28, 40, 56};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  Rng rng(seed);
  const double sigma = detail::at(kSigma, 0, severity);
  cv::Mat result = rgb.clone();
  for (int y = 0; y < result.rows; ++y) {
    std::uint8_t* row = result.ptr(y);
    for (int x = 0; x < 3 * result.cols; ++x) row[x] = detail::toByte(row[x] + sigma * rng.normal());
  }
  return result;
}

}  // namespace

const CorruptionEntry& gaussianNoiseEntry() {
  static const CorruptionEntry entry{"gaussian_noise", "Gaussian noise",
                                     "Sensor noise: each colour value is moved at random.", change};
  return entry;
}

}  // namespace marcie::image
