#include "core/image/corruption.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <opencv2/imgproc.hpp>

#include "core/base/strings.h"

namespace marcie::image {

cv::Mat CorruptionEntry::apply(const cv::Mat& rgb, double severity, std::uint64_t seed) const {
  if (rgb.type() != CV_8UC3 || rgb.empty()) throw std::invalid_argument("a corruption needs an 8-bit RGB picture");
  if (!(severity >= 0 && severity <= kSeverities)) throw std::invalid_argument("severities are 0 to 5");
  return severity == 0 ? rgb.clone() : change(rgb, severity, seed);
}

Result<std::vector<const CorruptionEntry*>> findCorruptions(std::span<const std::string> names) {
  const auto catalog = corruptions();
  if (names.size() == 1 && names.front() == "all") {
    return std::vector<const CorruptionEntry*>(catalog.begin(), catalog.end());
  }
  std::vector<std::string> known;
  for (const auto* entry : catalog) known.emplace_back(entry->name);
  std::string wrong;
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = nearestSpelling(name, known);
    wrong += (wrong.empty() ? "" : "\n") + std::string("there is no corruption '") + name + "'" +
             (near.empty() ? std::string() : "; did you mean '" + near + "'?");
  }
  if (names.empty()) wrong = "no corruption is named";
  if (!wrong.empty()) return Error{ErrorCode::usage, std::move(wrong), "Corruptions: all, " + join(known, ", "), {}};
  std::vector<const CorruptionEntry*> found;
  for (const auto* entry : catalog) {
    if (std::find(names.begin(), names.end(), entry->name) != names.end()) found.push_back(entry);
  }
  return found;
}

namespace detail {

cv::Mat warped(const cv::Mat& rgb, const cv::Matx33d& outputToInput) {
  cv::Mat result;
  cv::warpPerspective(rgb, result, outputToInput, rgb.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                      cv::BORDER_REFLECT_101);
  return result;
}

std::uint8_t toByte(double value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

}  // namespace detail
}  // namespace marcie::image
