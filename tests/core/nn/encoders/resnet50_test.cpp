#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& resnet50Entry();
namespace {

TEST(Resnet50Test, KeepsTheEncoderContract) {
  fixtures::expectEncoderContract(resnet50Entry(), 2048, {}, 20);
}

TEST(Resnet50Test, HasTorchvisionsNamesAndSize) {
  fixtures::expectWeights(
      resnet50Entry(), 25557032 - 2049000,
      {"conv1.weight", "bn1.bias", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight",
       "layer2.0.downsample.1.weight", "layer4.1.bn2.weight", "layer3.1.bn1.running_var", "layer4.2.bn3.weight"});
}

TEST(Resnet50Test, StridesInTheThreeByThreeConvolution) {
  const auto encoder = fixtures::made(resnet50Entry());
  // A stride in conv1 would ignore three of four pixels: then moving the content of a picture there would change
  // nothing.
  for (const auto& item : encoder->module()->named_modules("", false)) {
    if (const auto* conv = item.value()->as<torch::nn::Conv2dImpl>()) {
      const bool strided = conv->options.stride()->at(0) == 2;
      const bool expected =
          item.key() == "conv1" || item.key().ends_with("0.conv2") || item.key().ends_with("0.downsample.0");
      if (item.key().starts_with("layer1")) {
        EXPECT_FALSE(strided) << item.key();
      } else {
        EXPECT_EQ(strided, expected) << item.key();
      }
    }
  }
}

}  // namespace
}  // namespace marcie::nn
