#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& vitB16Entry();
namespace {

TEST(VitB16Test, KeepsTheEncoderContract) {
  fixtures::expectEncoderContract(vitB16Entry(), 768, {}, 20, 1e-3);
}

TEST(VitB16Test, HasTorchvisionsNamesAndSize) {
  fixtures::expectWeights(
      vitB16Entry(), 86567656 - 769000,
      {"class_token", "conv_proj.weight", "encoder.pos_embedding", "encoder.layers.encoder_layer_0.ln_1.weight",
       "encoder.layers.encoder_layer_11.self_attention.in_proj_weight",
       "encoder.layers.encoder_layer_11.self_attention.in_proj_bias",
       "encoder.layers.encoder_layer_3.self_attention.out_proj.bias", "encoder.layers.encoder_layer_0.mlp.0.weight",
       "encoder.layers.encoder_layer_0.mlp.3.bias", "encoder.ln.weight"});
}

}  // namespace
}  // namespace marcie::nn
