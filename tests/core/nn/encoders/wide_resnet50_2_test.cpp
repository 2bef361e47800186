#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& wideResnet502Entry();
namespace {

TEST(WideResnet502Test, KeepsTheEncoderContract) {
  fixtures::expectEncoderContract(wideResnet502Entry(), 2048, {}, 20);
}

TEST(WideResnet502Test, HasTorchvisionsNamesAndSize) {
  fixtures::expectWeights(
      wideResnet502Entry(), 68883240 - 2049000,
      {"conv1.weight", "bn1.bias", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight",
       "layer2.0.downsample.1.weight", "layer4.1.bn2.weight", "layer3.1.bn1.running_var", "layer4.2.bn3.weight"});
}

TEST(WideResnet502Test, IsWideInTheMiddleOfABlockOnly) {
  const auto parameters = fixtures::made(wideResnet502Entry())->module()->named_parameters();
  EXPECT_EQ(parameters["layer1.0.conv2.weight"].sizes(), (std::vector<std::int64_t>{128, 128, 3, 3}));
  EXPECT_EQ(parameters["layer1.0.conv3.weight"].sizes(), (std::vector<std::int64_t>{256, 128, 1, 1}));
}

}  // namespace
}  // namespace marcie::nn
