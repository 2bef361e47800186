#include <torch/torch.h>

#include "core/nn/alignment_loss.h"

namespace marcie::nn {
namespace {

at::Tensor infonceSymLoss(const AlignmentInput& input) {
  return infonceBothWays(alignmentLogits(input), {});
}

}  // namespace

const AlignmentLossEntry& infonceSymEntry() {
  static const AlignmentLossEntry entry{
      "infonce_sym", "InfoNCE",
      "Symmetric InfoNCE: every other picture of the batch is a negative, even one with the same text.",
      infonceSymLoss};
  return entry;
}

}  // namespace marcie::nn
