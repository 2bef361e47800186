#include <torch/torch.h>

#include "core/nn/alignment_loss.h"

namespace marcie::nn {
namespace {

// A picture whose text equals the anchor's is not a negative: pushing it away would contradict its own pair.
at::Tensor infonceMaskedLoss(const AlignmentInput& input) {
  at::Tensor excluded = equalTexts(input.tags);
  excluded.fill_diagonal_(false);
  return infonceBothWays(alignmentLogits(input), excluded);
}

}  // namespace

const AlignmentLossEntry& infonceMaskedEntry() {
  static const AlignmentLossEntry entry{
      "infonce_masked", "InfoNCE, equal texts masked",
      "Symmetric InfoNCE in which pictures with equal text are left out of each other's negatives.", infonceMaskedLoss};
  return entry;
}

}  // namespace marcie::nn
