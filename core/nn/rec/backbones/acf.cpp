// ACF (Chen et al., SIGIR 2017): a user is p_u plus what they chose, weighted by attention that looks at the chosen
// items' identity and picture; regions of the picture have an attention of their own.
//   x̄_l = Σ_m softmax_m(w·ReLU(W_p p_u + W_x x_lm)) x_lm
//   a_l = softmax_l(w·ReLU(W_u p_u + W_q q_l + W_s s_l + W_v x̄_l)),  user = p_u + Σ_l a_l s_l,  score = user·item
// s is a second table of the items as parts of a history. The item that a training pair is about is left out of the
// history it is compared with: else the attention learns to find it there.
#include <torch/torch.h>

#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {
namespace {

class AcfModule : public torch::nn::Module {
 public:
  AcfModule(const BackboneSettings& settings, std::int64_t regionSize) {
    const std::int64_t hidden = settings.options.hidden;
    const auto layer = [hidden](std::int64_t in, bool bias) {
      return torch::nn::Linear(torch::nn::LinearOptions(in, hidden).bias(bias));
    };
    parts = register_parameter("parts", 0.1 * torch::randn({settings.items, settings.dim}));
    keys = register_parameter("keys", 0.1 * torch::randn({settings.items, settings.dim}));
    if (settings.options.regions > 1) {
      regionUser = register_module("region_user", layer(settings.dim, true));
      region = register_module("region", layer(regionSize, false));
      regionScore = register_module("region_score", torch::nn::Linear(torch::nn::LinearOptions(hidden, 1).bias(false)));
    }
    user = register_module("user", layer(settings.dim, true));
    key = register_module("key", layer(settings.dim, false));
    part = register_module("part", layer(settings.dim, false));
    look = register_module("look", layer(regionSize, false));
    score = register_module("score", torch::nn::Linear(torch::nn::LinearOptions(hidden, 1).bias(false)));
  }
  at::Tensor parts, keys;  // [I, D]
  torch::nn::Linear regionUser{nullptr}, region{nullptr}, regionScore{nullptr};
  torch::nn::Linear user{nullptr}, key{nullptr}, part{nullptr}, look{nullptr}, score{nullptr};
};

class Acf : public ProductBackbone {
 public:
  explicit Acf(const BackboneSettings& settings)
      : ProductBackbone(true),
        regions_(settings.options.regions),
        features_(settings.features),
        history_(settings.history),
        network_(std::make_shared<AcfModule>(settings, settings.featureSize / settings.options.regions)) {}
  std::shared_ptr<torch::nn::Module> module() override { return network_; }

  UserVectors refine(const UserVectors& users, const at::Tensor& chosen) override {
    const at::Tensor all = history_.index_select(0, users.index);  // [N, H]
    at::Tensor present = all >= 0;
    if (chosen.defined()) present = present.logical_and(all != chosen.unsqueeze(1));
    const at::Tensor flat = all.clamp_min(0).flatten();
    const auto gathered = [&](const at::Tensor& table) {
      return table.index_select(0, flat).view({all.size(0), all.size(1), table.size(1)});
    };
    AcfModule& net = *network_;
    // What does not depend on the user is multiplied once for each item, not once for each place in a history.
    at::Tensor perItem = net.key(net.keys) + net.part(net.parts);
    if (regions_ == 1) perItem = perItem + net.look(features_);
    at::Tensor hidden = gathered(perItem) + net.user(users.latent).unsqueeze(1);
    if (regions_ > 1) hidden = hidden + net.look(regionsOf(users, flat, all));
    const at::Tensor logits = net.score(hidden.relu()).squeeze(2).masked_fill(present.logical_not(), -1e9);
    // Somebody without history has no weights at all.
    const at::Tensor weights = logits.softmax(1) * present;
    UserVectors result = users;
    result.latent = users.latent + torch::einsum("nh,nhd->nd", {weights, gathered(net.parts)});
    result.taste = result.latent;
    return result;
  }

 private:
  // x̄ [N, H, d_v / R]
  at::Tensor regionsOf(const UserVectors& users, const at::Tensor& flat, const at::Tensor& all) {
    AcfModule& net = *network_;
    const at::Tensor parts =
        features_.index_select(0, flat).view({all.size(0), all.size(1), regions_, features_.size(1) / regions_});
    const at::Tensor hidden = net.region(parts) + net.regionUser(users.latent).unsqueeze(1).unsqueeze(1);
    const at::Tensor weights = net.regionScore(hidden.relu()).softmax(2);
    return (weights * parts).sum(2);
  }

  std::int64_t regions_;
  at::Tensor features_, history_;
  std::shared_ptr<AcfModule> network_;
};

}  // namespace

const BackboneEntry& acfEntry() {
  static const BackboneEntry entry{
      .name = "acf",
      .title = "ACF",
      .help = "A user is what they chose, weighted by an attention that looks at the pictures.",
      .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
        if (settings.featureSize % settings.options.regions != 0) {
          return Error{ErrorCode::option,
                       "features of " + std::to_string(settings.featureSize) + " numbers cannot be cut into " +
                           std::to_string(settings.options.regions) + " equal regions",
                       "Choose model.special.regions so that it divides the features' width",
                       {}};
        }
        return std::shared_ptr<Backbone>(std::make_shared<Acf>(settings));
      },
      .content = false,
      .oneVector = true};
  return entry;
}

}  // namespace marcie::nn::rec
