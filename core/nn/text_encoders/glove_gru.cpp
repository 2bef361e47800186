#include <algorithm>

#include <torch/torch.h>

#include "core/nn/embedding_files.h"
#include "core/nn/network.h"

namespace marcie::nn {
namespace {

constexpr std::int64_t kHops = 5;

// Word vectors of the present annotations, in the order of the vocabulary, through a GRU; five attention hops over its
// states, joined by a linear layer. As in the released code of the method's authors the scores W₂ LeakyReLU(W₁ h) are
// weights as they are, without a softmax.
class GloveGru final : public TextEncoder, public torch::nn::Module {
 public:
  GloveGru(const at::Tensor& table, std::int64_t dim)
      : gru_(torch::nn::GRUOptions(table.size(1), dim).batch_first(true)),
        attention1_(dim, dim),
        attention2_(dim, kHops),
        hops_(kHops, 1) {
    table_ = register_buffer("table", table);
    register_module("gru", gru_);
    register_module("attention1", attention1_);
    register_module("attention2", attention2_);
    register_module("hops", hops_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor encode(const at::Tensor& tags) override {
    const std::int64_t longest = std::max<std::int64_t>(1, tags.sum(1).max().item<std::int64_t>());
    // Present annotations first, each in the order of the vocabulary; what is behind them is padding.
    const auto [present, order] = torch::sort(tags, /*stable=*/true, 1, /*descending=*/true);
    const at::Tensor mask = present.slice(1, 0, longest).unsqueeze(2);                           // [B, L, 1]
    const at::Tensor words = torch::embedding(table_, order.slice(1, 0, longest)) * mask;        // [B, L, width]
    const at::Tensor states = std::get<0>(gru_(words)) * mask;                                   // [B, L, d]
    const at::Tensor scores = attention2_(torch::leaky_relu(attention1_(states), 0.01)) * mask;  // [B, L, hops]
    return hops_(states.transpose(1, 2).bmm(scores)).squeeze(2);
  }
  std::int64_t storedWidth() const override { return table_.size(1); }

 private:
  at::Tensor table_;  // [tags, width]
  torch::nn::GRU gru_;
  torch::nn::Linear attention1_, attention2_, hops_;
};

Result<std::shared_ptr<TextEncoder>> makeGloveGru(const TextEncoderSettings& settings) {
  at::Tensor table = torch::zeros({settings.tagCount, settings.storedWidth});
  if (settings.storedWidth == 0) {
    MARCIE_ASSIGN(table, readNameVectors(settings.file, settings.tags));
  }
  return std::shared_ptr<TextEncoder>(std::make_shared<GloveGru>(table, settings.dim));
}

}  // namespace

const TextEncoderEntry& gloveGruEntry() {
  static const TextEncoderEntry entry{"glove_gru", "Word vectors and GRU",
                                      "Word vectors of the annotations' names from a file in GloVe's text format, a "
                                      "recurrent network over them and attention in five hops.",
                                      makeGloveGru, /*needsFile=*/true};
  return entry;
}

}  // namespace marcie::nn
