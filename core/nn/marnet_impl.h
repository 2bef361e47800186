// The module behind MarnetModel. Included by the marnet_*.cpp files only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>

#include "core/nn/marnet_model.h"
#include "core/nn/marnet_parts.h"
#include "core/nn/projection.h"
#include "core/nn/reconstruction.h"

namespace marcie::nn {

class MarnetModel::Impl final : public torch::nn::Module {
 public:
  Impl(const MarnetOptions& options, const MarnetShape& shape);
  // Makes all networks, in an order that fixes which random weights each gets. `encoder` may be null.
  Result<void> build(const MarnetShape& shape, const MarnetParts& parts, std::shared_ptr<Encoder> encoder);

  MarnetLoss loss(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags);
  at::Tensor alignmentLoss(const MarnetState& state, const at::Tensor& labels, const at::Tensor& tags) const;
  MarnetView view(const at::Tensor& images);
  at::Tensor logits(const at::Tensor& images, MarnetView* seen);
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
  std::shared_ptr<Fusion> fusion_;
  std::unique_ptr<Reconstruction> reconstruction_;
  torch::nn::Linear backboneClassifier_{nullptr};

 private:
  friend class MarnetLens;
  // Text of a batch: x_s and z_s [B, d].
  struct Text {
    at::Tensor feature, embedding;
  };

  torch::nn::Linear linear(const char* name, std::int64_t in, std::int64_t out) {
    return register_module(name, torch::nn::Linear(in, out));
  }
  Result<void> buildHeads(const MarnetShape& shape, const MarnetParts& parts);
  Result<void> buildText(const MarnetShape& shape, const MarnetParts& parts);
  std::int64_t buildReconstruction(const MarnetParts& parts);
  void buildBuffers(const MarnetShape& shape);
  std::int64_t targetDim() const {
    return options_.cdr.target == CdrTarget::multihot && tags_ > 0 ? tags_ : options_.dim;
  }

  at::Tensor crossEntropy(const at::Tensor& logits, const at::Tensor& labels) const;
  at::Tensor emaOutput(const at::Tensor& aligned);
  // Fuses what the state holds and classifies it: fills state.fused, returns logits [B, classes].
  at::Tensor headLogits(MarnetState& state);
  // The classifier that this stage uses is the backbone's own.
  bool isEarly() const {
    return (stage_ == MarnetStage::backbone || stage_ == MarnetStage::text) && !backboneClassifier_.is_empty();
  }
  MarnetState viewState(const at::Tensor& images);
  at::Tensor tagProbabilities(const MarnetView& view);

  MarnetLoss jointLoss(const at::Tensor& features, const at::Tensor& labels, const at::Tensor& tags);
  Text addTextTerm(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags);
  void addProjectedTerms(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags);
  void addReconstruction(MarnetLoss& loss, const Text& text, const at::Tensor& labels, const at::Tensor& tags);
  at::Tensor semanticSide(const Text& text, const at::Tensor& labels, const at::Tensor& tags) const;
  void movePrototypes(const MarnetState& state, const at::Tensor& labels);

  Projection projection_, textProjection_;
  torch::nn::Linear classifier_{nullptr}, sharedClassifier_{nullptr}, cdrClassifier_{nullptr}, tagHead_{nullptr},
      emaResidual_{nullptr};
  at::Tensor logScale_;
  at::Tensor tagMean_, tagDeviation_, classTags_;
  at::Tensor prototypes_, prototypeSeen_;  // [classes, d], [classes] in {0, 1}
  const AlignmentLossEntry* alignment_ = nullptr;
};

}  // namespace marcie::nn
