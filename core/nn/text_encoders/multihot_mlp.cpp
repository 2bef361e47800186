#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

class MultihotMlp final : public TextEncoder, public torch::nn::Module {
 public:
  MultihotMlp(std::int64_t tagCount, std::int64_t dim) : hidden_(tagCount, tagCount), output_(tagCount, dim) {
    register_module("hidden", hidden_);
    register_module("output", output_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor encode(const at::Tensor& tags) override { return output_(torch::relu(hidden_(tags))); }

 private:
  torch::nn::Linear hidden_;
  torch::nn::Linear output_;
};

}  // namespace

const TextEncoderEntry& multihotMlpEntry() {
  static const TextEncoderEntry entry{
      "multihot_mlp", "Multi-hot MLP", "Two linear layers on the 0/1 vector of annotations.",
      [](const TextEncoderSettings& settings) -> Result<std::shared_ptr<TextEncoder>> {
        return std::shared_ptr<TextEncoder>(std::make_shared<MultihotMlp>(settings.tagCount, settings.dim));
      }};
  return entry;
}

}  // namespace marcie::nn
