#include "core/nn/projection.h"

#include <torch/torch.h>

namespace marcie::nn {

void Projection::build(torch::nn::Module& owner, const char* name, ProjectionKind kind, std::int64_t in,
                       std::int64_t out) {
  switch (kind) {
    case ProjectionKind::linear:
      linear_ = owner.register_module(name, torch::nn::Linear(in, out));
      break;
    case ProjectionKind::mlp:
      layers_ = owner.register_module(
          name, torch::nn::Sequential(torch::nn::Linear(in, out), torch::nn::ReLU(), torch::nn::Linear(out, out)));
      break;
    case ProjectionKind::linearNorm:
      layers_ = owner.register_module(
          name,
          torch::nn::Sequential(torch::nn::Linear(in, out), torch::nn::LayerNorm(torch::nn::LayerNormOptions({out}))));
      break;
  }
}

}  // namespace marcie::nn
