// Pictures → numbers: one place, so that training, evaluation and prediction agree.
//
// Evaluation and prediction: exact decode → square of the cached size (short side fitted, centre crop) → resized to the
// network's size → normalised. Training: the cached square → one affine warp (crop, flip, rotation) → one colour matrix
// (brightness, contrast, saturation) → normalised. Pure and thread-safe.
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>
#include <opencv2/core/mat.hpp>

#include "core/api/data_options.h"
#include "core/base/random.h"

namespace marcie::data {

// Side of the cached squares: data.cacheSize, but never below the picture size.
[[nodiscard]] int cachedSide(const DataOptions& options);

// `square`: [side, side, 3] uint8 RGB. Writes imageSize × imageSize × 3 floats in HWC order.
void evaluationPixels(const cv::Mat& square, int imageSize, float* out);
// The same, changed at random with numbers drawn from `rng`; without augmentation equal to evaluationPixels.
void trainingPixels(const cv::Mat& square, int imageSize, const AugmentOptions& options, Rng& rng, float* out);

// [1, 3, imageSize, imageSize] float32, channels_last, normalised: exactly what evaluation sees of this picture.
// `rgb` comes from image::decodeFile without reduction.
[[nodiscard]] at::Tensor imageToTensor(const cv::Mat& rgb, int imageSize, int cachedSide);

}  // namespace marcie::data
