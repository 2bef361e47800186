// DropoutNet (Volkovs, Yu and Poutanen, NeurIPS 2017): networks that map [p_u] and [q_i ; content] to vectors whose
// product imitates that of learned factors, while q_i is hidden from them at random. The factors are learned by BPR in
// the preparing epochs and stay as they are from then on.
#include <torch/torch.h>

#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {
namespace {

class DropoutNet : public Backbone {
 public:
  explicit DropoutNet(const BackboneSettings& settings)
      : dropout_(settings.options.inputDropout), module_(std::make_shared<torch::nn::Module>()) {
    const auto tower = [&](std::int64_t in) {
      return torch::nn::Sequential(torch::nn::Linear(in, settings.options.hidden), torch::nn::Tanh(),
                                   torch::nn::Linear(settings.options.hidden, settings.dim));
    };
    users_ = module_->register_module("users", tower(settings.dim));
    items_ = module_->register_module("items", tower(2 * settings.dim));
  }
  std::shared_ptr<torch::nn::Module> module() override { return module_; }

  at::Tensor score(const UserVectors& users, const ItemVectors& items) override {
    if (preparing_) return rowDot(users.latent, items.own);
    return rowDot(users_->forward(users.latent), itemVector(items, items.cold));
  }

  at::Tensor loss(const Triple& triple, const BackboneView& view, LossParts& parts) override {
    if (preparing_) return Backbone::loss(triple, view, parts);
    const at::Tensor user = users_->forward(triple.user.latent.detach());
    const auto error = [&](const ItemVectors& items) {
      const at::Tensor truth = rowDot(triple.user.latent, items.own).detach();
      const at::Tensor hidden = torch::rand({items.own.size(0)}, items.own.options()) < dropout_;
      return torch::mse_loss(rowDot(user, itemVector(items, hidden.logical_or(items.cold))), truth);
    };
    const at::Tensor imitation = error(triple.positive) + error(triple.negative);
    parts.emplace_back("imitation", imitation.detach());
    return imitation;
  }

  std::optional<Factors> factors(const UserVectors& users, const ItemVectors& items) override {
    if (preparing_) return Factors{users.latent, items.own, {}};
    return Factors{users_->forward(users.latent), itemVector(items, items.cold), {}};
  }

 private:
  at::Tensor itemVector(const ItemVectors& items, const at::Tensor& hidden) {
    const at::Tensor known = items.own.detach() * hidden.logical_not().unsqueeze(1);
    return items_->forward(torch::cat({known, items.content}, 1));
  }

  double dropout_;
  std::shared_ptr<torch::nn::Module> module_;
  torch::nn::Sequential users_{nullptr}, items_{nullptr};
};

}  // namespace

const BackboneEntry& dropoutnetEntry() {
  static const BackboneEntry entry{
      .name = "dropoutnet",
      .title = "DropoutNet",
      .help = "Networks imitate learned factors while the identity of items is hidden from them at random.",
      .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
        return std::shared_ptr<Backbone>(std::make_shared<DropoutNet>(settings));
      },
      .oneVector = true,
      .prepares = true,
      .freezesTables = true};
  return entry;
}

}  // namespace marcie::nn::rec
