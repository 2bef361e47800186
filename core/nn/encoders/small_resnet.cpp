#include "core/nn/resnet.h"

namespace marcie::nn {

const EncoderEntry& smallResnetEntry() {
  static const EncoderEntry entry{"small_resnet", "Small residual network",
                                  "Ten layers, four stages of one block: learns from scratch on a laptop.",
                                  [](const EncoderSettings& settings) -> Result<std::shared_ptr<Encoder>> {
                                    return makeResnet({.block = ResnetBlock::averaged,
                                                       .blocks = {1, 1, 1, 1},
                                                       .width = settings.width,
                                                       .stemKernel = 3,
                                                       .flatStages = true});
                                  },
                                  kResnetClassifier};
  return entry;
}

}  // namespace marcie::nn
