#include "core/nn/resnet.h"

namespace marcie::nn {

const EncoderEntry& wideResnet502Entry() {
  static const EncoderEntry entry{
      "wide_resnet50_2", "Wide ResNet-50-2",
      "67 M parameters, 2,048 features; takes torchvision's and timm's weights. For a GPU.",
      [](const EncoderSettings&) -> Result<std::shared_ptr<Encoder>> {
        return makeResnet({.block = ResnetBlock::bottleneck, .blocks = {3, 4, 6, 3}, .inner = 2});
      },
      kResnetClassifier};
  return entry;
}

}  // namespace marcie::nn
