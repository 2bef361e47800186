#include <torch/torch.h>

#include "core/nn/fusion_parts.h"
#include "core/nn/network.h"

namespace marcie::nn {
namespace {

class Sum final : public Fusion, public torch::nn::Module {
 public:
  explicit Sum(const FusionSettings& settings)
      : weight_(settings.reconstructedWeight), size_(settings.alignedDim), matched_(settings, *this) {}
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor fuse(const FusionInput& input) override { return input.aligned + weight_ * matched_(input.reconstructed); }
  std::int64_t size() const override { return size_; }

 private:
  double weight_;
  std::int64_t size_;
  MatchedSize matched_;
};

}  // namespace

const FusionEntry& sumEntry() {
  static const FusionEntry entry{
      "sum", "Sum", "x_EMA + λ·x_CDR; a linear layer matches the sizes where they differ.",
      [](const FusionSettings& settings) -> std::shared_ptr<Fusion> { return std::make_shared<Sum>(settings); }};
  return entry;
}

}  // namespace marcie::nn
