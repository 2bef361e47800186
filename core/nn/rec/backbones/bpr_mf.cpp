// Matrix factorisation learned by Bayesian personalised ranking (Rendle et al., UAI 2009): β_i + p_u·q_i.
#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {

const BackboneEntry& bprMfEntry() {
  static const BackboneEntry entry{
      .name = "bpr_mf",
      .title = "BPR-MF",
      .help = "Vectors of users and items alone. Knows nothing of an item that nobody has chosen.",
      .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
        return std::shared_ptr<Backbone>(std::make_shared<ProductBackbone>(settings.oneUserVector));
      },
      .content = false,
      .bias = true};
  return entry;
}

}  // namespace marcie::nn::rec
