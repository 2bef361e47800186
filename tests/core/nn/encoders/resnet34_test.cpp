#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& resnet34Entry();
namespace {

TEST(Resnet34Test, KeepsTheEncoderContract) {
  fixtures::expectEncoderContract(resnet34Entry(), 512, {}, 20);
}

TEST(Resnet34Test, HasTorchvisionsNamesAndSize) {
  fixtures::expectWeights(
      resnet34Entry(), 21797672 - 513000,
      {"conv1.weight", "bn1.bias", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight",
       "layer2.0.downsample.1.weight", "layer4.1.bn2.weight", "layer3.1.bn1.running_var", "layer3.5.conv2.weight"});
}

}  // namespace
}  // namespace marcie::nn
