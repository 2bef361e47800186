#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const EncoderEntry& resnet50Entry();
namespace {

TEST(Resnet50Test, KeepsTheNetworkContract) {
  testing::expectDescribed(resnet50Entry());
  torch::manual_seed(1);
  const at::Tensor images = torch::randn({4, 3, 32, 32});
  testing::expectNetworkContract(
      [&images] {
        const auto encoder = resnet50Entry().make({.width = 4});
        EXPECT_EQ(encoder->featureCount(), 2048);
        return testing::Subject{encoder->module(), [encoder, images] { return encoder->features(images); }};
      },
      4, 2048);
}

TEST(Resnet50Test, HasTorchvisionsNamesAndSize) {
  const auto encoder = resnet50Entry().make({});
  std::int64_t count = 0;
  for (const auto& item : encoder->module()->named_parameters()) count += item.value().numel();
  EXPECT_EQ(count, 25557032 - 2049000);
  const auto parameters = encoder->module()->named_parameters();
  for (const char* name : {"conv1.weight", "bn1.bias", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight",
                           "layer2.0.downsample.1.weight", "layer4.1.bn2.weight"}) {
    EXPECT_NE(parameters.find(name), nullptr) << name;
  }
  EXPECT_NE(encoder->module()->named_buffers().find("layer3.1.bn1.running_var"), nullptr);
}

TEST(Resnet50Test, StridesInTheThreeByThreeConvolution) {
  const auto encoder = resnet50Entry().make({});
  // A stride in conv1 would ignore three of four pixels: then moving a picture's content there would change nothing.
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
