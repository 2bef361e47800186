#include <cmath>

#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Photons at full white.
constexpr Severities kPhotons{120, 60, 30, 15, 8};
constexpr double kNormalFrom = 12;  // counts above it are drawn from the normal distribution that they approach

double count(double mean, Rng& rng) {
  if (mean < kNormalFrom) return rng.poisson(mean);
  return std::round(mean + std::sqrt(mean) * rng.normal());
}

// No damage is no end of photons: below the mildest severity the variance of the noise, 1 / photons, grows evenly.
double photons(double severity) {
  return severity < 1 ? kPhotons[0] / severity : detail::at(kPhotons, kPhotons[0], severity);
}

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  Rng rng(seed);
  const double perLevel = photons(severity) / 255;
  cv::Mat result = rgb.clone();
  for (int y = 0; y < result.rows; ++y) {
    std::uint8_t* row = result.ptr(y);
    for (int x = 0; x < 3 * result.cols; ++x) row[x] = detail::toByte(count(row[x] * perLevel, rng) / perLevel);
  }
  return result;
}

}  // namespace

const CorruptionEntry& shotNoiseEntry() {
  static const CorruptionEntry entry{"shot_noise", "Shot noise",
                                     "Too little light: each colour value is a count of few photons.", change};
  return entry;
}

}  // namespace marcie::image
