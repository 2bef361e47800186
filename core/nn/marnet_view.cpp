// The test path: pictures alone.
#include <torch/torch.h>

#include "core/nn/marnet_impl.h"

namespace marcie::nn {
namespace F = torch::nn::functional;

// x_EMA [B, d] of z_v.
at::Tensor MarnetModel::Impl::emaOutput(const at::Tensor& aligned) {
  switch (options_.ema.form) {
    case EmaForm::l2:
      return F::normalize(aligned, F::NormalizeFuncOptions().p(2).dim(1).eps(1e-8));
    case EmaForm::residual:
      return aligned + emaResidual_(aligned);
    case EmaForm::plain:
      break;
  }
  return aligned;
}

at::Tensor MarnetModel::Impl::headLogits(MarnetState& state) {
  state.fused = projects_ ? state.emaOutput : state.features;
  if (reconstructs_) {
    FusionInput input{state.features, state.emaOutput, state.reconstructed, {}, {}};
    if (classifier_.is_empty()) {
      input.alignedLogits = sharedClassifier_(state.emaOutput);
      input.reconstructedLogits = cdrClassifier_(state.reconstructed);
    }
    state.fused = fusion_->fuse(input);
  }
  return classifier_.is_empty() ? state.fused : classifier_(state.fused);
}

// Everything before the fusion. Evaluation mode, no gradients.
MarnetState MarnetModel::Impl::viewState(const at::Tensor& images) {
  const torch::NoGradGuard noGradients;
  eval();
  MarnetState state;
  state.features = featuresOf(images);
  if (projects_) {
    state.aligned = projection_(state.features);
    state.emaOutput = emaOutput(state.aligned);
  }
  if (reconstructs_) state.reconstructed = reconstruction_->sample(state.aligned);
  return state;
}

MarnetView MarnetModel::Impl::view(const at::Tensor& images) {
  const torch::NoGradGuard noGradients;
  MarnetState state = viewState(images);
  const at::Tensor logits = headLogits(state);
  MarnetView result{state.features, state.aligned, state.reconstructed, state.fused, logits, {}};
  if (isEarly()) result.logits = backboneClassifier_(result.features);
  result.tags = tagProbabilities(result);
  return result;
}

at::Tensor MarnetModel::Impl::logits(const at::Tensor& images, MarnetView* seen) {
  const torch::NoGradGuard noGradients;
  MarnetView result;
  if (isEarly()) {
    eval();
    result.features = featuresOf(images);
    result.logits = backboneClassifier_(result.features);
  } else {
    result = view(images);
  }
  if (seen != nullptr) *seen = result;
  return result.logits;
}

at::Tensor MarnetModel::Impl::tagProbabilities(const MarnetView& view) {
  if (tags_ == 0) return {};
  const bool trained = text_ && stage_ != MarnetStage::backbone && stage_ != MarnetStage::text;
  if (trained && !tagHead_.is_empty()) return torch::sigmoid(tagHead_->forward(view.features));
  if (trained && reconstructs_ && options_.cdr.target == CdrTarget::multihot) {
    return (view.reconstructed * tagDeviation_ + tagMean_).clamp(0, 1);
  }
  // What the classes that the picture may show usually have.
  return torch::softmax(view.logits, 1).matmul(classTags_);
}

}  // namespace marcie::nn
