#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Length of the line, as a share of the side.
constexpr Severities kLength{.03, .055, .085, .12, .17};

// A line through the middle, each of its points spread over the four cells around it.
cv::Mat line(double length, double angle) {
  const int reach = static_cast<int>(std::ceil(length / 2)) + 1;
  cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32F, cv::Scalar(0));
  const int points = std::max(3, static_cast<int>(8 * length));
  for (int i = 0; i < points; ++i) {
    const double along = length * ((i + 0.5) / points - 0.5);
    const double x = reach + along * std::cos(angle);
    const double y = reach + along * std::sin(angle);
    const int left = static_cast<int>(x);
    const int top = static_cast<int>(y);
    const auto right = static_cast<float>(x - left);
    const auto low = static_cast<float>(y - top);
    kernel.at<float>(top, left) += (1 - low) * (1 - right);
    kernel.at<float>(top, left + 1) += (1 - low) * right;
    kernel.at<float>(top + 1, left) += low * (1 - right);
    kernel.at<float>(top + 1, left + 1) += low * right;
  }
  return kernel / cv::sum(kernel)[0];
}

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  const double angle = Rng(seed).uniform(0, CV_PI);
  cv::Mat result;
  cv::filter2D(rgb, result, -1, line(detail::at(kLength, 0, severity) * detail::sideOf(rgb), angle), cv::Point(-1, -1),
               0, cv::BORDER_REFLECT_101);
  return result;
}

}  // namespace

const CorruptionEntry& motionBlurEntry() {
  static const CorruptionEntry entry{"motion_blur", "Motion blur",
                                     "The camera moved: every point becomes a line of any direction.", change};
  return entry;
}

}  // namespace marcie::image
