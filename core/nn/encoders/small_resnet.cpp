#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

torch::nn::Conv2d conv3x3(std::int64_t in, std::int64_t out, std::int64_t stride) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(stride).padding(1).bias(false));
}

// Basic block (He et al. 2016) whose shortcut halves the picture by an average before the 1×1 convolution
// (He et al. 2019, ResNet-D), and whose last normalisation starts at zero, so that the block starts as the shortcut.
class Block final : public torch::nn::Module {
 public:
  Block(std::int64_t in, std::int64_t out, std::int64_t stride)
      : stride_(stride), conv1_(conv3x3(in, out, stride)), bn1_(out), conv2_(conv3x3(out, out, 1)), bn2_(out) {
    register_module("conv1", conv1_);
    register_module("bn1", bn1_);
    register_module("conv2", conv2_);
    register_module("bn2", bn2_);
    torch::nn::init::zeros_(bn2_->weight);
    if (stride != 1 || in != out) {
      shortcut_ = register_module(
          "shortcut", torch::nn::Sequential(torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 1).bias(false)),
                                            torch::nn::BatchNorm2d(out)));
    }
  }
  at::Tensor forward(const at::Tensor& x) {
    at::Tensor side = x;
    if (!shortcut_.is_empty()) {
      // A single row or column has nothing to average with.
      if (stride_ > 1 && x.size(2) > 1 && x.size(3) > 1) {
        side = torch::avg_pool2d(side, stride_, stride_, 0, /*ceil_mode=*/true, /*count_include_pad=*/false);
      }
      side = shortcut_->forward(side);
    }
    const at::Tensor inner = bn2_(conv2_(torch::relu(bn1_(conv1_(x)))));
    return torch::relu(inner + side);
  }

 private:
  std::int64_t stride_;
  torch::nn::Conv2d conv1_;
  torch::nn::BatchNorm2d bn1_;
  torch::nn::Conv2d conv2_;
  torch::nn::BatchNorm2d bn2_;
  torch::nn::Sequential shortcut_{nullptr};
};

class SmallResnet final : public Encoder, public torch::nn::Module {
 public:
  explicit SmallResnet(std::int64_t width) : features_(8 * width), conv1_(conv3x3(3, width, 2)), bn1_(width) {
    register_module("conv1", conv1_);
    register_module("bn1", bn1_);
    std::int64_t in = width;
    for (int stage = 0; stage < 4; ++stage) {
      const std::int64_t out = width << stage;
      blocks_.push_back(
          register_module("layer" + std::to_string(stage + 1), std::make_shared<Block>(in, out, stage == 0 ? 1 : 2)));
      in = out;
    }
    for (const auto& child : modules(false)) {
      if (auto* conv = child->as<torch::nn::Conv2dImpl>()) {
        torch::nn::init::kaiming_normal_(conv->weight, 0, torch::kFanOut, torch::kReLU);
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

const EncoderEntry& smallResnetEntry() {
  static const EncoderEntry entry{"small_resnet", "Small residual network",
                                  "Ten layers, four stages of one block: learns from scratch on a laptop.",
                                  [](const EncoderSettings& settings) -> std::shared_ptr<Encoder> {
                                    return std::make_shared<SmallResnet>(settings.width);
                                  }};
  return entry;
}

}  // namespace marcie::nn
