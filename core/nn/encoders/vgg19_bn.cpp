#include <array>

#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

constexpr int kPool = 0;
constexpr std::array kLayers{64,  64,  kPool, 128, 128,   kPool, 256, 256, 256, 256,  kPool,
                             512, 512, 512,   512, kPool, 512,   512, 512, 512, kPool};
constexpr std::int64_t kFeatures = 512;
constexpr std::int64_t kClassifierSide = 7;  // the classifier of weight files sees a map of 7 × 7
constexpr std::array<std::string_view, 3> kVggClassifier{"classifier.0", "classifier.3", "classifier.6"};
constexpr std::array kTimmNames{NameRule{"pre_logits.fc1.", "classifier.0."},  // timm
                                NameRule{"pre_logits.fc2.", "classifier.3."}, NameRule{"head.fc.", "classifier.6."}};

// VGG-19 with batch normalisation (Simonyan and Zisserman 2015), configuration E, with torchvision's names.
//
// x_v is the mean over the last map instead of the 4,096 values before the last layer of the classifier: those layers
// have six times as many parameters as the rest, made for a thousand classes of photographs.
class Vgg final : public Encoder, public torch::nn::Module {
 public:
  Vgg() {
    layers_ = register_module("features", torch::nn::ModuleList());
    std::int64_t in = 3;
    for (const int channels : kLayers) {
      if (channels == kPool) {
        layers_->push_back(torch::nn::MaxPool2d(torch::nn::MaxPool2dOptions(2)));
        continue;
      }
      torch::nn::Conv2d conv(torch::nn::Conv2dOptions(in, channels, 3).padding(1));
      torch::nn::init::kaiming_normal_(conv->weight, 0, torch::kFanOut, torch::kReLU);
      torch::nn::init::zeros_(conv->bias);
      layers_->push_back(conv);
      layers_->push_back(torch::nn::BatchNorm2d(channels));
      layers_->push_back(torch::nn::ReLU());
      in = channels;
    }
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor features(const at::Tensor& images) override { return map(images).mean({2, 3}); }
  std::int64_t featureCount() const override { return kFeatures; }
  std::int64_t classifierInputSize() const override { return kFeatures * kClassifierSide * kClassifierSide; }
  at::Tensor classifierInput(const at::Tensor& images) override {
    // Contiguous: the rows of the classifier's weights are in the order channel, row, column.
    return torch::adaptive_avg_pool2d(map(images), {kClassifierSide, kClassifierSide}).contiguous().flatten(1);
  }

 private:
  // [B, 512, H/32, W/32]
  at::Tensor map(at::Tensor x) {
    for (const auto& layer : *layers_) {
      if (auto* conv = layer->as<torch::nn::Conv2dImpl>()) {
        x = conv->forward(x);
      } else if (auto* norm = layer->as<torch::nn::BatchNorm2dImpl>()) {
        x = norm->forward(x);
      } else if (layer->as<torch::nn::ReLUImpl>() != nullptr) {
        x = torch::relu(x);
      } else if (x.size(2) > 1 && x.size(3) > 1) {  // smaller pictures than 32 px run out of pixels to pool
        x = torch::max_pool2d(x, 2);
      }
    }
    return x;
  }

  torch::nn::ModuleList layers_{nullptr};
};

}  // namespace

const EncoderEntry& vgg19BnEntry() {
  static const EncoderEntry entry{
      "vgg19_bn",
      "VGG-19 with batch normalisation",
      "20 M parameters, 512 features (the mean of the last map; the classifier of a weights file is used for class "
      "scores only); takes torchvision's and timm's weights. Slow without a GPU.",
      [](const EncoderSettings&) -> Result<std::shared_ptr<Encoder>> {
        return std::shared_ptr<Encoder>(std::make_shared<Vgg>());
      },
      kVggClassifier,
      kTimmNames};
  return entry;
}

}  // namespace marcie::nn
