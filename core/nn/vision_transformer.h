// Vision transformers (Dosovitskiy et al. 2021) with torchvision's parameter names and numerics; timm's have the same
// form under other names.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "core/nn/network.h"

namespace marcie::nn {

struct VisionTransformerOptions {
  std::int64_t width = 768;  // of a token, and the number of features
  std::int64_t heads = 12;
};

// 12 layers, patches of 16 × 16 px, an MLP of four times the width; x_v is the normalised class token. The position
// table is that of 224 × 224 px; for pictures of other sizes it is interpolated (bicubic, as torchvision does).
// Pictures are at least 16 px; what is left over at the right and lower edge is not seen.
[[nodiscard]] std::shared_ptr<Encoder> makeVisionTransformer(const VisionTransformerOptions& options);

inline constexpr std::array<std::string_view, 1> kVisionTransformerClassifier{"heads.head"};
inline constexpr std::array kVisionTransformerOtherNames{
    // timm
    NameRule{"cls_token", "class_token"},
    NameRule{"pos_embed", "encoder.pos_embedding"},
    NameRule{"patch_embed.proj.", "conv_proj."},
    NameRule{"blocks.#.norm1.", "encoder.layers.encoder_layer_#.ln_1."},
    NameRule{"blocks.#.attn.qkv.weight", "encoder.layers.encoder_layer_#.self_attention.in_proj_weight"},
    NameRule{"blocks.#.attn.qkv.bias", "encoder.layers.encoder_layer_#.self_attention.in_proj_bias"},
    NameRule{"blocks.#.attn.proj.", "encoder.layers.encoder_layer_#.self_attention.out_proj."},
    NameRule{"blocks.#.norm2.", "encoder.layers.encoder_layer_#.ln_2."},
    NameRule{"blocks.#.mlp.fc1.", "encoder.layers.encoder_layer_#.mlp.0."},
    NameRule{"blocks.#.mlp.fc2.", "encoder.layers.encoder_layer_#.mlp.3."},
    NameRule{"norm.", "encoder.ln."},
    NameRule{"head.", "heads.head."},
    // torchvision before 0.13
    NameRule{"encoder.layers.encoder_layer_#.mlp.linear_1.", "encoder.layers.encoder_layer_#.mlp.0."},
    NameRule{"encoder.layers.encoder_layer_#.mlp.linear_2.", "encoder.layers.encoder_layer_#.mlp.3."},
};

}  // namespace marcie::nn
