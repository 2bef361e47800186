#include "core/nn/rec/content_path.h"

#include <torch/torch.h>

namespace marcie::nn::rec {
namespace {

constexpr double kSlope = 0.1;  // of the leaky ReLUs

torch::nn::LeakyReLU leaky() {
  return torch::nn::LeakyReLU(torch::nn::LeakyReLUOptions().negative_slope(kSlope));
}

torch::nn::Linear plainLinear(std::int64_t in, std::int64_t out) {
  return torch::nn::Linear(torch::nn::LinearOptions(in, out).bias(false));
}

}  // namespace

struct ContentPath::Layers {
  CierecOptions options;
  bool unifies = false, infers = false, fuses = false;
  std::int64_t featureSize = 0, unifiedSize = 0;
  ContentInference* inference = nullptr;
  std::shared_ptr<torch::nn::Module> module = std::make_shared<torch::nn::Module>("content");
  torch::nn::Sequential phi{nullptr}, deep{nullptr}, joiner{nullptr}, generator{nullptr};
  torch::nn::Sequential gate{nullptr};
  torch::nn::Linear visual{nullptr}, inferred{nullptr}, bias{nullptr};
  torch::nn::Linear attentionUser{nullptr}, attentionPart{nullptr}, attention{nullptr};

  void build(const BackboneEntry& entry);
  void buildFusion();
  [[nodiscard]] std::int64_t inputSize() const { return unifiedSize + (infers ? inference->size() : 0); }
};

void ContentPath::Layers::build(const BackboneEntry& entry) {
  const std::int64_t dim = options.dim;
  if (unifies) {
    phi = module->register_module("phi", torch::nn::Sequential(torch::nn::Linear(featureSize, unifiedSize), leaky(),
                                                               torch::nn::Dropout(options.unifiedDropout)));
  }
  if (entry.deepContent && !unifies) {
    deep =
        module->register_module("deep", torch::nn::Sequential(torch::nn::Linear(featureSize, options.special.hidden),
                                                              leaky(), torch::nn::Linear(options.special.hidden, dim)));
  } else {
    visual = module->register_module("visual", plainLinear(unifiedSize, dim));
  }
  if (infers) inferred = module->register_module("inferred", plainLinear(inference->size(), dim));
  if (entry.bias && options.contentBias) bias = module->register_module("bias", plainLinear(inputSize(), 1));
  if (options.coldId == ColdId::generated && unifies) {
    generator = module->register_module(
        "generator", torch::nn::Sequential(torch::nn::Linear(inputSize(), dim), leaky(), torch::nn::Linear(dim, dim)));
  }
  if (fuses) buildFusion();
}

void ContentPath::Layers::buildFusion() {
  const std::int64_t dim = options.dim;
  if (options.fusion == RecFusion::concatMlp) {
    joiner = module->register_module(
        "joiner", torch::nn::Sequential(torch::nn::Linear(3 * dim, dim), leaky(), torch::nn::Linear(dim, dim)));
  } else if (options.fusion == RecFusion::gate) {
    gate = module->register_module(
        "gate", torch::nn::Sequential(torch::nn::Linear(3 * dim, dim), leaky(), torch::nn::Linear(dim, 3)));
  } else if (options.fusion == RecFusion::attnUser) {
    attentionUser = module->register_module("attention_user", torch::nn::Linear(dim, dim));
    attentionPart = module->register_module("attention_part", plainLinear(dim, dim));
    attention = module->register_module("attention", plainLinear(dim, 1));
  }
}

ContentPath::ContentPath(const CierecOptions& options, const BackboneEntry& entry, std::int64_t featureSize,
                         ContentInference* inference)
    : layers_(std::make_unique<Layers>()) {
  layers_->options = options;
  layers_->unifies = hasUnified(options.cierec);
  layers_->infers = inference != nullptr;
  layers_->fuses = enriches(options.cierec) && inference != nullptr;
  layers_->featureSize = featureSize;
  layers_->unifiedSize = layers_->unifies ? options.unifiedWidth : featureSize;
  layers_->inference = inference;
  layers_->build(entry);
}
ContentPath::~ContentPath() = default;

std::shared_ptr<torch::nn::Module> ContentPath::module() {
  return layers_->module;
}
std::int64_t ContentPath::inputSize() const {
  return layers_->inputSize();
}
bool ContentPath::attends() const {
  return !layers_->attention.is_empty();
}

at::Tensor ContentPath::unified(const at::Tensor& features) {
  return layers_->unifies ? layers_->phi->forward(features) : features;
}

at::Tensor ContentPath::input(const at::Tensor& features, const AnnotationEdit& edit) {
  const at::Tensor r = unified(features);
  if (!layers_->infers) return r;
  const at::Tensor s = edit.empty() ? layers_->inference->represent(r) : layers_->inference->represent(r, edit);
  return torch::cat({r, layers_->options.inference.detach ? s.detach() : s}, 1);
}

void ContentPath::embed(ItemVectors& items, const at::Tensor& input) {
  Layers& layers = *layers_;
  items.input = input;
  const at::Tensor r = layers.infers ? input.slice(1, 0, layers.unifiedSize) : input;
  items.visual = layers.deep.is_empty() ? layers.visual->forward(r) : layers.deep->forward(r);
  if (layers.infers) items.inferred = layers.inferred->forward(input.slice(1, layers.unifiedSize));
  if (!layers.bias.is_empty()) items.contentBias = layers.bias->forward(input).squeeze(1);
  items.content = addDefined(items.visual, items.inferred);
}

void ContentPath::fuse(ItemVectors& items) {
  Layers& layers = *layers_;
  if (!layers.joiner.is_empty()) {
    items.content = layers.joiner->forward(torch::cat({items.identity, items.visual, items.inferred}, 1));
    items.visual = items.content;  // who gave what cannot be told any more
    items.inferred = torch::zeros_like(items.content);
    items.identity = torch::zeros_like(items.identity);
  } else if (!layers.gate.is_empty()) {
    // Times three, so that even weights are the sum.
    const at::Tensor shares =
        3 * layers.gate->forward(torch::cat({items.identity, items.visual, items.inferred}, 1)).softmax(1);
    items.identity = items.identity * shares.slice(1, 0, 1);
    items.visual = items.visual * shares.slice(1, 1, 2);
    items.inferred = items.inferred * shares.slice(1, 2, 3);
    items.content = items.visual + items.inferred;
  }
}

ItemVectors ContentPath::attended(const UserVectors& users, const ItemVectors& items) {
  Layers& layers = *layers_;
  if (!attends()) return items;
  const at::Tensor asked = layers.attentionUser->forward(users.latent);
  const auto weigh = [&](const at::Tensor& part) {
    return layers.attention->forward((asked + layers.attentionPart->forward(part)).tanh());
  };
  const at::Tensor shares =
      3 * torch::cat({weigh(items.identity), weigh(items.visual), weigh(items.inferred)}, 1).softmax(1);
  ItemVectors result = items;
  result.identity = items.identity * shares.slice(1, 0, 1);
  result.visual = items.visual * shares.slice(1, 1, 2);
  result.inferred = items.inferred * shares.slice(1, 2, 3);
  result.content = result.visual + result.inferred;
  return result;
}

at::Tensor ContentPath::generated(const at::Tensor& input) {
  return layers_->generator->forward(input);
}

}  // namespace marcie::nn::rec
