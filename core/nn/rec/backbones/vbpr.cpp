// VBPR (He and McAuley, AAAI 2016): β_i + p_u·q_i + θ_u·(E f_i) + β'·f_i.
#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {

const BackboneEntry& vbprEntry() {
  static const BackboneEntry entry{
      .name = "vbpr",
      .title = "VBPR",
      .help = "A second vector of the user meets what the item looks like.",
      .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
        return std::shared_ptr<Backbone>(std::make_shared<ProductBackbone>(settings.oneUserVector));
      },
      .bias = true};
  return entry;
}

}  // namespace marcie::nn::rec
