#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

class Concat final : public Fusion, public torch::nn::Module {
 public:
  explicit Concat(std::int64_t size) : size_(size) {}
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor fuse(const FusionInput& input) override { return torch::cat({input.aligned, input.reconstructed}, 1); }
  std::int64_t size() const override { return size_; }

 private:
  std::int64_t size_;
};

}  // namespace

const FusionEntry& concatEntry() {
  static const FusionEntry entry{"concat", "Concatenation", "x_EMA and x_CDR side by side; the classifier weighs them.",
                                 [](const FusionSettings& settings) -> std::shared_ptr<Fusion> {
                                   return std::make_shared<Concat>(settings.alignedDim + settings.reconstructedDim);
                                 }};
  return entry;
}

}  // namespace marcie::nn
