#include "core/nn/vision_transformer.h"

namespace marcie::nn {

const EncoderEntry& vitS16Entry() {
  static const EncoderEntry entry{"vit_s_16",
                                  "ViT-S/16",
                                  "22 M parameters, 384 features (the class token); takes weights with timm's names, "
                                  "or torchvision's. Needs start weights: transformers learn little from few "
                                  "pictures. Slow without a GPU.",
                                  [](const EncoderSettings&) -> Result<std::shared_ptr<Encoder>> {
                                    return makeVisionTransformer({.width = 384, .heads = 6});
                                  },
                                  kVisionTransformerClassifier,
                                  kVisionTransformerOtherNames};
  return entry;
}

}  // namespace marcie::nn
