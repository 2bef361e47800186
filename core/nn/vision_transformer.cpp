#include "core/nn/vision_transformer.h"

#include <cmath>

#include <torch/torch.h>

namespace marcie::nn {
namespace {
namespace F = torch::nn::functional;

constexpr std::int64_t kPatch = 16;
constexpr std::int64_t kGrid = 14;  // of the position table: 224 / 16
constexpr int kDepth = 12;
constexpr std::int64_t kMlpRatio = 4;
constexpr double kNormEpsilon = 1e-6;
constexpr double kPositionDeviation = 0.02;
constexpr double kBiasDeviation = 1e-6;

torch::nn::LayerNorm layerNorm(std::int64_t width) {
  return torch::nn::LayerNorm(torch::nn::LayerNormOptions({width}).eps(kNormEpsilon));
}

// torch.nn.MultiheadAttention without dropout, on [B, n, width].
class SelfAttention final : public torch::nn::Module {
 public:
  SelfAttention(std::int64_t width, std::int64_t heads) : heads_(heads), output_(width, width) {
    weight_ = register_parameter("in_proj_weight", torch::empty({3 * width, width}));
    bias_ = register_parameter("in_proj_bias", torch::zeros({3 * width}));
    register_module("out_proj", output_);
    torch::nn::init::xavier_uniform_(weight_);
    torch::nn::init::zeros_(output_->bias);
  }
  at::Tensor forward(const at::Tensor& x) {
    const auto batch = x.size(0), tokens = x.size(1), width = x.size(2);
    // [B, n, 3·width] → three of [B, heads, n, width / heads]
    const auto parts =
        torch::linear(x, weight_, bias_).view({batch, tokens, 3, heads_, width / heads_}).permute({2, 0, 3, 1, 4});
    const at::Tensor mixed = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]);
    return output_(mixed.transpose(1, 2).reshape({batch, tokens, width}));
  }

 private:
  std::int64_t heads_;
  at::Tensor weight_, bias_;
  torch::nn::Linear output_;
};

class Layer final : public torch::nn::Module {
 public:
  Layer(std::int64_t width, std::int64_t heads)
      : norm1_(layerNorm(width)),
        norm2_(layerNorm(width)),
        attention_(std::make_shared<SelfAttention>(width, heads)),
        widen_(width, kMlpRatio * width),
        narrow_(kMlpRatio * width, width) {
    register_module("ln_1", norm1_);
    register_module("self_attention", attention_);
    register_module("ln_2", norm2_);
    // As in torchvision: linear, GELU, dropout, linear. The indices are part of the names.
    auto mlp = register_module("mlp", torch::nn::ModuleDict());
    mlp->update({{"0", widen_.ptr()}, {"3", narrow_.ptr()}});
    for (const auto& linear : {widen_, narrow_}) {
      torch::nn::init::xavier_uniform_(linear->weight);
      torch::nn::init::normal_(linear->bias, 0, kBiasDeviation);
    }
  }
  at::Tensor forward(const at::Tensor& x) {
    const at::Tensor attended = x + attention_->forward(norm1_(x));
    return attended + narrow_(torch::gelu(widen_(norm2_(attended))));
  }

 private:
  torch::nn::LayerNorm norm1_, norm2_;
  std::shared_ptr<SelfAttention> attention_;
  torch::nn::Linear widen_, narrow_;
};

// The part that torchvision registers as "encoder": positions, layers, norm.
class Body final : public torch::nn::Module {
 public:
  Body(std::int64_t width, std::int64_t heads) : norm_(layerNorm(width)) {
    positions_ = register_parameter("pos_embedding", torch::randn({1, kGrid * kGrid + 1, width}) * kPositionDeviation);
    auto list = register_module("layers", torch::nn::ModuleDict());
    for (int i = 0; i < kDepth; ++i) {
      layers_.push_back(std::make_shared<Layer>(width, heads));
      list->update({{"encoder_layer_" + std::to_string(i), layers_.back()}});
    }
    register_module("ln", norm_);
  }
  // tokens [B, 1 + rows·columns, width] → class token [B, width]
  at::Tensor forward(const at::Tensor& tokens, std::int64_t rows, std::int64_t columns) {
    at::Tensor x = tokens + positions(rows, columns);
    for (const auto& layer : layers_) x = layer->forward(x);
    return norm_(x.select(1, 0));
  }

 private:
  at::Tensor positions(std::int64_t rows, std::int64_t columns) const {
    if (rows == kGrid && columns == kGrid) return positions_;
    const std::int64_t width = positions_.size(2);
    const at::Tensor grid = positions_.slice(1, 1).transpose(1, 2).reshape({1, width, kGrid, kGrid});
    const at::Tensor fitted = F::interpolate(
        grid, F::InterpolateFuncOptions().size(std::vector{rows, columns}).mode(torch::kBicubic).align_corners(true));
    return torch::cat({positions_.slice(1, 0, 1), fitted.flatten(2).transpose(1, 2)}, 1);
  }

  at::Tensor positions_;
  std::vector<std::shared_ptr<Layer>> layers_;
  torch::nn::LayerNorm norm_;
};

class VisionTransformer final : public Encoder, public torch::nn::Module {
 public:
  explicit VisionTransformer(const VisionTransformerOptions& options)
      : width_(options.width),
        patches_(torch::nn::Conv2dOptions(3, options.width, kPatch).stride(kPatch)),
        body_(std::make_shared<Body>(options.width, options.heads)) {
    classToken_ = register_parameter("class_token", torch::zeros({1, 1, width_}));
    register_module("conv_proj", patches_);
    register_module("encoder", body_);
    // LeCun normal, which torchvision cuts at two deviations.
    torch::nn::init::normal_(patches_->weight, 0, 1 / std::sqrt(static_cast<double>(3 * kPatch * kPatch)));
    torch::nn::init::zeros_(patches_->bias);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor features(const at::Tensor& images) override {
    const at::Tensor map = patches_(images);
    const at::Tensor tokens =
        torch::cat({classToken_.expand({images.size(0), 1, width_}), map.flatten(2).transpose(1, 2)}, 1);
    return body_->forward(tokens, map.size(2), map.size(3));
  }
  std::int64_t featureCount() const override { return width_; }

 private:
  std::int64_t width_;
  at::Tensor classToken_;
  torch::nn::Conv2d patches_;
  std::shared_ptr<Body> body_;
};

}  // namespace

std::shared_ptr<Encoder> makeVisionTransformer(const VisionTransformerOptions& options) {
  return std::make_shared<VisionTransformer>(options);
}

}  // namespace marcie::nn
