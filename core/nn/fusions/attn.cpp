#include <torch/torch.h>

#include "core/nn/fusion_parts.h"
#include "core/nn/network.h"

namespace marcie::nn {
namespace {

// Σ a_k x_k over x_EMA and x_CDR, a = softmax of w · tanh(W x_k) (additive attention, Bahdanau et al. 2015, without a
// query).
class Attn final : public Fusion, public torch::nn::Module {
 public:
  explicit Attn(const FusionSettings& settings)
      : size_(settings.alignedDim),
        matched_(settings, *this),
        hidden_(settings.alignedDim, settings.alignedDim),
        score_(torch::nn::LinearOptions(settings.alignedDim, 1).bias(false)) {
    register_module("hidden", hidden_);
    register_module("score", score_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor fuse(const FusionInput& input) override {
    const at::Tensor both = torch::stack({input.aligned, matched_(input.reconstructed)}, 1);  // [B, 2, d]
    const at::Tensor share = torch::softmax(score_(torch::tanh(hidden_(both))), 1);           // [B, 2, 1]
    return (share * both).sum(1);
  }
  std::int64_t size() const override { return size_; }

 private:
  std::int64_t size_;
  MatchedSize matched_;
  torch::nn::Linear hidden_, score_;
};

}  // namespace

const FusionEntry& attnEntry() {
  static const FusionEntry entry{
      "attn", "Attention", "One learned share for x_EMA and x_CDR each, picture by picture.",
      [](const FusionSettings& settings) -> std::shared_ptr<Fusion> { return std::make_shared<Attn>(settings); }};
  return entry;
}

}  // namespace marcie::nn
