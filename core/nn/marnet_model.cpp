#include "core/nn/marnet_model.h"

#include <torch/torch.h>

#include "core/nn/marnet_impl.h"

namespace marcie::nn {

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
  if (options.cdr.target == CdrTarget::multihot && options.cdr.mode != CdrMode::semanticConditional &&
      reconstructs(options.variant)) {
    return Error{ErrorCode::option,
                 "model.cdr.target: 'multihot' cannot be mixed with pictures as mode " +
                     std::string(enumKey(options.cdr.mode)) + " does",
                 "Choose text_z, text_x or class_proto",
                 {}};
  }
  auto impl = std::make_shared<Impl>(options, shape);
  MARCIE_TRY(impl->build(shape, parts, std::move(encoder)));
  return std::unique_ptr<MarnetModel>(new MarnetModel(std::move(impl)));
}

std::vector<std::pair<std::string, at::Tensor>> MarnetLoss::parts() const {
  std::vector<std::pair<std::string, at::Tensor>> result;
  result.reserve(terms.size());
  for (const LossTerm& term : terms) result.emplace_back(term.name, term.value.detach());
  return result;
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
at::Tensor MarnetModel::alignmentTerm(const MarnetState& state, const at::Tensor& labels,
                                      const at::Tensor& tags) const {
  return impl_->alignmentLoss(state, labels, tags);
}
MarnetView MarnetModel::view(const at::Tensor& images) {
  return impl_->view(images);
}
at::Tensor MarnetModel::logits(const at::Tensor& images, MarnetView* seen) {
  return impl_->logits(images, seen);
}
at::Tensor MarnetModel::textEmbedding(const at::Tensor& tags) {
  const torch::NoGradGuard noGradients;
  impl_->eval();
  return impl_->textBranch_ ? impl_->embedText(tags) : at::Tensor();
}
at::Tensor MarnetModel::trainPathLogits(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags) {
  return impl_->trainPathLogits(images, labels, tags);
}
bool MarnetModel::hasTextBranch() const {
  return impl_->textBranch_;
}
bool MarnetModel::usesText() const {
  return impl_->text_;
}
std::int64_t MarnetModel::storedTextWidth() const {
  return impl_->textEncoder_ ? impl_->textEncoder_->storedWidth() : 0;
}
const ReverseProcess* MarnetModel::reverseProcess() const {
  return impl_->reconstruction_ ? &impl_->reconstruction_->process() : nullptr;
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
MarnetModel::NamedParameters MarnetModel::textParameters() const {
  NamedParameters result;
  for (const char* prefix : {"text_encoder.", "text_projection.", "shared_classifier."}) {
    for (auto& item : withPrefix(*impl_, prefix, true)) result.push_back(std::move(item));
  }
  return result;
}
MarnetModel::NamedParameters MarnetModel::classifierParameters() const {
  NamedParameters result;
  const auto add = [&](std::string_view prefix) {
    for (auto& item : withPrefix(*impl_, prefix, true)) result.push_back(std::move(item));
  };
  add("fusion.");
  add("classifier.");
  if (!result.empty()) return result;
  // A fusion of logits has no classifier of its own.
  add("shared_classifier.");
  add("cdr_classifier.");
  return result;
}
MarnetModel::NamedParameters MarnetModel::backboneHeadParameters() const {
  const bool own = !impl_->backboneClassifier_.is_empty();
  return withPrefix(*impl_, own ? "backbone_classifier." : "classifier.", true);
}

}  // namespace marcie::nn
