// CausalRec (Qiu et al., ACM MM 2021): of what an item looks like, keep the match with taste and take off the mere
// attraction of the eye.
//   m = β_i + p·q_i + p·(q_i ⊙ E_m f_i)     match, which the look reaches through the item
//   n = θ·(E f_i) + β'·f_i                   what the look does by itself
//   y = σ(m + n) σ(m) σ(n), learned by BPR on y, on m and on n; in use minus λ times y with m at the mean item.
// A cold item has no q to be modulated; with one vector a user E f and q share p.
#include <torch/torch.h>

#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {
namespace {

at::Tensor joined(const at::Tensor& match, const at::Tensor& look) {
  return (match + look).sigmoid() * match.sigmoid() * look.sigmoid();
}

class CausalRec : public Backbone {
 public:
  explicit CausalRec(const BackboneSettings& settings)
      : weight_(settings.options.counterfactualWeight),
        module_(std::make_shared<torch::nn::Module>()),
        modulation_(torch::nn::LinearOptions(settings.inputSize, settings.dim).bias(false)) {
    module_->register_module("modulation", modulation_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return module_; }

  // Before the correction, which needs to know all items: what training compares.
  at::Tensor score(const UserVectors& users, const ItemVectors& items) override {
    return joined(match(users, items), look(users, items));
  }

  at::Tensor loss(const Triple& triple, const BackboneView& view, LossParts& parts) override {
    const at::Tensor whole =
        bprLoss(view.score(triple.user, triple.positive) - view.score(triple.user, triple.negative));
    const at::Tensor byMatch = bprLoss(match(triple.user, triple.positive) - match(triple.user, triple.negative));
    const at::Tensor byLook = bprLoss(look(triple.user, triple.positive) - look(triple.user, triple.negative));
    parts.emplace_back("rank", whole.detach());
    parts.emplace_back("match", byMatch.detach());
    parts.emplace_back("look", byLook.detach());
    return whole + byMatch + byLook;
  }

  at::Tensor table(const UserVectors& users, const ItemVectors& items, const BackboneView& view) override {
    at::Tensor look = users.taste.mm(items.content.t());
    if (items.contentBias.defined()) look = look + items.contentBias;
    return joined(matches(users, items), look) -
           weight_ * joined(matches(users, view.meanItem()).expand_as(look), look);
  }

 private:
  at::Tensor modulated(const ItemVectors& items) {
    return items.identity + items.identity * modulation_->forward(items.input);
  }
  // [B, I]
  at::Tensor matches(const UserVectors& users, const ItemVectors& items) {
    return addDefined(users.latent.mm(modulated(items).t()), items.bias);
  }
  at::Tensor match(const UserVectors& users, const ItemVectors& items) {
    return addDefined(rowDot(users.latent, modulated(items)), items.bias);
  }
  static at::Tensor look(const UserVectors& users, const ItemVectors& items) {
    return addDefined(rowDot(users.taste, items.content), items.contentBias);
  }

  double weight_;
  std::shared_ptr<torch::nn::Module> module_;
  torch::nn::Linear modulation_;
};

}  // namespace

const BackboneEntry& causalrecEntry() {
  static const BackboneEntry entry{
      .name = "causalrec",
      .title = "CausalRec",
      .help = "Takes off the attraction of a look that has nothing to do with the user's taste.",
      .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
        return std::shared_ptr<Backbone>(std::make_shared<CausalRec>(settings));
      },
      .bias = true,
      .seesFeatures = true};
  return entry;
}

}  // namespace marcie::nn::rec
