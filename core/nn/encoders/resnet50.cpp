#include "core/nn/resnet.h"

namespace marcie::nn {

const EncoderEntry& resnet50Entry() {
  static const EncoderEntry entry{"resnet50", "ResNet-50",
                                  "24 M parameters, 2,048 features; takes torchvision's weights. Slow without a GPU.",
                                  [](const EncoderSettings&) {
                                    return makeResnet(ResnetBlock::bottleneck, {3, 4, 6, 3});
                                  }};
  return entry;
}

}  // namespace marcie::nn
