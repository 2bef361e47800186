// DeepStyle (Liu, Wu and Wang, SIGIR 2017): p_u·(E f_i - l_cat(i) + q_i). What items of a category have in common is
// taken off their look. Categories would be annotations, which a cold item does not have, so they are groups of
// pictures that look alike: k-means on the features of training items, kept with the weights.
#include <torch/torch.h>

#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {
namespace {

constexpr int kLloydSteps = 15;

// [I, d] → [C, d]: centres of the rows where `warm`, first guesses evenly spaced along the first principal direction.
at::Tensor styleCentres(const at::Tensor& features, const at::Tensor& warm, std::int64_t count) {
  const torch::NoGradGuard noGradients;
  const at::Tensor rows = features.index_select(0, warm.nonzero().squeeze(1));
  const std::int64_t groups = std::min(count, std::max<std::int64_t>(1, rows.size(0)));
  if (rows.size(0) == 0) return torch::zeros({groups, features.size(1)}, features.options());
  // Spread by a projection that does not depend on signs of eigenvectors: the distance from the mean.
  const at::Tensor order = std::get<1>((rows - rows.mean(0)).square().sum(1).sort(/*stable=*/true, 0, false));
  const at::Tensor picks =
      torch::linspace(0, static_cast<double>(rows.size(0) - 1), groups, features.options()).round().to(torch::kLong);
  at::Tensor centres = rows.index_select(0, order.index_select(0, picks)).clone();
  for (int step = 0; step < kLloydSteps; ++step) {
    const at::Tensor nearest = torch::cdist(rows, centres).argmin(1);
    const at::Tensor sums = torch::zeros_like(centres).index_add_(0, nearest, rows);
    const at::Tensor counts = torch::bincount(nearest, {}, groups).unsqueeze(1);
    centres = torch::where(counts > 0, sums / counts.clamp_min(1), centres);
  }
  return centres;
}

class DeepStyle : public ProductBackbone {
 public:
  explicit DeepStyle(const BackboneSettings& settings)
      : ProductBackbone(true), perItem_(settings.options.styles == 0), module_(std::make_shared<torch::nn::Module>()) {
    std::int64_t count = settings.items;
    if (!perItem_) {
      centres_ =
          module_->register_buffer("centres", styleCentres(settings.features, settings.warm, settings.options.styles));
      count = centres_.size(0);
    }
    styles_ = module_->register_parameter("styles", 0.1 * torch::randn({count, settings.dim}));
  }
  std::shared_ptr<torch::nn::Module> module() override { return module_; }

  at::Tensor score(const UserVectors& users, const ItemVectors& items) override {
    return ProductBackbone::score(users, withoutStyle(items));
  }
  std::optional<Factors> factors(const UserVectors& users, const ItemVectors& items) override {
    return ProductBackbone::factors(users, withoutStyle(items));
  }

 private:
  ItemVectors withoutStyle(const ItemVectors& items) const {
    ItemVectors result = items;
    at::Tensor style;
    if (perItem_) {
      // An item of its own has no common look: nothing is taken off one that training does not know.
      style = styles_.index_select(0, items.index.clamp_min(0)) * items.cold.logical_not().unsqueeze(1);
    } else {
      style = styles_.index_select(0, torch::cdist(items.raw, centres_).argmin(1));
    }
    result.identity = items.identity - style;
    return result;
  }

  bool perItem_;
  std::shared_ptr<torch::nn::Module> module_;
  at::Tensor centres_, styles_;
};

}  // namespace

const BackboneEntry& deepstyleEntry() {
  static const BackboneEntry entry{.name = "deepstyle",
                                   .title = "DeepStyle",
                                   .help = "Takes off what pictures of a kind have in common, so that style remains.",
                                   .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
                                     return std::shared_ptr<Backbone>(std::make_shared<DeepStyle>(settings));
                                   },
                                   .oneVector = true,
                                   .seesFeatures = true};
  return entry;
}

}  // namespace marcie::nn::rec
