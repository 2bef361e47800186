#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& resnet18Entry();
namespace {

TEST(Resnet18Test, KeepsTheEncoderContract) {
  fixtures::expectEncoderContract(resnet18Entry(), 512);
}

TEST(Resnet18Test, HasTorchvisionsNamesAndSize) {
  fixtures::expectWeights(resnet18Entry(), 11689512 - 513000,
                          {"conv1.weight", "bn1.bias", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight",
                           "layer2.0.downsample.1.weight", "layer4.1.bn2.weight", "layer3.1.bn1.running_var"});
}

}  // namespace
}  // namespace marcie::nn
