// Damage that pictures meet in use (noise, blur, light, compression, things in the way, another viewpoint), in five
// severities and all between: what robustness is measured with. One file each in corruptions/, listed in
// core/image/CMakeLists.txt.
//
// The kinds follow the common-corruption benchmarks (Hendrycks and Dietterich, ICLR 2019); the severities are our own
// and lengths are shares of the picture's side, so that they mean the same at every size. Pure and thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/base/result.h"

namespace marcie::image {

inline constexpr int kSeverities = 5;
// A number for each severity, mildest first.
using Severities = std::array<double, kSeverities>;

struct CorruptionEntry {
  std::string_view name, title, help;
  // `rgb`: CV_8UC3, not empty; `severity` above 0, up to 5. A new picture of the same size and type; the same arguments
  // give the same bytes.
  cv::Mat (*change)(const cv::Mat& rgb, double severity, std::uint64_t seed);

  // As `change`; severity 0 gives a copy. Throws std::invalid_argument for other severities or pictures (a bug).
  [[nodiscard]] cv::Mat apply(const cv::Mat& rgb, double severity, std::uint64_t seed) const;
};
[[nodiscard]] std::span<const CorruptionEntry* const> corruptions();

// By names, in the order of the catalog; the one name "all" gives every one. Errors: usage, every unknown name at once
// with the nearest spelling.
[[nodiscard]] Result<std::vector<const CorruptionEntry*>> findCorruptions(std::span<const std::string> names);

namespace detail {
// The figure of a severity in [0, 5]: that of the table for whole ones, to the bit; on a straight line between two of
// them; `clean` is the figure that does nothing, at 0.
[[nodiscard]] inline double at(const Severities& values, double clean, double severity) {
  const auto whole = static_cast<std::size_t>(severity);
  const double below = whole == 0 ? clean : values[whole - 1];
  const double share = severity - static_cast<double>(whole);
  return share == 0 ? below : below + share * (values[whole] - below);
}
// The shorter side in pixels, which lengths are shares of.
[[nodiscard]] inline double sideOf(const cv::Mat& rgb) {
  return rgb.cols < rgb.rows ? rgb.cols : rgb.rows;
}
// Moves pixels by a homography or affine matrix (output → input); what comes from outside mirrors the picture.
[[nodiscard]] cv::Mat warped(const cv::Mat& rgb, const cv::Matx33d& outputToInput);
// Nearest of 0 … 255.
[[nodiscard]] std::uint8_t toByte(double value);
}  // namespace detail

}  // namespace marcie::image
