// VNPR (Niu, Caverlee and Lu, WSDM 2018): a network looks at [p_u ⊙ q_i ; θ_u ⊙ f_i]. One tower, as the paper's figure
// has it; a known library keeps two and averages them.
#include <torch/torch.h>

#include "core/nn/rec/backbone.h"

namespace marcie::nn::rec {
namespace {

class Vnpr : public Backbone {
 public:
  explicit Vnpr(const BackboneSettings& settings)
      : network_(torch::nn::Linear(2 * settings.dim, settings.options.hidden), torch::nn::ReLU(),
                 torch::nn::Linear(torch::nn::LinearOptions(settings.options.hidden, 1).bias(false))) {
    // Products of small vectors are tiny: the first layer starts large enough to hear them.
    const torch::NoGradGuard noGradients;
    network_[0]->as<torch::nn::Linear>()->weight.mul_(4);
  }
  std::shared_ptr<torch::nn::Module> module() override { return network_.ptr(); }

  at::Tensor score(const UserVectors& users, const ItemVectors& items) override {
    const at::Tensor seen = items.content.defined() ? users.taste * items.content : torch::zeros_like(items.identity);
    return network_->forward(torch::cat({users.latent * items.identity, seen}, 1)).squeeze(1);
  }

 private:
  torch::nn::Sequential network_;
};

}  // namespace

const BackboneEntry& vnprEntry() {
  static const BackboneEntry entry{
      .name = "vnpr",
      .title = "VNPR",
      .help = "A small network looks at what user and item share in identity and in content.",
      .make = [](const BackboneSettings& settings) -> Result<std::shared_ptr<Backbone>> {
        return std::shared_ptr<Backbone>(std::make_shared<Vnpr>(settings));
      }};
  return entry;
}

}  // namespace marcie::nn::rec
