#include "core/rec/data/edge_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace marcie::rec {
namespace {

constexpr int kCell = 8;        // px
constexpr int kDirections = 9;  // over half a turn
constexpr int kLevels = 4;      // of each colour channel
constexpr float kCut = 0.2F;

struct Grid {
  int rows = 0, columns = 0;
};
Grid gridOf(const PictureShape& shape) {
  return {shape.height / kCell, shape.width / kCell};
}

// Directions of each cell, weighted by strength; a direction between two bins goes to both.
std::vector<float> cellDirections(const cv::Mat& picture, Grid grid) {
  std::vector<float> cells(static_cast<std::size_t>(grid.rows * grid.columns * kDirections), 0.0F);
  for (int y = 0; y < grid.rows * kCell; ++y) {
    for (int x = 0; x < grid.columns * kCell; ++x) {
      float gx = 0;
      float gy = 0;
      const auto& left = picture.at<cv::Vec3b>(y, std::max(x - 1, 0));
      const auto& right = picture.at<cv::Vec3b>(y, std::min(x + 1, picture.cols - 1));
      const auto& above = picture.at<cv::Vec3b>(std::max(y - 1, 0), x);
      const auto& below = picture.at<cv::Vec3b>(std::min(y + 1, picture.rows - 1), x);
      for (int c = 0; c < 3; ++c) {  // the channel with the strongest edge speaks
        const auto dx = static_cast<float>(right[c] - left[c]);
        const auto dy = static_cast<float>(below[c] - above[c]);
        if (dx * dx + dy * dy > gx * gx + gy * gy) gx = dx, gy = dy;
      }
      const float strength = std::sqrt(gx * gx + gy * gy);
      float angle = std::atan2(gy, gx) / std::numbers::pi_v<float>;
      if (angle < 0) angle += 1;
      const float at = angle * kDirections - 0.5F;
      const float low = std::floor(at);
      const int bin = (static_cast<int>(low) + kDirections) % kDirections;
      float* cell = cells.data() + static_cast<std::ptrdiff_t>((y / kCell) * grid.columns + x / kCell) * kDirections;
      cell[bin] += strength * (1 - (at - low));
      cell[(bin + 1) % kDirections] += strength * (at - low);
    }
  }
  return cells;
}

void toLengthOne(float* values, int count) {
  constexpr float kFloor = 1e-2F;
  float sum = kFloor * kFloor;
  for (int i = 0; i < count; ++i) sum += values[i] * values[i];
  const float factor = 1 / std::sqrt(sum);
  for (int i = 0; i < count; ++i) values[i] *= factor;
}

void addBlocks(const std::vector<float>& cells, Grid grid, std::vector<float>& out) {
  constexpr int kBlockSize = 4 * kDirections;
  for (int y = 0; y + 1 < grid.rows; ++y) {
    for (int x = 0; x + 1 < grid.columns; ++x) {
      const std::size_t begin = out.size();
      for (const int cell : {y * grid.columns + x, y * grid.columns + x + 1, (y + 1) * grid.columns + x,
                             (y + 1) * grid.columns + x + 1}) {
        const auto at = cells.begin() + static_cast<std::ptrdiff_t>(cell) * kDirections;
        out.insert(out.end(), at, at + kDirections);
      }
      toLengthOne(out.data() + begin, kBlockSize);
      for (std::size_t i = begin; i < out.size(); ++i) out[i] = std::min(out[i], kCut);
      toLengthOne(out.data() + begin, kBlockSize);
    }
  }
}

void addColours(const cv::Mat& picture, const PictureShape& shape, std::vector<float>& out) {
  constexpr int kColours = kLevels * kLevels * kLevels;
  for (int row = 0; row < shape.rows; ++row) {
    for (int column = 0; column < shape.columns; ++column) {
      const int top = row * picture.rows / shape.rows;
      const int bottom = (row + 1) * picture.rows / shape.rows;
      const int left = column * picture.cols / shape.columns;
      const int right = (column + 1) * picture.cols / shape.columns;
      const std::size_t begin = out.size();
      out.resize(begin + kColours, 0.0F);
      const float each = 1 / static_cast<float>(std::max(1, (bottom - top) * (right - left)));
      for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
          const auto& pixel = picture.at<cv::Vec3b>(y, x);
          const int level =
              (pixel[0] * kLevels / 256 * kLevels + pixel[1] * kLevels / 256) * kLevels + pixel[2] * kLevels / 256;
          out[begin + static_cast<std::size_t>(level)] += each;
        }
      }
    }
  }
}

}  // namespace

std::int64_t edgeFeatureCount(const PictureShape& shape) {
  const Grid grid = gridOf(shape);
  return std::int64_t{std::max(0, grid.rows - 1)} * std::max(0, grid.columns - 1) * 4 * kDirections +
         std::int64_t{shape.cells()} * kLevels * kLevels * kLevels;
}

std::vector<float> edgeFeatures(const cv::Mat& picture, const PictureShape& shape) {
  std::vector<float> out;
  out.reserve(static_cast<std::size_t>(edgeFeatureCount(shape)));
  const Grid grid = gridOf(shape);
  addBlocks(cellDirections(picture, grid), grid, out);
  addColours(picture, shape, out);
  return out;
}

}  // namespace marcie::rec
