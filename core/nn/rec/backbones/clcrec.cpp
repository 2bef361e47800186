// CLCRec (Wei et al., ACM MM 2021): two contrasts instead of a ranking loss. Users against items, of which some are
// replaced by their content; and an item's content against its identity. A cold item is its content.
//   L = (1 - λ) InfoNCE(p_u, z_i) + λ InfoNCE(content_i, q_i), negatives: the drawn items of the whole batch
#include <torch/torch.h>

#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {
namespace {

constexpr std::int64_t kMostNegatives = 512;  // rows of the batch that everybody is contrasted with

class ClcRec : public Backbone {
 public:
  explicit ClcRec(const BackboneSettings& settings)
      : replaced_(settings.options.inputDropout),
        weight_(settings.options.contrastWeight),
        temperature_(settings.options.contrastTemperature),
        empty_(std::make_shared<torch::nn::Module>()) {}
  std::shared_ptr<torch::nn::Module> module() override { return empty_; }

  at::Tensor score(const UserVectors& users, const ItemVectors& items) override {
    return rowDot(users.latent, used(items, items.cold));
  }
  std::optional<Factors> factors(const UserVectors& users, const ItemVectors& items) override {
    return Factors{users.latent, used(items, items.cold), {}};
  }

  at::Tensor loss(const Triple& triple, const BackboneView& view, LossParts& parts) override {
    static_cast<void>(view);
    const auto hybrid = [this](const ItemVectors& items) {
      const at::Tensor chance = torch::rand({items.own.size(0)}, items.own.options()) < replaced_;
      return used(items, chance.logical_or(items.cold));
    };
    const at::Tensor toUsers = contrast(triple.user.latent, hybrid(triple.positive), hybrid(triple.negative), triple);
    const at::Tensor toContent =
        contrast(unit(triple.positive.content), unit(triple.positive.own), unit(triple.negative.own), triple);
    parts.emplace_back("rank", toUsers.detach());
    parts.emplace_back("contrast", toContent.detach());
    return (1 - weight_) * toUsers + weight_ * toContent;
  }

 private:
  static at::Tensor used(const ItemVectors& items, const at::Tensor& asCold) {
    return torch::where(asCold.unsqueeze(1), items.content, items.own);
  }
  static at::Tensor unit(const at::Tensor& rows) {
    return torch::nn::functional::normalize(rows, torch::nn::functional::NormalizeFuncOptions().dim(1));
  }
  // -log softmax of the right one among itself and the batch's negatives that are another item.
  [[nodiscard]] at::Tensor contrast(const at::Tensor& anchors, const at::Tensor& right, const at::Tensor& others,
                                    const Triple& triple) const {
    const at::Tensor shared = others.slice(0, 0, kMostNegatives);
    const at::Tensor same =
        triple.positive.index.unsqueeze(1) == triple.negative.index.slice(0, 0, kMostNegatives).unsqueeze(0);
    const at::Tensor logits = anchors.mm(shared.t()).masked_fill(same, -1e9);
    const at::Tensor all = torch::cat({rowDot(anchors, right).unsqueeze(1), logits}, 1) / temperature_;
    return (all.logsumexp(1) - all.select(1, 0)).mean();
  }

  double replaced_, weight_, temperature_;
  std::shared_ptr<torch::nn::Module> empty_;
};

}  // namespace

const BackboneEntry& clcrecEntry() {
  static const BackboneEntry entry{
      .name = "clcrec",
      .title = "CLCRec",
      .help = "Contrasts content with identity, so that content can stand for an item nobody has chosen.",
      .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
        return std::shared_ptr<Backbone>(std::make_shared<ClcRec>(settings));
      },
      .oneVector = true};
  return entry;
}

}  // namespace marcie::nn::rec
