// Features of pictures without labels and without a training loop: soft assignment of small patches to centroids
// (Coates, Ng, Lee, "An analysis of single-layer networks in unsupervised feature learning", AISTATS 2011).
//
// 6 × 6 patches at every place, each brought to mean 0 and deviation 1 (contrast), whitened (ZCA), and compared with k
// centroids: activation k = max(0, mean distance - distance k). Averaged over cells. 3 × 2 cells × 256 = 1,536 numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/rec/data/feature_reducer.h"
#include "core/rec/data/picture_shape.h"

namespace marcie::rec {

class PatchDictionary {
 public:
  // Learns whitening and centroids from patches drawn from `pictures` [n, 3, H, W] uint8.
  // Errors: cancelled, data (pictures smaller than a patch).
  [[nodiscard]] static Result<PatchDictionary> learn(const at::Tensor& pictures, const PictureShape& shape,
                                                     int centroids, std::uint64_t seed, const StopToken& stop);
  // Errors: format.
  [[nodiscard]] static Result<PatchDictionary> from(const NamedTensors& state);

  // pictures [n, 3, H, W] uint8 → [n, cells · centroids] float32
  [[nodiscard]] at::Tensor features(const at::Tensor& pictures) const;
  [[nodiscard]] const PictureShape& shape() const { return shape_; }
  [[nodiscard]] std::int64_t centroids() const { return centroids_.size(0); }
  [[nodiscard]] NamedTensors state() const;

 private:
  PictureShape shape_;
  at::Tensor mean_;       // [108]
  at::Tensor whitening_;  // [108, 108]
  at::Tensor centroids_;  // [k, 108]
};

// Every patch of the pictures, contrast-normalised: [n, 3, H, W] uint8 → [n · (H - 5) · (W - 5), 108] float32.
[[nodiscard]] at::Tensor normalisedPatches(const at::Tensor& pictures);

}  // namespace marcie::rec
