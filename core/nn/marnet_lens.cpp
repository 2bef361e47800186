#include "core/nn/marnet_lens.h"

#include <limits>

#include <torch/torch.h>

#include "core/nn/marnet_impl.h"

namespace marcie::nn {

MarnetLens::MarnetLens(MarnetModel& model) : impl_(*model.impl_) {}

bool MarnetLens::reconstructs() const {
  return impl_.reconstructs_;
}
Reconstruction& MarnetLens::reconstruction() {
  return *impl_.reconstruction_;
}
bool MarnetLens::hasTargets() const {
  return impl_.text_;
}
bool MarnetLens::isMultihot() const {
  return impl_.options_.cdr.target == CdrTarget::multihot;
}
bool MarnetLens::decodesTags() const {
  return isMultihot() && impl_.text_ && impl_.tags_ > 0;
}

std::vector<HeadLogits> MarnetLens::heads(const MarnetView& view) {
  const torch::NoGradGuard noGradients;
  impl_.eval();
  std::vector<HeadLogits> result;
  const bool own = !impl_.backboneClassifier_.is_empty();
  if (own) result.push_back({"backbone", impl_.backboneClassifier_(view.features)});
  if (impl_.isEarly()) return result;
  if (impl_.projects_ && (impl_.options_.visualClassWeight > 0 || impl_.classifier_.is_empty())) {
    result.push_back({"ema", impl_.sharedClassifier_(impl_.emaOutput(view.aligned))});
  }
  if (impl_.reconstructs_ && (impl_.options_.cdr.classWeight > 0 || impl_.classifier_.is_empty())) {
    result.push_back({"cdr", impl_.cdrClassifier_(view.reconstructed)});
  }
  const bool plain = !impl_.projects_ && !impl_.reconstructs_;
  result.push_back({plain && !own ? "backbone" : "full", view.logits});
  return result;
}

at::Tensor MarnetLens::fusedLogits(const MarnetView& view, const at::Tensor& x0) {
  const torch::NoGradGuard noGradients;
  impl_.eval();
  const std::int64_t rows = x0.size(0);
  MarnetState state;
  state.features = view.features.expand({rows, -1});
  state.aligned = view.aligned.expand({rows, -1});
  state.emaOutput = impl_.emaOutput(state.aligned);
  state.reconstructed = x0;
  return impl_.headLogits(state);
}

at::Tensor MarnetLens::reconstructedLogits(const at::Tensor& x0) {
  const torch::NoGradGuard noGradients;
  impl_.eval();
  return impl_.cdrClassifier_(x0);
}

at::Tensor MarnetLens::decoded(const at::Tensor& x0) {
  const torch::NoGradGuard noGradients;
  return (x0 * impl_.tagDeviation_ + impl_.tagMean_).clamp(0, 1);
}

at::Tensor MarnetLens::textTargets(const at::Tensor& tags) {
  const torch::NoGradGuard noGradients;
  impl_.eval();
  if (isMultihot()) return (tags - impl_.tagMean_) / impl_.tagDeviation_;
  const at::Tensor feature = impl_.textEncoder_->encode(tags);
  const bool raw = impl_.options_.cdr.target == CdrTarget::textX && impl_.options_.cdr.mode != CdrMode::denoiseVisual;
  return impl_.reconstruction_->asTarget(raw ? feature : impl_.textProjection_(feature));
}

at::Tensor MarnetLens::classTargets() {
  const torch::NoGradGuard noGradients;
  if (!hasTargets()) return {};
  if (isMultihot()) return (impl_.classTags_ - impl_.tagMean_) / impl_.tagDeviation_;
  if (!impl_.prototypes_.defined() || impl_.options_.cdr.mode == CdrMode::denoiseVisual) return {};
  const at::Tensor targets = impl_.reconstruction_->asTarget(impl_.prototypes_).clone();
  return targets.masked_fill_((impl_.prototypeSeen_ == 0).unsqueeze(1), std::numeric_limits<float>::quiet_NaN());
}

}  // namespace marcie::nn
