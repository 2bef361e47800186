#include <cmath>
#include <stdexcept>
#include <vector>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/corruption.h"

namespace marcie::image {
namespace {

constexpr Severities kQuality{40, 25, 15, 9, 5};

cv::Mat change(const cv::Mat& rgb, double severity, std::uint64_t /*seed*/) {
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  std::vector<std::uint8_t> bytes;
  const int quality = static_cast<int>(std::lround(detail::at(kQuality, 100, severity)));
  if (!cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, quality})) {
    throw std::runtime_error("the JPEG encoder gave up");
  }
  cv::Mat result;
  cv::cvtColor(cv::imdecode(bytes, cv::IMREAD_COLOR), result, cv::COLOR_BGR2RGB);
  return result;
}

}  // namespace

const CorruptionEntry& jpegEntry() {
  static const CorruptionEntry entry{"jpeg", "JPEG", "Compressed until blocks show.", change};
  return entry;
}

}  // namespace marcie::image
