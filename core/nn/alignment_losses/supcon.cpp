#include <torch/torch.h>

#include "core/nn/alignment_loss.h"

namespace marcie::nn {
namespace {

// Khosla et al. 2020, equation 2 (sum outside the logarithm), between modalities: positives of picture i are the texts
// of its class, or those equal to its own.
at::Tensor supconLoss(const AlignmentInput& input) {
  const at::Tensor logProbability = torch::log_softmax(alignmentLogits(input), 1);
  const at::Tensor same = input.settings.positivesShareText ? equalTexts(input.tags)
                                                            : input.labels.unsqueeze(0) == input.labels.unsqueeze(1);
  const at::Tensor positive = same.to(logProbability.dtype());
  return -((logProbability * positive).sum(1) / positive.sum(1)).mean();
}

}  // namespace

const AlignmentLossEntry& supconEntry() {
  static const AlignmentLossEntry entry{
      "supcon", "Supervised contrastive",
      "The texts of all pictures of the same class are positives, or all equal texts.", supconLoss};
  return entry;
}

}  // namespace marcie::nn
