#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

class Residual final : public Fusion, public torch::nn::Module {
 public:
  explicit Residual(const FusionSettings& settings)
      : size_(settings.featureDim), update_(settings.alignedDim + settings.reconstructedDim, settings.featureDim) {
    register_module("update", update_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor fuse(const FusionInput& input) override {
    return input.features + update_(torch::cat({input.aligned, input.reconstructed}, 1));
  }
  std::int64_t size() const override { return size_; }

 private:
  std::int64_t size_;
  torch::nn::Linear update_;
};

}  // namespace

const FusionEntry& residualEntry() {
  static const FusionEntry entry{
      "residual", "Residual", "The picture feature x_v plus a linear layer of x_EMA and x_CDR.",
      [](const FusionSettings& settings) -> std::shared_ptr<Fusion> { return std::make_shared<Residual>(settings); }};
  return entry;
}

}  // namespace marcie::nn
