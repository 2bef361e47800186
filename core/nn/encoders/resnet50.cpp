#include "core/nn/resnet.h"

namespace marcie::nn {

const EncoderEntry& resnet50Entry() {
  static const EncoderEntry entry{
      "resnet50", "ResNet-50",
      "24 M parameters, 2,048 features; takes torchvision's and timm's weights. Slow without a GPU.",
      [](const EncoderSettings&) -> Result<std::shared_ptr<Encoder>> {
        return makeResnet({.block = ResnetBlock::bottleneck, .blocks = {3, 4, 6, 3}});
      },
      kResnetClassifier};
  return entry;
}

}  // namespace marcie::nn
