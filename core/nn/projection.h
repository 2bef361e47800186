// The layers that lead a feature into the space in which pictures and texts meet.
#pragma once

#include <cstdint>

#include <torch/nn/module.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>

#include "core/api/marnet_options.h"

namespace marcie::nn {

// Registered with its owner under one name: "name.weight" for a linear layer, "name.0.weight", "name.2.weight" … for
// the deeper kinds.
class Projection {
 public:
  void build(torch::nn::Module& owner, const char* name, ProjectionKind kind, std::int64_t in, std::int64_t out);
  // [B, in] → [B, out]
  at::Tensor operator()(const at::Tensor& feature) {
    return linear_.is_empty() ? layers_->forward(feature) : linear_->forward(feature);
  }

 private:
  torch::nn::Linear linear_{nullptr};
  torch::nn::Sequential layers_{nullptr};
};

}  // namespace marcie::nn
