// The module behind MarnetModel. Included by the marnet_*.cpp files only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>

#include "core/nn/marnet_model.h"
#include "core/nn/marnet_parts.h"

namespace marcie::nn {

inline constexpr std::uint64_t kStartNoiseSeed = 2407'18854;

class MarnetModel::Impl final : public torch::nn::Module {
 public:
  Impl(const MarnetOptions& options, const MarnetShape& shape);
  // Makes all networks, in an order that fixes which random weights each gets. `encoder` may be null.
  Result<void> build(const MarnetShape& shape, const MarnetParts& parts, std::shared_ptr<Encoder> encoder);

  MarnetLoss loss(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags);
  at::Tensor alignmentLoss(const MarnetState& state, const at::Tensor& labels, const at::Tensor& tags) const;
  MarnetView view(const at::Tensor& images);
  at::Tensor trainPathLogits(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags);
  // x_v of pictures; features that were computed before pass.
  at::Tensor featuresOf(const at::Tensor& images) { return images.dim() == 2 ? images : encoder_->features(images); }
  at::Tensor embedText(const at::Tensor& tags) { return textProjection_(textEncoder_->encode(tags)); }

  MarnetOptions options_;
  std::int64_t classes_, tags_;
  bool text_;          // annotations take part in training
  bool textBranch_;    // z_s exists
  bool reconstructs_;  // x_CDR exists
  bool projects_;      // z_v exists
  MarnetStage stage_ = MarnetStage::joint;

  std::shared_ptr<Encoder> encoder_;
  std::shared_ptr<TextEncoder> textEncoder_;
  std::shared_ptr<Denoiser> denoiser_;
  std::shared_ptr<Fusion> fusion_;
  torch::nn::Linear projection_{nullptr}, textProjection_{nullptr}, classifier_{nullptr}, sharedClassifier_{nullptr},
      cdrClassifier_{nullptr}, tagHead_{nullptr}, backboneClassifier_{nullptr};
  at::Tensor logScale_;
  at::Tensor tagMean_, tagDeviation_, classTags_, startNoise_;
  std::unique_ptr<ReverseProcess> process_;

 private:
  struct Noised {
    at::Tensor target, predicted;  // s_0 and x̂₀ at a random step [B, d_t]
  };

  torch::nn::Linear linear(const char* name, std::int64_t in, std::int64_t out) {
    return register_module(name, torch::nn::Linear(in, out));
  }
  Result<void> buildHeads(const MarnetParts& parts);
  void buildBuffers(const MarnetShape& shape);
  at::Tensor crossEntropy(const at::Tensor& logits, const at::Tensor& labels) const;
  at::Tensor denoise(const at::Tensor& state, const at::Tensor& condition, int t);
  at::Tensor fromPureNoise(const at::Tensor& condition);
  at::Tensor sampled(const at::Tensor& condition);
  at::Tensor target(const at::Tensor& tags, const at::Tensor& semantic) const;
  Noised noisedTarget(const at::Tensor& tags, const at::Tensor& semantic, const at::Tensor& condition);

  at::Tensor tagProbabilities(const MarnetView& view);
  MarnetLoss jointLoss(const at::Tensor& features, const at::Tensor& labels, const at::Tensor& tags);
  void addTextTerm(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags);
  void addProjectedTerms(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags);
  void addReconstruction(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags);
  std::int64_t targetDim() const {
    return options_.cdr.target == CdrTarget::multihot && tags_ > 0 ? tags_ : options_.dim;
  }
};

}  // namespace marcie::nn
