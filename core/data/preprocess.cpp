#include "core/data/preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ATen/ops/empty.h>
#include <opencv2/imgproc.hpp>

#include "core/data/batch.h"
#include "core/image/decode.h"

namespace marcie::data {

namespace {

constexpr std::array<float, 3> kLuma{0.299F, 0.587F, 0.114F};  // ITU-R BT.601

// out = matrix · rgb/255 + offset, clamped to [0, 1], then normalised.
struct ColourMap {
  std::array<std::array<float, 3>, 3> matrix{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  std::array<float, 3> offset{};
};

void normalise(const cv::Mat& rgb, const ColourMap& map, float* out) {
  std::array<std::array<float, 3>, 3> m = map.matrix;
  for (auto& row : m) {
    for (float& value : row) value /= 255.0F;
  }
  std::array<float, 3> inverseStd{};
  for (std::size_t c = 0; c < 3; ++c) inverseStd[c] = 1.0F / kImageStd[c];
  for (int y = 0; y < rgb.rows; ++y) {
    const std::uint8_t* from = rgb.ptr(y);
    for (int x = 0; x < rgb.cols; ++x, from += 3, out += 3) {
      const float r = from[0];
      const float g = from[1];
      const float b = from[2];
      for (std::size_t c = 0; c < 3; ++c) {
        const float value = m[c][0] * r + m[c][1] * g + m[c][2] * b + map.offset[c];
        out[c] = (std::min(std::max(value, 0.0F), 1.0F) - kImageMean[c]) * inverseStd[c];
      }
    }
  }
}

void normalise(const cv::Mat& rgb, float* out) {
  std::array<float, 3> scale{};
  std::array<float, 3> shift{};
  for (std::size_t c = 0; c < 3; ++c) {
    scale[c] = 1.0F / (255.0F * kImageStd[c]);
    shift[c] = -kImageMean[c] / kImageStd[c];
  }
  for (int y = 0; y < rgb.rows; ++y) {
    const std::uint8_t* from = rgb.ptr(y);
    for (int x = 0; x < 3 * rgb.cols; x += 3, out += 3) {
      for (int c = 0; c < 3; ++c) {
        const auto k = static_cast<std::size_t>(c);
        out[c] = static_cast<float>(from[x + c]) * scale[k] + shift[k];
      }
    }
  }
}

// Maps pixels of the output back into the cached square: crop, flip and rotation in one matrix.
cv::Matx23d drawWarp(int side, int imageSize, const AugmentOptions& options, Rng& rng) {
  const double area = rng.uniform(options.minCropArea, 1.0);
  const double ratio = std::exp(rng.uniform(std::log(3.0 / 4), std::log(4.0 / 3)));
  const double width = side * std::min(1.0, std::sqrt(area * ratio));
  const double height = side * std::min(1.0, std::sqrt(area / ratio));
  const double centreX = width / 2 + rng.uniform() * (side - width);
  const double centreY = height / 2 + rng.uniform() * (side - height);
  const bool mirrored = rng.chance(0.5) && options.flip;
  const double angle = rng.uniform(-1, 1) * options.rotation * CV_PI / 180;
  const double scaleX = (mirrored ? -1 : 1) * width / imageSize;
  const double scaleY = height / imageSize;
  const double a = std::cos(angle) * scaleX;
  const double b = -std::sin(angle) * scaleY;
  const double c = std::sin(angle) * scaleX;
  const double d = std::cos(angle) * scaleY;
  const double middle = (imageSize - 1) / 2.0;  // pixel centres lie at whole numbers
  return {a, b, centreX - 0.5 - a * middle - b * middle, c, d, centreY - 0.5 - c * middle - d * middle};
}

// Brightness, then contrast about the mean grey, then saturation: each by a factor in [1 - s, 1 + s], as one matrix.
ColourMap drawColour(const cv::Mat& rgb, double strength, Rng& rng) {
  const auto brightness = static_cast<float>(1 + strength * rng.uniform(-1, 1));
  const auto contrast = static_cast<float>(1 + strength * rng.uniform(-1, 1));
  const auto saturation = static_cast<float>(1 + strength * rng.uniform(-1, 1));
  const cv::Scalar mean = cv::mean(rgb);
  float grey = 0;
  for (std::size_t c = 0; c < 3; ++c) grey += kLuma[c] * static_cast<float>(mean[static_cast<int>(c)]) / 255.0F;
  ColourMap map;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      const float own = row == column ? saturation : 0.0F;
      map.matrix[row][column] = brightness * contrast * (own + (1 - saturation) * kLuma[column]);
    }
    map.offset[row] = (1 - contrast) * brightness * grey;  // grey is unchanged by the saturation
  }
  return map;
}

}  // namespace

int cachedSide(const DataOptions& options) {
  return std::max(options.cacheSize, options.imageSize);
}

void evaluationPixels(const cv::Mat& square, int imageSize, float* out) {
  if (square.cols == imageSize) return normalise(square, out);
  cv::Mat resized;
  cv::resize(square, resized, cv::Size(imageSize, imageSize), 0, 0,
             square.cols > imageSize ? cv::INTER_AREA : cv::INTER_LINEAR);
  normalise(resized, out);
}

void trainingPixels(const cv::Mat& square, int imageSize, const AugmentOptions& options, Rng& rng, float* out) {
  if (!options.enabled) return evaluationPixels(square, imageSize, out);
  const cv::Matx23d warp = drawWarp(square.cols, imageSize, options, rng);
  cv::Mat warped;
  cv::warpAffine(square, warped, warp, cv::Size(imageSize, imageSize), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_REFLECT_101);
  if (options.colour <= 0) return normalise(warped, out);
  normalise(warped, drawColour(warped, options.colour, rng), out);
}

at::Tensor imageToTensor(const cv::Mat& rgb, int imageSize, int cachedSide) {
  at::Tensor tensor =
      at::empty({1, 3, imageSize, imageSize}, at::TensorOptions(at::kFloat), at::MemoryFormat::ChannelsLast);
  evaluationPixels(image::resizeAndCrop(rgb, cachedSide), imageSize, tensor.mutable_data_ptr<float>());
  return tensor;
}

}  // namespace marcie::data
