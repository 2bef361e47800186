#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& convnextTinyEntry();
namespace {

TEST(ConvnextTinyTest, KeepsTheEncoderContract) {
  fixtures::expectEncoderContract(convnextTinyEntry(), 768, {}, 30, 1e-3);
}

TEST(ConvnextTinyTest, HasTorchvisionsNamesAndSize) {
  fixtures::expectWeights(
      convnextTinyEntry(), 28589128 - 769000,
      {"features.0.0.weight", "features.0.1.bias", "features.1.2.layer_scale", "features.2.0.weight",
       "features.2.1.weight", "features.5.8.block.0.weight", "features.5.8.block.2.bias", "features.5.8.block.3.weight",
       "features.7.0.block.5.bias", "classifier.0.weight"});
}

TEST(ConvnextTinyTest, KnowsTimmsNames) {
  const auto rules = convnextTinyEntry().otherNames;
  EXPECT_EQ(translatedName("stem.0.weight", rules), "features.0.0.weight");
  EXPECT_EQ(translatedName("stages.0.blocks.1.gamma", rules), "features.1.1.layer_scale");
  EXPECT_EQ(translatedName("stages.2.downsample.1.bias", rules), "features.4.1.bias");
  EXPECT_EQ(translatedName("stages.2.blocks.8.mlp.fc2.weight", rules), "features.5.8.block.5.weight");
  EXPECT_EQ(translatedName("stages.3.blocks.0.norm.weight", rules), "features.7.0.block.2.weight");
  EXPECT_EQ(translatedName("head.norm.bias", rules), "classifier.0.bias");
  EXPECT_EQ(translatedName("head.fc.bias", rules), "classifier.2.bias");
}

}  // namespace
}  // namespace marcie::nn
