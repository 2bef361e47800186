#include <torch/torch.h>

#include "core/nn/fusion_parts.h"
#include "core/nn/network.h"

namespace marcie::nn {
namespace {

// g ⊙ x_EMA + (1 - g) ⊙ x_CDR, g = σ(W [x_EMA; x_CDR] + b).
class Gate final : public Fusion, public torch::nn::Module {
 public:
  explicit Gate(const FusionSettings& settings)
      : size_(settings.alignedDim), matched_(settings, *this), gate_(2 * settings.alignedDim, settings.alignedDim) {
    register_module("gate", gate_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor fuse(const FusionInput& input) override {
    const at::Tensor reconstructed = matched_(input.reconstructed);
    const at::Tensor share = torch::sigmoid(gate_(torch::cat({input.aligned, reconstructed}, 1)));
    return share * input.aligned + (1 - share) * reconstructed;
  }
  std::int64_t size() const override { return size_; }

 private:
  std::int64_t size_;
  MatchedSize matched_;
  torch::nn::Linear gate_;
};

}  // namespace

const FusionEntry& gateEntry() {
  static const FusionEntry entry{
      "gate", "Gate", "A learned gate chooses between x_EMA and x_CDR, feature by feature.",
      [](const FusionSettings& settings) -> std::shared_ptr<Fusion> { return std::make_shared<Gate>(settings); }};
  return entry;
}

}  // namespace marcie::nn
