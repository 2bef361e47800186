#include "core/nn/resnet.h"

namespace marcie::nn {

const EncoderEntry& resnet18Entry() {
  static const EncoderEntry entry{
      "resnet18", "ResNet-18", "11 M parameters, 512 features; takes torchvision's and timm's weights.",
      [](const EncoderSettings&) -> Result<std::shared_ptr<Encoder>> { return makeResnet({}); }, kResnetClassifier};
  return entry;
}

}  // namespace marcie::nn
