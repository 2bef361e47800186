#include <opencv2/core.hpp>

#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// What is left of the distance to the mean.
constexpr Severities kLeft{.75, .55, .40, .27, .15};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t /*seed*/) {
  const double left = detail::at(kLeft, 1, severity);
  const cv::Scalar mean = cv::mean(rgb);
  const double grey = (mean[0] + mean[1] + mean[2]) / 3;
  cv::Mat result;
  rgb.convertTo(result, -1, left, (1 - left) * grey);
  return result;
}

}  // namespace

const CorruptionEntry& contrastEntry() {
  static const CorruptionEntry entry{"contrast", "Contrast",
                                     "Haze: all colours move towards the mean grey of the picture.", change};
  return entry;
}

}  // namespace marcie::image
