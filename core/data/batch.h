// What a training or evaluation step gets. Every tensor lives on the CPU; the Trainer moves it.
#pragma once

#include <ATen/core/Tensor.h>

namespace marcie::data {

struct Batch {
  // [B, 3, H, W] float32 RGB, normalised with kImageMean/kImageStd, channels_last. Undefined where features stand for
  // them, or where only text is wanted.
  at::Tensor images;
  at::Tensor labels;    // [B] int64
  at::Tensor tags;      // [B, n_tags] float32 in {0, 1}: the privileged text. Undefined when the data has none
  at::Tensor indices;   // [B] int64, index into Dataset::samples
  at::Tensor features;  // [B, d_v] float32: x_v computed before. Undefined where the pictures are given
  // Of interactions: `labels` are users and `indices` items that they chose; this is items that they did not, [B, N]
  // int64, -1 where there is none. Undefined for pictures.
  at::Tensor negatives;

  // What a model looks at: the pictures, or what stands for them.
  [[nodiscard]] const at::Tensor& input() const { return features.defined() ? features : images; }
  [[nodiscard]] std::int64_t size() const { return labels.size(0); }
};

// ImageNet statistics, as every torchvision weight expects.
inline constexpr float kImageMean[3] = {0.485F, 0.456F, 0.406F};
inline constexpr float kImageStd[3] = {0.229F, 0.224F, 0.225F};

}  // namespace marcie::data
