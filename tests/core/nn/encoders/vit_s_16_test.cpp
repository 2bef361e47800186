#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& vitS16Entry();
namespace {

TEST(VitS16Test, KeepsTheEncoderContract) {
  fixtures::expectEncoderContract(vitS16Entry(), 384, {}, 30, 1e-3);
}

TEST(VitS16Test, HasTorchvisionsNamesAndSize) {
  fixtures::expectWeights(
      vitS16Entry(), 22050664 - 385000,
      {"class_token", "conv_proj.weight", "encoder.pos_embedding", "encoder.layers.encoder_layer_0.ln_1.weight",
       "encoder.layers.encoder_layer_11.self_attention.in_proj_weight",
       "encoder.layers.encoder_layer_11.self_attention.in_proj_bias",
       "encoder.layers.encoder_layer_3.self_attention.out_proj.bias", "encoder.layers.encoder_layer_0.mlp.0.weight",
       "encoder.layers.encoder_layer_0.mlp.3.bias", "encoder.ln.weight"});
}

TEST(VitS16Test, KnowsTimmsNames) {
  const auto rules = vitS16Entry().otherNames;
  EXPECT_EQ(translatedName("pos_embed", rules), "encoder.pos_embedding");
  EXPECT_EQ(translatedName("blocks.10.attn.qkv.weight", rules),
            "encoder.layers.encoder_layer_10.self_attention.in_proj_weight");
  EXPECT_EQ(translatedName("blocks.0.mlp.fc2.bias", rules), "encoder.layers.encoder_layer_0.mlp.3.bias");
  EXPECT_EQ(translatedName("norm.bias", rules), "encoder.ln.bias");
  EXPECT_EQ(translatedName("head.weight", rules), "heads.head.weight");
  EXPECT_EQ(translatedName("heads.head.weight", rules), "heads.head.weight");
  EXPECT_EQ(translatedName("blocks.x.norm1.bias", rules), "blocks.x.norm1.bias");
}

TEST(VitS16Test, SeesWhereAPatchIsInPicturesOfAnySize) {
  const torch::NoGradGuard noGradients;
  torch::manual_seed(4);
  const auto encoder = fixtures::made(vitS16Entry());
  encoder->module()->eval();
  for (const std::int64_t side : {32, 70, 224, 256}) {
    const at::Tensor picture = torch::randn({1, 3, side, side});
    const at::Tensor features = encoder->features(picture);
    ASSERT_EQ(features.sizes(), (std::vector<std::int64_t>{1, 384}));
    // Without positions the class token would see a bag of patches.
    const at::Tensor moved = picture.roll({16}, {3}).slice(3, 0, side);
    EXPECT_FALSE(torch::allclose(features, encoder->features(moved), 1e-4, 1e-5)) << side;
  }
}

}  // namespace
}  // namespace marcie::nn
