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
                            (reconstructs(options.variant) && options.cdr.target == CdrTarget::textZ))),
      reconstructs_(reconstructs(options.variant)),
      projects_(aligns(options.variant) || reconstructs_) {}

Result<void> MarnetModel::Impl::build(const MarnetShape& shape, const MarnetParts& parts,
                                      std::shared_ptr<Encoder> encoder) {
  encoder_ = std::move(encoder);
  if (encoder_ == nullptr) {
    MARCIE_ASSIGN(encoder_, parts.encoder->make({.width = options_.width}));
  }
  register_module("encoder", encoder_->module());
  MARCIE_TRY(buildHeads(parts));
  buildBuffers(shape);
  return {};
}

Result<void> MarnetModel::Impl::buildHeads(const MarnetParts& parts) {
  const std::int64_t features = encoder_->featureCount();
  const std::int64_t dim = options_.dim;
  std::int64_t fused = features;
  if (projects_) {
    projection_ = linear("projection", features, dim);
    sharedClassifier_ = linear("shared_classifier", dim, classes_);
    fused = dim;
  }
  if (textBranch_) {
    textEncoder_ = parts.text->make(tags_, dim);
    register_module("text_encoder", textEncoder_->module());
    textProjection_ = linear("text_projection", dim, dim);
    if (aligns(options_.variant)) {
      logScale_ = register_parameter("log_scale", torch::full({}, -std::log(options_.ema.temperature)),
                                     options_.ema.learnTemperature);
    }
  }
  if (reconstructs_) {
    process_ = std::make_unique<ReverseProcess>(DiffusionTables(parts.schedule->betas(options_.cdr.steps)));
    denoiser_ = parts.denoiser->make({targetDim(), dim, options_.cdr.hidden, options_.cdr.blocks});
    register_module("denoiser", denoiser_->module());
    cdrClassifier_ = linear("cdr_classifier", targetDim(), classes_);
    fusion_ = parts.fusion->make(dim, targetDim());
    register_module("fusion", fusion_->module());
    fused = fusion_->size();
  }
  classifier_ = linear("classifier", fused, classes_);
  if (options_.variant == MarnetVariant::tagHead && tags_ > 0) tagHead_ = linear("tag_head", features, tags_);
  if (options_.phases.backbone > 0 && options_.variant != MarnetVariant::backbone) {
    backboneClassifier_ = linear("backbone_classifier", features, classes_);
  }
  return {};
}

void MarnetModel::Impl::buildBuffers(const MarnetShape& shape) {
  if (tags_ > 0) {
    const at::Tensor mean = shape.tagFrequency.to(torch::kFloat).clone();
    tagMean_ = register_buffer("tag_mean", mean);
    tagDeviation_ = register_buffer("tag_deviation", (mean * (1 - mean)).sqrt().clamp_min(kSmallestTagDeviation));
    classTags_ = register_buffer("class_tags", shape.classTags.to(torch::kFloat).clone());
  }
  if (reconstructs_) {
    // One fixed draw for every picture: the result of a picture then depends on nothing but the picture.
    auto generator = at::make_generator<at::CPUGeneratorImpl>(kStartNoiseSeed);
    startNoise_ = register_buffer("start_noise", torch::randn({1, targetDim()}, generator));
  }
}

}  // namespace marcie::nn
