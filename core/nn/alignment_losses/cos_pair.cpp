#include <algorithm>

#include <torch/torch.h>

#include "core/nn/alignment_loss.h"

namespace marcie::nn {
namespace {

// mean(1 - cos(v_i, s_i)) + η · mean over i ≠ j of max(0, cos(v_i, s_j) - m).
at::Tensor cosPairLoss(const AlignmentInput& input) {
  const at::Tensor cosine = alignmentCosines(input);
  const std::int64_t rows = cosine.size(0);
  const at::Tensor matched = (1 - cosine.diagonal()).mean();
  const at::Tensor tooNear = torch::relu(cosine - input.settings.margin);
  const at::Tensor mismatched = tooNear.sum() - tooNear.diagonal().sum();
  const auto pairs = static_cast<double>(std::max<std::int64_t>(1, rows * (rows - 1)));
  return matched + input.settings.negativeWeight / pairs * mismatched;
}

}  // namespace

const AlignmentLossEntry& cosPairEntry() {
  static const AlignmentLossEntry entry{
      "cos_pair", "Cosine of pairs",
      "Matched pairs get a cosine of 1, mismatched ones a cosine below the margin; there is no temperature.",
      cosPairLoss,
      /*usesTemperature=*/false};
  return entry;
}

}  // namespace marcie::nn
