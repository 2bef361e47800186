#include "core/nn/marnet_model.h"

#include <cmath>

#include <torch/torch.h>

#include "core/nn/marnet_parts.h"

namespace marcie::nn {
namespace {
namespace F = torch::nn::functional;

constexpr double kSmallestTemperature = 0.01;
constexpr double kSmallestTagDeviation = 0.05;  // rarer annotations would dominate the squared error
constexpr std::uint64_t kStartNoiseSeed = 2407'18854;

at::Tensor rowMean(const at::Tensor& perRow, const at::Tensor& mask) {
  return (perRow * mask).sum() / mask.sum().clamp_min(1);
}

}  // namespace

bool needsText(const MarnetOptions& options) {
  return options.text != TextPairing::none && options.variant != MarnetVariant::backbone;
}

class MarnetModel::Impl final : public torch::nn::Module {
 public:
  Impl(const MarnetOptions& options, const MarnetShape& shape, const MarnetParts& parts,
       std::shared_ptr<Encoder> encoder);

  MarnetLoss loss(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags);
  MarnetView view(const at::Tensor& images);
  at::Tensor trainPathLogits(const at::Tensor& images, const at::Tensor& tags);
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
  using LossParts = std::vector<std::pair<std::string, at::Tensor>>;
  struct Noised {
    at::Tensor target, predicted;  // s_0 and x̂₀ at a random step [B, d_t]
  };

  torch::nn::Linear linear(const char* name, std::int64_t in, std::int64_t out) {
    return register_module(name, torch::nn::Linear(in, out));
  }
  void buildHeads(const MarnetParts& parts);
  void buildBuffers(const MarnetShape& shape);
  at::Tensor crossEntropy(const at::Tensor& logits, const at::Tensor& labels) const {
    return F::cross_entropy(logits, labels, F::CrossEntropyFuncOptions().label_smoothing(options_.labelSmoothing));
  }
  at::Tensor temperature() const { return torch::exp(-logScale_).clamp_min(kSmallestTemperature); }
  at::Tensor denoise(const at::Tensor& state, const at::Tensor& condition, int t) {
    return denoiser_->predict(state, torch::full({state.size(0)}, t, state.options().dtype(torch::kLong)), condition);
  }
  at::Tensor fromPureNoise(const at::Tensor& condition) {
    return denoise(torch::randn({condition.size(0), targetDim()}, condition.options()), condition,
                   options_.cdr.steps - 1);
  }
  at::Tensor sampled(const at::Tensor& condition);
  at::Tensor target(const at::Tensor& tags, const at::Tensor& semantic) const;
  Noised noisedTarget(const at::Tensor& tags, const at::Tensor& semantic, const at::Tensor& condition);
  at::Tensor alignmentLoss(const at::Tensor& aligned, const at::Tensor& semantic, const at::Tensor& labels,
                           const at::Tensor& tags, const at::Tensor& hasText) const;
  at::Tensor tagProbabilities(const MarnetView& view);
  MarnetLoss jointLoss(const at::Tensor& features, const at::Tensor& labels, const at::Tensor& tags);
  MarnetLoss summed(const LossParts& weighted, const at::Tensor& logits) const;
  double weightOf(const std::string& part) const;
  std::int64_t targetDim() const {
    return options_.cdr.target == CdrTarget::multihot && tags_ > 0 ? tags_ : options_.dim;
  }
};

MarnetModel::Impl::Impl(const MarnetOptions& options, const MarnetShape& shape, const MarnetParts& parts,
                        std::shared_ptr<Encoder> encoder)
    : options_(options),
      classes_(shape.classes),
      tags_(shape.tags),
      text_(needsText(options)),
      textBranch_(text_ && (aligns(options.variant) ||
                            (reconstructs(options.variant) && options.cdr.target == CdrTarget::textZ))),
      reconstructs_(reconstructs(options.variant)),
      projects_(aligns(options.variant) || reconstructs_) {
  encoder_ = encoder ? std::move(encoder) : parts.encoder->make({options.width});
  register_module("encoder", encoder_->module());
  buildHeads(parts);
  buildBuffers(shape);
}

void MarnetModel::Impl::buildHeads(const MarnetParts& parts) {
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

at::Tensor MarnetModel::Impl::sampled(const at::Tensor& condition) {
  const at::Tensor start = startNoise_.expand({condition.size(0), targetDim()});
  const ReverseOptions options{options_.cdr.samplingSteps, options_.cdr.eta};
  auto generator = at::make_generator<at::CPUGeneratorImpl>(kStartNoiseSeed + 1);
  return process_->run(
      start, [&](const at::Tensor& state, int t) { return denoise(state, condition, t); }, options,
      [&](const at::Tensor& like) {
        return torch::randn({1, like.size(1)}, generator).to(like.device()).expand_as(like);
      });
}

// s_0, scaled to unit variance as the schedule assumes; never a path for gradients.
at::Tensor MarnetModel::Impl::target(const at::Tensor& tags, const at::Tensor& semantic) const {
  if (options_.cdr.target == CdrTarget::multihot) return (tags - tagMean_) / tagDeviation_;
  const at::Tensor detached = semantic.detach();
  return torch::layer_norm(detached, {detached.size(1)});
}

MarnetModel::Impl::Noised MarnetModel::Impl::noisedTarget(const at::Tensor& tags, const at::Tensor& semantic,
                                                          const at::Tensor& condition) {
  Noised result;
  result.target = target(tags, semantic);
  const at::Tensor t = torch::randint(options_.cdr.steps, {condition.size(0)}, condition.options().dtype(torch::kLong));
  const at::Tensor state = process_->noised(result.target, t, torch::randn_like(result.target));
  result.predicted = denoiser_->predict(state, t, condition);
  return result;
}

at::Tensor MarnetModel::Impl::alignmentLoss(const at::Tensor& aligned, const at::Tensor& semantic,
                                            const at::Tensor& labels, const at::Tensor& tags,
                                            const at::Tensor& hasText) const {
  const at::Tensor rows = hasText.nonzero().squeeze(1);
  if (rows.size(0) < 2) return aligned.sum() * 0;  // nothing to contrast with
  const auto pick = [&rows](const at::Tensor& all) { return all.index_select(0, rows); };
  return findEntry(alignmentLosses(), options_.ema.loss)
      ->loss({pick(aligned), pick(semantic), pick(labels), pick(tags), temperature()});
}

double MarnetModel::Impl::weightOf(const std::string& part) const {
  if (part == "ema") return options_.ema.weight;
  if (part == "cdr_mse") return options_.cdr.mseWeight;
  if (part == "cdr_ce") return options_.cdr.classWeight;
  if (part == "ce_v") return options_.visualClassWeight;
  if (part == "ce_s") return options_.semanticClassWeight;
  if (part == "tag_bce") return options_.tagWeight;
  return 1;
}

MarnetLoss MarnetModel::Impl::summed(const LossParts& parts, const at::Tensor& logits) const {
  MarnetLoss loss;
  for (const auto& [name, value] : parts) {
    const at::Tensor weighted = weightOf(name) == 1 ? value : value * weightOf(name);
    loss.total = loss.total.defined() ? loss.total + weighted : weighted;
    loss.parts.emplace_back(name, value.detach());
  }
  loss.logits = logits.detach();
  return loss;
}

MarnetLoss MarnetModel::Impl::jointLoss(const at::Tensor& features, const at::Tensor& labels, const at::Tensor& tags) {
  LossParts parts;
  at::Tensor fused = features;
  at::Tensor hasText, semantic;
  if (text_) hasText = tags.sum(1) > 0;
  if (projects_) {
    const at::Tensor aligned = projection_(features);
    fused = aligned;
    parts.emplace_back("ce_v", crossEntropy(sharedClassifier_(aligned), labels));
    if (textBranch_) {
      semantic = embedText(tags);
      const at::Tensor perRow = F::cross_entropy(
          sharedClassifier_(semantic), labels,
          F::CrossEntropyFuncOptions().reduction(torch::kNone).label_smoothing(options_.labelSmoothing));
      parts.emplace_back("ce_s", rowMean(perRow, hasText.to(perRow.dtype())));
    }
    if (text_ && aligns(options_.variant)) {
      parts.emplace_back("ema", alignmentLoss(aligned, semantic, labels, tags, hasText));
    }
    if (reconstructs_) {
      at::Tensor reconstructed;
      if (text_) {
        const Noised noised = noisedTarget(tags, semantic, aligned);
        const at::Tensor perRow = (noised.predicted - noised.target).square().mean(1);
        parts.emplace_back("cdr_mse", rowMean(perRow, hasText.to(perRow.dtype())));
        if (options_.cdr.policy == CdrPolicy::oneStep) reconstructed = noised.predicted;
      }
      if (!reconstructed.defined()) reconstructed = fromPureNoise(aligned);
      parts.emplace_back("cdr_ce", crossEntropy(cdrClassifier_(reconstructed), labels));
      fused = fusion_->fuse(aligned, reconstructed);
    }
  }
  if (!tagHead_.is_empty() && text_) {
    const at::Tensor perRow = F::binary_cross_entropy_with_logits(
        tagHead_(features), tags, F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kNone));
    parts.emplace_back("tag_bce", rowMean(perRow.mean(1), hasText.to(perRow.dtype())));
  }
  const at::Tensor logits = classifier_(fused);
  parts.insert(parts.begin(), {"ce", crossEntropy(logits, labels)});
  return summed(parts, logits);
}

MarnetLoss MarnetModel::Impl::loss(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags) {
  if (stage_ == MarnetStage::refit) {
    const at::Tensor logits = classifier_(view(images).fused);
    return summed({{"ce", crossEntropy(logits, labels)}}, logits);
  }
  train();
  const at::Tensor features = encoder_->features(images);
  if (stage_ == MarnetStage::backbone && !backboneClassifier_.is_empty()) {
    const at::Tensor logits = backboneClassifier_(features);
    return summed({{"ce", crossEntropy(logits, labels)}}, logits);
  }
  return jointLoss(features, labels, tags);
}

MarnetView MarnetModel::Impl::view(const at::Tensor& images) {
  const torch::NoGradGuard noGradients;
  eval();
  MarnetView result;
  result.features = encoder_->features(images);
  result.fused = result.features;
  if (projects_) {
    result.aligned = projection_(result.features);
    result.fused = result.aligned;
  }
  if (reconstructs_) {
    result.reconstructed = sampled(result.aligned);
    result.fused = fusion_->fuse(result.aligned, result.reconstructed);
  }
  const bool plain = stage_ == MarnetStage::backbone && !backboneClassifier_.is_empty();
  result.logits = plain ? backboneClassifier_(result.features) : classifier_(result.fused);
  result.tags = tagProbabilities(result);
  return result;
}

at::Tensor MarnetModel::Impl::tagProbabilities(const MarnetView& view) {
  if (tags_ == 0) return {};
  const bool trained = text_ && stage_ != MarnetStage::backbone;
  if (trained && !tagHead_.is_empty()) return torch::sigmoid(tagHead_->forward(view.features));
  if (trained && reconstructs_ && options_.cdr.target == CdrTarget::multihot) {
    return (view.reconstructed * tagDeviation_ + tagMean_).clamp(0, 1);
  }
  // What the classes that the picture may show usually have.
  return torch::softmax(view.logits, 1).matmul(classTags_);
}

at::Tensor MarnetModel::Impl::trainPathLogits(const at::Tensor& images, const at::Tensor& tags) {
  const torch::NoGradGuard noGradients;
  eval();
  const at::Tensor features = encoder_->features(images);
  if (!projects_) return classifier_(features);
  const at::Tensor aligned = projection_(features);
  if (!reconstructs_) return classifier_(aligned);
  if (text_ && options_.cdr.policy == CdrPolicy::oneStep) {
    const at::Tensor semantic = textBranch_ ? embedText(tags) : at::Tensor();
    return classifier_(fusion_->fuse(aligned, noisedTarget(tags, semantic, aligned).predicted));
  }
  return classifier_(fusion_->fuse(aligned, fromPureNoise(aligned)));
}

Result<std::unique_ptr<MarnetModel>> MarnetModel::create(const MarnetOptions& options, const MarnetShape& shape,
                                                         std::shared_ptr<Encoder> encoder) {
  MARCIE_ASSIGN(const MarnetParts parts, findMarnetParts(options));
  if (needsText(options) && shape.tags == 0) {
    return Error{ErrorCode::option,
                 "model.variant: '" + std::string(enumKey(options.variant)) +
                     "' learns from annotations, and this data set has none",
                 "Choose model.variant=backbone, or model.text=none for the same heads without text",
                 {}};
  }
  if (options.cdr.target == CdrTarget::automatic && reconstructs(options.variant)) {
    return Error{ErrorCode::option, "model.cdr.target: 'automatic' has to be resolved from the data first", {}, {}};
  }
  return std::unique_ptr<MarnetModel>(
      new MarnetModel(std::make_shared<Impl>(options, shape, parts, std::move(encoder))));
}

MarnetModel::MarnetModel(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
MarnetModel::~MarnetModel() = default;

torch::nn::Module& MarnetModel::module() {
  return *impl_;
}
Encoder& MarnetModel::encoder() {
  return *impl_->encoder_;
}
void MarnetModel::setStage(MarnetStage stage) {
  impl_->stage_ = stage;
}
MarnetLoss MarnetModel::loss(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags) {
  return impl_->loss(images, labels, tags);
}
MarnetView MarnetModel::view(const at::Tensor& images) {
  return impl_->view(images);
}
at::Tensor MarnetModel::textEmbedding(const at::Tensor& tags) {
  const torch::NoGradGuard noGradients;
  impl_->eval();
  return impl_->textBranch_ ? impl_->embedText(tags) : at::Tensor();
}
at::Tensor MarnetModel::trainPathLogits(const at::Tensor& images, const at::Tensor& tags) {
  return impl_->trainPathLogits(images, tags);
}
bool MarnetModel::usesText() const {
  return impl_->text_;
}
const ReverseProcess* MarnetModel::reverseProcess() const {
  return impl_->process_.get();
}

namespace {

MarnetModel::NamedParameters withPrefix(const torch::nn::Module& module, std::string_view prefix, bool inside) {
  MarnetModel::NamedParameters result;
  for (const auto& item : module.named_parameters()) {
    if (item.key().starts_with(prefix) == inside) result.emplace_back(item.key(), item.value());
  }
  return result;
}

}  // namespace

MarnetModel::NamedParameters MarnetModel::encoderParameters() const {
  return withPrefix(*impl_, "encoder.", true);
}
MarnetModel::NamedParameters MarnetModel::headParameters() const {
  NamedParameters result;
  for (auto& item : withPrefix(*impl_, "encoder.", false)) {
    if (!item.first.starts_with("backbone_classifier.")) result.push_back(std::move(item));
  }
  return result;
}
MarnetModel::NamedParameters MarnetModel::classifierParameters() const {
  return withPrefix(*impl_, "classifier.", true);
}
MarnetModel::NamedParameters MarnetModel::backboneHeadParameters() const {
  const bool own = !impl_->backboneClassifier_.is_empty();
  return withPrefix(*impl_, own ? "backbone_classifier." : "classifier.", true);
}

}  // namespace marcie::nn
