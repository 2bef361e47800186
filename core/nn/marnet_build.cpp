// How a MARNet is put together: which heads a variant has, under which names.
#include <cmath>

#include <torch/torch.h>

#include "core/nn/marnet_impl.h"

namespace marcie::nn {
namespace {

constexpr double kSmallestTagDeviation = 0.05;  // rarer annotations would dominate the squared error

}  // namespace

bool needsText(const MarnetOptions& options) {
  return options.text != TextPairing::none && options.variant != MarnetVariant::backbone;
}

MarnetModel::Impl::Impl(const MarnetOptions& options, const MarnetShape& shape)
    : options_(options),
      classes_(shape.classes),
      tags_(shape.tags),
      text_(needsText(options)),
      textBranch_(text_ && (aligns(options.variant) ||
                            (reconstructs(options.variant) && options.cdr.target != CdrTarget::multihot))),
      reconstructs_(reconstructs(options.variant)),
      projects_(aligns(options.variant) || reconstructs_) {}

Result<void> MarnetModel::Impl::build(const MarnetShape& shape, const MarnetParts& parts,
                                      std::shared_ptr<Encoder> encoder) {
  encoder_ = std::move(encoder);
  if (encoder_ == nullptr) {
    if (parts.encoder == nullptr) {
      return Error{
          ErrorCode::option, "model.encoder: a feature matrix needs a network that passes its rows on", {}, {}};
    }
    MARCIE_ASSIGN(encoder_, parts.encoder->make({.width = options_.width}));
  }
  register_module("encoder", encoder_->module());
  MARCIE_TRY(buildHeads(shape, parts));
  buildBuffers(shape);
  return {};
}

Result<void> MarnetModel::Impl::buildHeads(const MarnetShape& shape, const MarnetParts& parts) {
  const std::int64_t features = encoder_->featureCount();
  const std::int64_t dim = options_.dim;
  std::int64_t fused = features;
  bool classified = false;
  if (projects_) {
    projection_.build(*this, "projection", options_.projection, features, dim);
    sharedClassifier_ = linear("shared_classifier", dim, classes_);
    fused = dim;
  }
  if (textBranch_) MARCIE_TRY(buildText(shape, parts));
  if (projects_ && options_.ema.form == EmaForm::residual) emaResidual_ = linear("ema_residual", dim, dim);
  if (reconstructs_) {
    fused = buildReconstruction(parts);
    classified = parts.fusion->yieldsLogits;
  }
  if (!classified) classifier_ = linear("classifier", fused, classes_);
  if (options_.variant == MarnetVariant::tagHead && tags_ > 0) tagHead_ = linear("tag_head", features, tags_);
  if (options_.phases.backbone > 0 && options_.variant != MarnetVariant::backbone) {
    backboneClassifier_ = linear("backbone_classifier", features, classes_);
  }
  return {};
}

Result<void> MarnetModel::Impl::buildText(const MarnetShape& shape, const MarnetParts& parts) {
  const std::int64_t dim = options_.dim;
  if (parts.text->needsFile && shape.storedTextWidth == 0 && options_.textFile.empty()) {
    return Error{ErrorCode::option,
                 "model.textFile: '" + options_.textEncoder + "' needs a file with the vectors of the annotations",
                 {},
                 {}};
  }
  MARCIE_ASSIGN(textEncoder_, parts.text->make({tags_, dim, shape.tagNames, options_.textFile, shape.storedTextWidth}));
  register_module("text_encoder", textEncoder_->module());
  textProjection_.build(*this, "text_projection", options_.projection, dim, dim);
  alignment_ = parts.alignment;
  if (aligns(options_.variant) && alignment_->usesTemperature) {
    logScale_ = register_parameter("log_scale", torch::full({}, -std::log(options_.ema.temperature)),
                                   options_.ema.learnTemperature);
  }
  return {};
}

// Returns the size of what the fusion yields.
std::int64_t MarnetModel::Impl::buildReconstruction(const MarnetParts& parts) {
  CdrOptions cdr = options_.cdr;
  if (!text_) cdr.dropCondition = cdr.guidance = 0;  // nothing would teach the blank condition
  reconstruction_ = std::make_unique<Reconstruction>(cdr, *parts.schedule, *parts.denoiser, targetDim(), options_.dim);
  reconstruction_->registerNetworks(*this);
  cdrClassifier_ = linear("cdr_classifier", targetDim(), classes_);
  fusion_ = parts.fusion->make({encoder_->featureCount(), options_.dim, targetDim(), classes_, options_.fusionWeight});
  register_module("fusion", fusion_->module());
  return fusion_->size();
}

void MarnetModel::Impl::buildBuffers(const MarnetShape& shape) {
  if (tags_ > 0) {
    const at::Tensor mean = shape.tagFrequency.to(torch::kFloat).clone();
    tagMean_ = register_buffer("tag_mean", mean);
    tagDeviation_ = register_buffer("tag_deviation", (mean * (1 - mean)).sqrt().clamp_min(kSmallestTagDeviation));
    classTags_ = register_buffer("class_tags", shape.classTags.to(torch::kFloat).clone());
  }
  if (reconstructs_) {
    reconstruction_->registerNoise(*this);
    if (text_ && options_.cdr.target == CdrTarget::classProto) {
      prototypes_ = register_buffer("class_prototypes", torch::zeros({classes_, options_.dim}));
      prototypeSeen_ = register_buffer("class_prototype_seen", torch::zeros({classes_}));
    }
  }
}

}  // namespace marcie::nn
