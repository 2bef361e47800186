#include <array>

#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

constexpr std::array<int, 4> kBlocks{3, 3, 9, 3};
constexpr std::array<std::int64_t, 4> kChannels{96, 192, 384, 768};
constexpr std::int64_t kExpansion = 4;
constexpr double kBlockEpsilon = 1e-6;
constexpr double kLayerScale = 1e-6;
constexpr double kDeviation = 0.02;
constexpr std::array<std::string_view, 1> kConvnextClassifier{"classifier.2"};
constexpr std::array kOtherNames{
    // timm: a downsampling belongs to the stage behind it, and the layers of a block have names.
    NameRule{"stem.", "features.0."},
    NameRule{"stages.0.blocks.", "features.1."},
    NameRule{"stages.1.downsample.", "features.2."},
    NameRule{"stages.1.blocks.", "features.3."},
    NameRule{"stages.2.downsample.", "features.4."},
    NameRule{"stages.2.blocks.", "features.5."},
    NameRule{"stages.3.downsample.", "features.6."},
    NameRule{"stages.3.blocks.", "features.7."},
    NameRule{"features.#.#.gamma", "features.#.#.layer_scale"},
    NameRule{"features.#.#.conv_dw.", "features.#.#.block.0."},
    NameRule{"features.#.#.norm.", "features.#.#.block.2."},
    NameRule{"features.#.#.mlp.fc1.", "features.#.#.block.3."},
    NameRule{"features.#.#.mlp.fc2.", "features.#.#.block.5."},
    NameRule{"head.norm.", "classifier.0."},
    NameRule{"head.fc.", "classifier.2."},
};

torch::nn::LayerNorm blockNorm(std::int64_t channels) {
  return torch::nn::LayerNorm(torch::nn::LayerNormOptions({channels}).eps(kBlockEpsilon));
}

torch::nn::Conv2d conv(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
                       std::int64_t padding = 0, std::int64_t groups = 1) {
  torch::nn::Conv2d layer(torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(padding).groups(groups));
  torch::nn::init::normal_(layer->weight, 0, kDeviation);
  torch::nn::init::zeros_(layer->bias);
  return layer;
}

torch::nn::Linear linear(std::int64_t in, std::int64_t out) {
  torch::nn::Linear layer(in, out);
  torch::nn::init::normal_(layer->weight, 0, kDeviation);
  torch::nn::init::zeros_(layer->bias);
  return layer;
}

// A norm over the channels of [B, C, H, W]. In channels_last memory the permutations cost nothing.
at::Tensor channelNorm(torch::nn::LayerNorm& norm, const at::Tensor& x) {
  return norm(x.permute({0, 2, 3, 1})).permute({0, 3, 1, 2});
}

class ConvnextBlock final : public torch::nn::Module {
 public:
  explicit ConvnextBlock(std::int64_t channels)
      : spatial_(conv(channels, channels, 7, 1, 3, channels)),
        norm_(blockNorm(channels)),
        widen_(linear(channels, kExpansion * channels)),
        narrow_(linear(kExpansion * channels, channels)) {
    scale_ = register_parameter("layer_scale", torch::full({channels, 1, 1}, kLayerScale));
    // torchvision counts its permutations and the GELU: the indices are part of the names.
    auto layers = register_module("block", torch::nn::ModuleDict());
    layers->update({{"0", spatial_.ptr()}, {"2", norm_.ptr()}, {"3", widen_.ptr()}, {"5", narrow_.ptr()}});
  }
  at::Tensor forward(const at::Tensor& x) {
    const at::Tensor inner = narrow_(torch::gelu(widen_(norm_(spatial_(x).permute({0, 2, 3, 1})))));
    return x + scale_ * inner.permute({0, 3, 1, 2});
  }

 private:
  torch::nn::Conv2d spatial_;
  torch::nn::LayerNorm norm_;
  torch::nn::Linear widen_, narrow_;
  at::Tensor scale_;
};

// ConvNeXt-T (Liu et al. 2022) with torchvision's names, without its stochastic depth: every block is always trained.
class Convnext final : public Encoder, public torch::nn::Module {
 public:
  Convnext() : norm_(blockNorm(kChannels.back())) {
    auto stages = register_module("features", torch::nn::ModuleList());
    std::int64_t in = 3;
    for (std::size_t stage = 0; stage < kBlocks.size(); ++stage) {
      const std::int64_t channels = kChannels[stage];
      // Before the first stage: convolution, norm. Before the others: norm, convolution.
      Entrance entrance{stage == 0 ? conv(in, channels, 4, 4) : conv(in, channels, 2, 2),
                        blockNorm(stage == 0 ? channels : in)};
      auto names = torch::nn::ModuleList();
      stages->push_back(names);
      if (stage == 0) {
        names->push_back(entrance.conv);
        names->push_back(entrance.norm);
      } else {
        names->push_back(entrance.norm);
        names->push_back(entrance.conv);
      }
      entrances_.push_back(entrance);
      auto list = torch::nn::ModuleList();
      stages->push_back(list);
      blocks_.emplace_back();
      for (int i = 0; i < kBlocks[stage]; ++i) {
        blocks_.back().push_back(std::make_shared<ConvnextBlock>(channels));
        list->push_back(blocks_.back().back());
      }
      in = channels;
    }
    register_module("classifier", torch::nn::ModuleList())->push_back(norm_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor features(const at::Tensor& images) override {
    at::Tensor x = images;
    for (std::size_t stage = 0; stage < blocks_.size(); ++stage) {
      Entrance& entrance = entrances_[stage];
      x = stage == 0 ? channelNorm(entrance.norm, entrance.conv(x)) : entrance.conv(channelNorm(entrance.norm, x));
      for (const auto& block : blocks_[stage]) x = block->forward(x);
    }
    return norm_(x.mean({2, 3}));
  }
  std::int64_t featureCount() const override { return kChannels.back(); }

 private:
  struct Entrance {
    torch::nn::Conv2d conv;
    torch::nn::LayerNorm norm;
  };
  std::vector<Entrance> entrances_;
  std::vector<std::vector<std::shared_ptr<ConvnextBlock>>> blocks_;
  torch::nn::LayerNorm norm_;
};

}  // namespace

const EncoderEntry& convnextTinyEntry() {
  static const EncoderEntry entry{
      "convnext_tiny",
      "ConvNeXt-Tiny",
      "28 M parameters, 768 features (normalised mean of the last map); takes torchvision's and timm's weights. "
      "Pictures from 32 px. Slow without a GPU.",
      [](const EncoderSettings&) -> Result<std::shared_ptr<Encoder>> {
        return std::shared_ptr<Encoder>(std::make_shared<Convnext>());
      },
      kConvnextClassifier,
      kOtherNames};
  return entry;
}

}  // namespace marcie::nn
