#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Share of the resolution that is left.
constexpr Severities kLeft{.60, .45, .33, .24, .17};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t /*seed*/) {
  const double left = detail::at(kLeft, 1, severity);
  const auto shrunk = [left](int side) { return std::max(1, static_cast<int>(std::lround(left * side))); };
  cv::Mat small;
  cv::Mat result;
  cv::resize(rgb, small, cv::Size(shrunk(rgb.cols), shrunk(rgb.rows)), 0, 0, cv::INTER_AREA);
  cv::resize(small, result, rgb.size(), 0, 0, cv::INTER_NEAREST);
  return result;
}

}  // namespace

const CorruptionEntry& pixelateEntry() {
  static const CorruptionEntry entry{"pixelate", "Pixelate", "Seen at a low resolution and blown up again.", change};
  return entry;
}

}  // namespace marcie::image
