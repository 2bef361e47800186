#include <array>

#include <opencv2/imgproc.hpp>

#include "core/base/random.h"
#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// How far each corner of the far edge moves along it and inward, as a share of the side.
constexpr Severities kTilt{.05, .10, .15, .21, .28};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t seed) {
  if (rgb.cols < 2 || rgb.rows < 2) return rgb.clone();
  const auto w = static_cast<float>(rgb.cols - 1);
  const auto h = static_cast<float>(rgb.rows - 1);
  const auto tilt = static_cast<float>(detail::at(kTilt, 0, severity));
  const std::array<cv::Point2f, 4> corners{cv::Point2f(0, 0), cv::Point2f(w, 0), cv::Point2f(w, h), cv::Point2f(0, h)};
  std::array<cv::Point2f, 4> seen = corners;
  const auto first = static_cast<std::size_t>(Rng(seed).below(4));  // the far edge runs from this corner to the next
  const std::size_t next = (first + 1) % 4;
  const cv::Point2f along = tilt * (corners[next] - corners[first]);
  const cv::Point2f inward = tilt * (corners[(first + 3) % 4] - corners[first]);
  seen[first] += along + inward;
  seen[next] += inward - along;
  return detail::warped(rgb, cv::Matx33d(cv::getPerspectiveTransform(seen.data(), corners.data())));
}

}  // namespace

const CorruptionEntry& perspectiveEntry() {
  static const CorruptionEntry entry{"perspective", "Perspective",
                                     "Seen from the side: one edge of the picture is farther away.", change};
  return entry;
}

}  // namespace marcie::image
