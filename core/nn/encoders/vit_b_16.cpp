#include "core/nn/vision_transformer.h"

namespace marcie::nn {

const EncoderEntry& vitB16Entry() {
  static const EncoderEntry entry{"vit_b_16",
                                  "ViT-B/16",
                                  "86 M parameters, 768 features (the class token); takes torchvision's and timm's "
                                  "weights. Needs start weights: transformers learn little from few "
                                  "pictures. Very slow without a GPU.",
                                  [](const EncoderSettings&) -> Result<std::shared_ptr<Encoder>> {
                                    return makeVisionTransformer({.width = 768, .heads = 12});
                                  },
                                  kVisionTransformerClassifier,
                                  kVisionTransformerOtherNames};
  return entry;
}

}  // namespace marcie::nn
