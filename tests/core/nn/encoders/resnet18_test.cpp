#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const EncoderEntry& resnet18Entry();
namespace {

TEST(Resnet18Test, KeepsTheNetworkContract) {
  testing::expectDescribed(resnet18Entry());
  torch::manual_seed(1);
  const at::Tensor images = torch::randn({4, 3, 32, 32});
  testing::expectNetworkContract(
      [&images] {
        const auto encoder = resnet18Entry().make({.width = 4});
        EXPECT_EQ(encoder->featureCount(), 512);
        return testing::Subject{encoder->module(), [encoder, images] { return encoder->features(images); }};
      },
      4, 512);
}

TEST(Resnet18Test, HasTorchvisionsNamesAndSize) {
  const auto encoder = resnet18Entry().make({});
  std::int64_t count = 0;
  for (const auto& item : encoder->module()->named_parameters()) count += item.value().numel();
  EXPECT_EQ(count, 11689512 - 513000);
  const auto parameters = encoder->module()->named_parameters();
  for (const char* name : {"conv1.weight", "bn1.bias", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight",
                           "layer2.0.downsample.1.weight", "layer4.1.bn2.weight"}) {
    EXPECT_NE(parameters.find(name), nullptr) << name;
  }
  EXPECT_NE(encoder->module()->named_buffers().find("layer3.1.bn1.running_var"), nullptr);
}

}  // namespace
}  // namespace marcie::nn
