#include "core/nn/resnet.h"

namespace marcie::nn {

const EncoderEntry& resnet34Entry() {
  static const EncoderEntry entry{"resnet34", "ResNet-34",
                                  "21 M parameters, 512 features; takes torchvision's and timm's weights.",
                                  [](const EncoderSettings&) -> Result<std::shared_ptr<Encoder>> {
                                    return makeResnet({.blocks = {3, 4, 6, 3}});
                                  },
                                  kResnetClassifier};
  return entry;
}

}  // namespace marcie::nn
