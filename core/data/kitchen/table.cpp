#include "core/data/kitchen/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

namespace marcie::data {

namespace {

constexpr int kTile = 512;  // px, side of the tile that every picture cuts its table out of

// Smooth noise in -1…1: few random values, spread over the tile.
cv::Mat smoothNoise(int columns, int rows, Rng& rng) {
  cv::Mat coarse(rows, columns, CV_32FC1);
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) coarse.at<float>(y, x) = static_cast<float>(rng.uniform(-1, 1));
  }
  cv::Mat smooth;
  cv::resize(coarse, smooth, cv::Size(kTile, kTile), 0, 0, cv::INTER_CUBIC);
  return smooth;
}

void setPixel(cv::Mat& tile, int x, int y, const cv::Vec3f& colour, float light) {
  auto& pixel = tile.at<cv::Vec3b>(y, x);
  for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<std::uint8_t>(colour[c] * light);
}

// Planks along x with grain, each a little lighter or darker, and a dark joint between them.
cv::Mat wood(const cv::Vec3f& colour, Rng& rng) {
  constexpr int kPlank = 64;
  cv::Mat tile(kTile, kTile, CV_8UC3);
  const cv::Mat grain = smoothNoise(6, 160, rng);
  const cv::Mat fine = smoothNoise(12, 420, rng);
  const cv::Mat cloud = smoothNoise(5, 9, rng);
  std::array<float, kTile / kPlank> shade{};
  for (float& value : shade) value = static_cast<float>(rng.uniform(-0.06, 0.06));
  for (int y = 0; y < kTile; ++y) {
    const int inPlank = y % kPlank;
    const float joint = inPlank < 2 ? 0.72F : 1.0F;
    for (int x = 0; x < kTile; ++x) {
      const float light = 1 + shade[static_cast<std::size_t>(y / kPlank)] + 0.07F * grain.at<float>(y, x) +
                          0.04F * fine.at<float>(y, x) + 0.05F * cloud.at<float>(y, x);
      setPixel(tile, x, y, colour, light * joint);
    }
  }
  return tile;
}

// Woven cloth in checks or stripes.
cv::Mat cloth(const cv::Vec3f& ground, const cv::Vec3f& stripe, bool checked, Rng& rng) {
  constexpr int kPeriod = 64;
  cv::Mat tile(kTile, kTile, CV_8UC3);
  const cv::Mat fold = smoothNoise(7, 7, rng);
  for (int y = 0; y < kTile; ++y) {
    for (int x = 0; x < kTile; ++x) {
      const float across = x % kPeriod < kPeriod / 2 ? 1.0F : 0.0F;
      const float along = y % kPeriod < kPeriod / 2 ? 1.0F : 0.0F;
      const float share = checked ? 0.5F * (across + along) : (y % kPeriod < 8 ? 0.8F : 0.0F);
      const float thread = ((x / 2 + y / 2) % 2 == 0) ? 1.015F : 0.985F;
      setPixel(tile, x, y, ground * (1 - share) + stripe * share, thread * (1 + 0.05F * fold.at<float>(y, x)));
    }
  }
  return tile;
}

const cv::Mat& tileOf(int kind) {
  static const std::array<cv::Mat, 4> tiles = [] {
    Rng rng(4);
    return std::array<cv::Mat, 4>{wood({214, 172, 122}, rng), wood({124, 84, 58}, rng),
                                  cloth({236, 238, 240}, {116, 148, 190}, true, rng),
                                  cloth({176, 190, 168}, {232, 232, 216}, false, rng)};
  }();
  return tiles[static_cast<std::size_t>(kind) % tiles.size()];
}

}  // namespace

cv::Mat tableTop(int kind, int size, Rng& rng) {
  const double angle = 2 * std::numbers::pi * rng.uniform();
  const double scale = 320.0 / size;
  const double c = std::cos(angle) * scale;
  const double s = std::sin(angle) * scale;
  const double half = size / 2.0;
  const cv::Matx23d inverse(c, -s, kTile * rng.uniform() - c * half + s * half, s, c,
                            kTile * rng.uniform() - s * half - c * half);
  cv::Mat top;
  cv::warpAffine(tileOf(kind), top, inverse, cv::Size(size, size), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_WRAP);
  return top;
}

}  // namespace marcie::data
