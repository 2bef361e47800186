// MTPR (Du et al., ACM MM 2020): every item also as if it were cold. Normal [q ; W f] and counterfactual [0 ; W f], and
// a BPR term for each pairing of them: normal-normal, counterfactual-counterfactual, and both mixed ones.
#include <torch/torch.h>

#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {
namespace {

class Mtpr : public ProductBackbone {
 public:
  explicit Mtpr(const BackboneSettings& settings) : ProductBackbone(settings.oneUserVector) {}

  at::Tensor loss(const Triple& triple, const BackboneView& view, LossParts& parts) override {
    static_cast<void>(view);
    const auto cold = [](const ItemVectors& items) {
      ItemVectors result = items;
      result.identity = torch::zeros_like(items.identity);
      return result;
    };
    const at::Tensor positive = score(triple.user, triple.positive);
    const at::Tensor negative = score(triple.user, triple.negative);
    const at::Tensor coldPositive = score(triple.user, cold(triple.positive));
    const at::Tensor coldNegative = score(triple.user, cold(triple.negative));
    const at::Tensor normal = bprLoss(positive - negative);
    const at::Tensor counterfactual = bprLoss(coldPositive - coldNegative);
    const at::Tensor mixed = bprLoss(positive - coldNegative) + bprLoss(coldPositive - negative);
    parts.emplace_back("rank", normal.detach());
    parts.emplace_back("counterfactual", counterfactual.detach());
    parts.emplace_back("mixed", mixed.detach());
    return (normal + counterfactual + mixed) / 4;
  }
};

}  // namespace

const BackboneEntry& mtprEntry() {
  static const BackboneEntry entry{.name = "mtpr",
                                   .title = "MTPR",
                                   .help = "Learns each item twice, once as if nobody had chosen it yet.",
                                   .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
                                     return std::shared_ptr<Backbone>(std::make_shared<Mtpr>(settings));
                                   }};
  return entry;
}

}  // namespace marcie::nn::rec
