#include <torch/torch.h>

#include "core/nn/network.h"

namespace marcie::nn {
namespace {

// EmbeddingBag in mode mean: on 0/1 rows that is a product with the table.
class BagMean final : public TextEncoder, public torch::nn::Module {
 public:
  BagMean(std::int64_t tagCount, std::int64_t dim) : embedding_(tagCount, dim) {
    register_module("embedding", embedding_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor encode(const at::Tensor& tags) override {
    return tags.matmul(embedding_->weight) / tags.sum(1, true).clamp_min(1);
  }

 private:
  torch::nn::Embedding embedding_;
};

}  // namespace

const TextEncoderEntry& bagMeanEntry() {
  static const TextEncoderEntry entry{
      "bag_mean", "Mean of embeddings", "One learned vector for each annotation; a text is the mean of its own.",
      [](const TextEncoderSettings& settings) -> Result<std::shared_ptr<TextEncoder>> {
        return std::shared_ptr<TextEncoder>(std::make_shared<BagMean>(settings.tagCount, settings.dim));
      }};
  return entry;
}

}  // namespace marcie::nn
