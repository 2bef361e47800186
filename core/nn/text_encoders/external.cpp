#include <torch/torch.h>

#include "core/nn/embedding_files.h"
#include "core/nn/network.h"

namespace marcie::nn {
namespace {

class External final : public TextEncoder, public torch::nn::Module {
 public:
  External(const at::Tensor& table, std::int64_t dim) : projection_(table.size(1), dim) {
    table_ = register_buffer("table", table);
    register_module("projection", projection_);
  }
  std::shared_ptr<torch::nn::Module> module() override { return shared_from_this(); }
  at::Tensor encode(const at::Tensor& tags) override {
    return projection_(tags.matmul(table_) / tags.sum(1, true).clamp_min(1));
  }
  std::int64_t storedWidth() const override { return table_.size(1); }

 private:
  at::Tensor table_;  // [tags, width]
  torch::nn::Linear projection_;
};

Result<std::shared_ptr<TextEncoder>> makeExternal(const TextEncoderSettings& settings) {
  at::Tensor table = torch::zeros({settings.tagCount, settings.storedWidth});
  if (settings.storedWidth == 0) {
    MARCIE_ASSIGN(table, readMatrix(settings.file, settings.tagCount));
  }
  return std::shared_ptr<TextEncoder>(std::make_shared<External>(table, settings.dim));
}

}  // namespace

const TextEncoderEntry& externalEntry() {
  static const TextEncoderEntry entry{"external", "Vectors from a file",
                                      "One vector for each annotation from a .npy or CSV file, kept as they are; a "
                                      "text is their mean through a linear layer.",
                                      makeExternal, /*needsFile=*/true};
  return entry;
}

}  // namespace marcie::nn
