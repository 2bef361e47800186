#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/image/corruption.h"

namespace marcie::image {
namespace {

// Radius of the disc, as a share of the side.
constexpr Severities kRadius{.008, .014, .021, .030, .042};

// A disc with a soft edge: each cell holds the share of its 8×8 points that lie inside.
cv::Mat disc(double radius) {
  const int reach = std::max(1, static_cast<int>(std::ceil(radius)));
  cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32F, cv::Scalar(0));
  constexpr int kPoints = 8;
  for (int y = 0; y < kernel.rows; ++y) {
    for (int x = 0; x < kernel.cols; ++x) {
      for (int i = 0; i < kPoints * kPoints; ++i) {
        const double dx = x - reach + (i % kPoints + 0.5) / kPoints - 0.5;
        const double dy = y - reach + (i / kPoints + 0.5) / kPoints - 0.5;
        if (std::hypot(dx, dy) <= radius) kernel.at<float>(y, x) += 1;
      }
    }
  }
  return kernel / cv::sum(kernel)[0];
}

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t /*seed*/) {
  // A disc below 0.6 px is hardly seen, one below 0.1 px would hold no point; the mildest damage grows out of nothing.
  const double least = std::max(0.1, 0.6 * std::min(1.0, severity));
  const double radius = std::max(least, detail::at(kRadius, 0, severity) * detail::sideOf(rgb));
  cv::Mat result;
  cv::filter2D(rgb, result, -1, disc(radius), cv::Point(-1, -1), 0, cv::BORDER_REFLECT_101);
  return result;
}

}  // namespace

const CorruptionEntry& defocusBlurEntry() {
  static const CorruptionEntry entry{"defocus_blur", "Defocus blur", "Out of focus: every point becomes a disc.",
                                     change};
  return entry;
}

}  // namespace marcie::image
