// What several fusions need.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>

#include "core/nn/network.h"

namespace marcie::nn {

// x_CDR at the size of x_EMA: as it is, or through a linear layer "match" of the owner where the sizes differ.
class MatchedSize {
 public:
  MatchedSize(const FusionSettings& settings, torch::nn::Module& owner) {
    if (settings.alignedDim == settings.reconstructedDim) return;
    linear_ = owner.register_module("match", torch::nn::Linear(settings.reconstructedDim, settings.alignedDim));
  }
  // [B, d_target] → [B, d]
  at::Tensor operator()(const at::Tensor& reconstructed) {
    return linear_.is_empty() ? reconstructed : linear_->forward(reconstructed);
  }

 private:
  torch::nn::Linear linear_{nullptr};
};

}  // namespace marcie::nn
