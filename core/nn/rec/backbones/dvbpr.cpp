// DVBPR (Kang et al., ICDM 2017) in feature mode: θ_u·Φ(image_i) with no identity of the item. Φ is a network on the
// feature that is there rather than the original's convolutions on pixels; with CIERec it is the enriched content.
#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {

const BackboneEntry& dvbprEntry() {
  static const BackboneEntry entry{
      .name = "dvbpr",
      .title = "DVBPR (on features)",
      .help = "Items are what they look like and nothing else, so warm and cold ones are alike.",
      .make = [](const BackboneSettings&) -> Result<std::shared_ptr<Backbone>> {
        return std::shared_ptr<Backbone>(std::make_shared<ProductBackbone>(true));
      },
      .identity = false,
      .oneVector = true,
      .deepContent = true};
  return entry;
}

}  // namespace marcie::nn::rec
