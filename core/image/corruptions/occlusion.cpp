#include <cmath>

#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Share of the area that is covered.
constexpr Severities kArea{.05, .10, .17, .26, .37};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  Rng rng(seed);
  const double share = std::sqrt(detail::at(kArea, 0, severity));
  const int width = static_cast<int>(std::lround(share * rgb.cols));
  const int height = static_cast<int>(std::lround(share * rgb.rows));
  // One place for all severities: a larger rectangle covers what a smaller one did.
  const int left = static_cast<int>(rng.uniform() * (rgb.cols - width));
  const int top = static_cast<int>(rng.uniform() * (rgb.rows - height));
  cv::Scalar colour;
  for (int c = 0; c < 3; ++c) colour[c] = rng.uniform(0, 255);
  cv::Mat result = rgb.clone();
  result(cv::Rect(left, top, width, height)).setTo(colour);
  return result;
}

}  // namespace

const CorruptionEntry& occlusionEntry() {
  static const CorruptionEntry entry{"occlusion", "Occlusion", "Something in the way: a rectangle of one colour.",
                                     change};
  return entry;
}

}  // namespace marcie::image
