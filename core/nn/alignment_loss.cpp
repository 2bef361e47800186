#include "core/nn/alignment_loss.h"

#include <limits>

#include <torch/torch.h>

namespace marcie::nn {
namespace F = torch::nn::functional;

at::Tensor alignmentCosines(const AlignmentInput& input) {
  const auto unit = F::NormalizeFuncOptions().p(2).dim(1).eps(1e-8);
  return F::normalize(input.visual, unit).matmul(F::normalize(input.semantic, unit).t());
}

at::Tensor alignmentLogits(const AlignmentInput& input) {
  return alignmentCosines(input) / input.temperature;
}

at::Tensor infonceVisualToText(const at::Tensor& logits, const at::Tensor& excluded) {
  at::Tensor scores = logits;
  if (excluded.defined()) scores = scores.masked_fill(excluded, -std::numeric_limits<float>::infinity());
  return F::cross_entropy(scores, torch::arange(logits.size(0), logits.options().dtype(torch::kLong)));
}

at::Tensor infonceBothWays(const at::Tensor& logits, const at::Tensor& excluded) {
  const at::Tensor turned = excluded.defined() ? excluded.t() : excluded;
  return 0.5 * (infonceVisualToText(logits, excluded) + infonceVisualToText(logits.t(), turned));
}

at::Tensor equalTexts(const at::Tensor& tags) {
  // For 0/1 vectors |a ∧ b| = |a| = |b| means equality.
  const at::Tensor counts = tags.sum(1);
  const at::Tensor common = tags.matmul(tags.t());
  return (common == counts.unsqueeze(0)).logical_and(common == counts.unsqueeze(1));
}

}  // namespace marcie::nn
