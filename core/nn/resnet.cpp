#include "core/nn/resnet.h"

#include <torch/torch.h>

namespace marcie::nn {
namespace {

constexpr std::int64_t kBottleneckExpansion = 4;

torch::nn::Conv2d conv(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
}

std::int64_t channelsAfter(const ResnetOptions& options, int stage) {
  const std::int64_t expansion = options.block == ResnetBlock::bottleneck ? kBottleneckExpansion : 1;
  return (options.width << stage) * expansion;
}

class Block final : public torch::nn::Module {
 public:
  Block(const ResnetOptions& options, int stage, std::int64_t in, std::int64_t stride)
      : averageStride_(options.block == ResnetBlock::averaged ? stride : 1) {
    const bool deep = options.block == ResnetBlock::bottleneck;
    const std::int64_t inner = (options.width << stage) * options.inner;
    const std::int64_t out = channelsAfter(options, stage);
    add(1, deep ? conv(in, inner, 1) : conv(in, inner, 3, stride), inner);
    add(2, deep ? conv(inner, inner, 3, stride) : conv(inner, inner, 3), inner);
    if (deep) add(3, conv(inner, out, 1), out);
    if (options.block == ResnetBlock::averaged) torch::nn::init::zeros_(norms_.back()->weight);
    if (stride != 1 || in != out) {
      // Parameter names are part of the checkpoint format, in the small network as in torchvision's.
      shortcut_ = register_module(
          options.block == ResnetBlock::averaged ? "shortcut" : "downsample",
          torch::nn::Sequential(conv(in, out, 1, averageStride_ > 1 ? 1 : stride), torch::nn::BatchNorm2d(out)));
    }
  }
  at::Tensor forward(const at::Tensor& x) {
    at::Tensor inner = x;
    for (std::size_t i = 0; i < convs_.size(); ++i) {
      inner = norms_[i](convs_[i](inner));
      if (i + 1 < convs_.size()) inner = torch::relu(inner);
    }
    return torch::relu(inner + shortcut(x));
  }

 private:
  void add(int number, torch::nn::Conv2d layer, std::int64_t channels) {
    convs_.push_back(register_module("conv" + std::to_string(number), std::move(layer)));
    norms_.push_back(register_module("bn" + std::to_string(number), torch::nn::BatchNorm2d(channels)));
  }
  at::Tensor shortcut(const at::Tensor& x) {
    if (shortcut_.is_empty()) return x;
    // ResNet-D (He et al. 2019): halve by an average, so that the 1×1 convolution does not skip three of four pixels.
    // A single row or column has nothing to average with.
    if (averageStride_ > 1 && x.size(2) > 1 && x.size(3) > 1) {
      return shortcut_->forward(torch::avg_pool2d(x, averageStride_, averageStride_, 0, /*ceil_mode=*/true,
                                                  /*count_include_pad=*/false));
    }
    return shortcut_->forward(x);
  }

  std::int64_t averageStride_;
  std::vector<torch::nn::Conv2d> convs_;
  std::vector<torch::nn::BatchNorm2d> norms_;
  torch::nn::Sequential shortcut_{nullptr};
};

class Resnet final : public Encoder, public torch::nn::Module {
 public:
  explicit Resnet(const ResnetOptions& options)
      : features_(channelsAfter(options, 3)),
        conv1_(conv(3, options.width, options.stemKernel, 2)),
        bn1_(options.width) {
    register_module("conv1", conv1_);
    register_module("bn1", bn1_);
    std::int64_t in = options.width;
    for (int stage = 0; stage < 4; ++stage) addStage(options, stage, in);
    for (const auto& child : modules(false)) {
      if (auto* layer = child->as<torch::nn::Conv2dImpl>()) {
        torch::nn::init::kaiming_normal_(layer->weight, 0, torch::kFanOut, torch::kReLU);
      }
    }
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor features(const at::Tensor& images) override {
    at::Tensor x = torch::max_pool2d(torch::relu(bn1_(conv1_(images))), 3, 2, 1);
    for (const auto& block : blocks_) x = block->forward(x);
    return x.mean({2, 3});
  }
  std::int64_t featureCount() const override { return features_; }

 private:
  void addStage(const ResnetOptions& options, int stage, std::int64_t& in) {
    const std::string name = "layer" + std::to_string(stage + 1);
    auto list = options.flatStages ? torch::nn::ModuleList(nullptr) : register_module(name, torch::nn::ModuleList());
    for (int i = 0; i < options.blocks[static_cast<std::size_t>(stage)]; ++i) {
      auto block = std::make_shared<Block>(options, stage, in, i == 0 && stage > 0 ? 2 : 1);
      if (options.flatStages) {
        register_module(name, block);
      } else {
        list->push_back(block);
      }
      blocks_.push_back(std::move(block));
      in = channelsAfter(options, stage);
    }
  }

  std::int64_t features_;
  torch::nn::Conv2d conv1_;
  torch::nn::BatchNorm2d bn1_;
  std::vector<std::shared_ptr<Block>> blocks_;
};

}  // namespace

std::shared_ptr<Encoder> makeResnet(const ResnetOptions& options) {
  return std::make_shared<Resnet>(options);
}

}  // namespace marcie::nn
