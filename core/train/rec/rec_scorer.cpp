#include "core/train/rec/rec_scorer.h"

#include <torch/torch.h>

namespace marcie::train {

rec::Scorer scorerOf(nn::rec::RecModel& model, std::int64_t users) {
  const at::Device device = model.module().parameters().front().device();
  const auto all = std::make_shared<nn::rec::ItemVectors>(model.items());
  const nn::rec::UserVectors everybody = model.users(torch::arange(users, torch::kLong).to(device));
  const auto plain = [](const at::Tensor& tensor) {
    return tensor.defined() ? tensor.to(torch::kCPU, torch::kFloat).contiguous() : tensor;
  };
  if (const auto factors = model.factors(everybody, *all)) {
    return rec::FactoredScores{plain(factors->users), plain(factors->items), plain(factors->bias)};
  }
  return [&model, all, everybody, device, plain](std::span<const std::int32_t> asked) {
    const std::vector<std::int64_t> rows(asked.begin(), asked.end());
    return plain(model.table(everybody.select(torch::tensor(rows, torch::kLong).to(device)), *all));
  };
}

}  // namespace marcie::train
