#include "core/nn/resnet.h"

namespace marcie::nn {

const EncoderEntry& resnet18Entry() {
  static const EncoderEntry entry{"resnet18", "ResNet-18",
                                  "11 M parameters, 512 features; takes torchvision's weights.",
                                  [](const EncoderSettings&) {
                                    return makeResnet(ResnetBlock::basic, {2, 2, 2, 2});
                                  }};
  return entry;
}

}  // namespace marcie::nn
