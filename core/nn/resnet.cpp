#include "core/nn/resnet.h"

#include <torch/torch.h>

namespace marcie::nn {
namespace {

torch::nn::Conv2d conv(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride = 1) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
}

class Block final : public torch::nn::Module {
 public:
  Block(ResnetBlock kind, std::int64_t in, std::int64_t planes, std::int64_t stride) {
    const bool deep = kind == ResnetBlock::bottleneck;
    const std::int64_t out = planes * expansion(kind);
    // torchvision puts the stride of a bottleneck into the 3×3 convolution ("ResNet v1.5").
    add(1, deep ? conv(in, planes, 1) : conv(in, planes, 3, stride), planes);
    add(2, deep ? conv(planes, planes, 3, stride) : conv(planes, planes, 3), planes);
    if (deep) add(3, conv(planes, out, 1), out);
    if (stride != 1 || in != out) {
      downsample_ =
          register_module("downsample", torch::nn::Sequential(conv(in, out, 1, stride), torch::nn::BatchNorm2d(out)));
    }
  }
  static std::int64_t expansion(ResnetBlock kind) { return kind == ResnetBlock::bottleneck ? 4 : 1; }
  at::Tensor forward(const at::Tensor& x) {
    at::Tensor inner = x;
    for (std::size_t i = 0; i < convs_.size(); ++i) {
      inner = norms_[i](convs_[i](inner));
      if (i + 1 < convs_.size()) inner = torch::relu(inner);
    }
    return torch::relu(inner + (downsample_.is_empty() ? x : downsample_->forward(x)));
  }

 private:
  void add(int number, torch::nn::Conv2d layer, std::int64_t channels) {
    convs_.push_back(register_module("conv" + std::to_string(number), std::move(layer)));
    norms_.push_back(register_module("bn" + std::to_string(number), torch::nn::BatchNorm2d(channels)));
  }
  std::vector<torch::nn::Conv2d> convs_;
  std::vector<torch::nn::BatchNorm2d> norms_;
  torch::nn::Sequential downsample_{nullptr};
};

class Resnet final : public Encoder, public torch::nn::Module {
 public:
  Resnet(ResnetBlock kind, const std::array<int, 4>& blocks)
      : features_(512 * Block::expansion(kind)),
        conv1_(torch::nn::Conv2dOptions(3, 64, 7).stride(2).padding(3).bias(false)),
        bn1_(64) {
    register_module("conv1", conv1_);
    register_module("bn1", bn1_);
    std::int64_t in = 64;
    for (int stage = 0; stage < 4; ++stage) {
      const std::int64_t planes = std::int64_t{64} << stage;
      auto layer = register_module("layer" + std::to_string(stage + 1), torch::nn::ModuleList());
      for (int i = 0; i < blocks[static_cast<std::size_t>(stage)]; ++i) {
        auto block = std::make_shared<Block>(kind, in, planes, i == 0 && stage > 0 ? 2 : 1);
        layer->push_back(block);
        blocks_.push_back(block);
        in = planes * Block::expansion(kind);
      }
    }
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
  std::int64_t features_;
  torch::nn::Conv2d conv1_;
  torch::nn::BatchNorm2d bn1_;
  std::vector<std::shared_ptr<Block>> blocks_;
};

}  // namespace

std::shared_ptr<Encoder> makeResnet(ResnetBlock kind, const std::array<int, 4>& blocks) {
  return std::make_shared<Resnet>(kind, blocks);
}

}  // namespace marcie::nn
