// AMR (Tang et al., TKDE 2020): VBPR that has to rank well on the worst small change of the content input, too.
//   Δ = ε Γ / ‖Γ‖, Γ = ∂L_BPR/∂Δ (a row for each item of a pair), L = L_BPR + λ L_BPR(f + Δ)
// Biases stay in the score, unlike in some releases, so that λ = 0 is VBPR.
#include <torch/torch.h>

#include "core/nn/rec/adversarial.h"
#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {

at::Tensor worstChange(const at::Tensor& gradient, double strength) {
  return strength * gradient / gradient.norm(2, 1, true).clamp_min(1e-12);
}

namespace {

class Amr : public ProductBackbone {
 public:
  explicit Amr(const BackboneSettings& settings)
      : ProductBackbone(settings.oneUserVector),
        strength_(settings.options.adversarialStrength),
        weight_(settings.options.adversarialWeight) {}

  at::Tensor loss(const Triple& triple, const BackboneView& view, LossParts& parts) override {
    const at::Tensor plain = ProductBackbone::loss(triple, view, parts);
    if (preparing_ || weight_ == 0 || !triple.positive.input.defined()) return plain;
    const at::Tensor positive = triple.positive.input.detach();
    const at::Tensor negative = triple.negative.input.detach();
    const auto changedLoss = [&](const at::Tensor& up, const at::Tensor& down, bool learns) {
      // The search for the worst change must not reach the weights.
      const ItemVectors better = view.withInput(triple.positive, (learns ? triple.positive.input : positive) + up);
      const ItemVectors worse = view.withInput(triple.negative, (learns ? triple.negative.input : negative) + down);
      return bprLoss(view.score(triple.user, better) - view.score(triple.user, worse));
    };
    at::Tensor up = torch::zeros_like(positive).requires_grad_();
    at::Tensor down = torch::zeros_like(negative).requires_grad_();
    const auto gradients = torch::autograd::grad({changedLoss(up, down, false)}, {up, down});
    const at::Tensor adversarial =
        changedLoss(worstChange(gradients[0], strength_).detach(), worstChange(gradients[1], strength_).detach(), true);
    parts.emplace_back("adversarial", adversarial.detach());
    return plain + weight_ * adversarial;
  }

 private:
  double strength_, weight_;
};

}  // namespace

const BackboneEntry& amrEntry() {
  static const BackboneEntry entry{
      .name = "amr",
      .title = "AMR",
      .help = "VBPR that also ranks well on the worst small change of each picture's features.",
      .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
        return std::shared_ptr<Backbone>(std::make_shared<Amr>(settings));
      },
      .bias = true,
      .prepares = true,
      .seesFeatures = true};
  return entry;
}

}  // namespace marcie::nn::rec
