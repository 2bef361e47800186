#include "core/nn/rec/backbone.h"

#include <torch/torch.h>

namespace marcie::nn::rec {

at::Tensor Backbone::loss(const Triple& triple, const BackboneView& view, LossParts& parts) {
  const at::Tensor loss = bprLoss(view.score(triple.user, triple.positive) - view.score(triple.user, triple.negative));
  parts.emplace_back("rank", loss.detach());
  return loss;
}

at::Tensor Backbone::table(const UserVectors& users, const ItemVectors& items, const BackboneView& view) {
  std::vector<at::Tensor> rows;
  const std::int64_t count = items.size();
  for (std::int64_t u = 0; u < users.latent.size(0); ++u) {
    const auto repeated = [&](const at::Tensor& all) { return all.slice(0, u, u + 1).expand({count, all.size(1)}); };
    const at::Tensor latent = repeated(users.latent);
    const UserVectors user{latent, users.taste.is_same(users.latent) ? latent : repeated(users.taste),
                           users.index.slice(0, u, u + 1).expand({count})};
    rows.push_back(view.score(user, items));
  }
  return torch::stack(rows);
}

at::Tensor ProductBackbone::score(const UserVectors& users, const ItemVectors& items) {
  at::Tensor score;
  if (oneUserVector_) {
    score = rowDot(users.latent, addDefined(items.identity, items.content));
  } else {
    score = rowDot(users.latent, items.identity);
    if (items.content.defined()) score = score + rowDot(users.taste, items.content);
  }
  return addDefined(addDefined(score, items.bias), items.contentBias);
}

std::optional<Factors> ProductBackbone::factors(const UserVectors& users, const ItemVectors& items) {
  const at::Tensor bias = addDefined(items.bias, items.contentBias);
  if (oneUserVector_ || !items.content.defined()) {
    return Factors{users.latent, addDefined(items.identity, items.content), bias};
  }
  return Factors{torch::cat({users.latent, users.taste}, 1), torch::cat({items.identity, items.content}, 1), bias};
}

std::shared_ptr<torch::nn::Module> ProductBackbone::module() {
  if (!empty_) empty_ = std::make_shared<torch::nn::Module>("backbone");
  return empty_;
}

}  // namespace marcie::nn::rec
