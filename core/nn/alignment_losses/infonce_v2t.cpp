#include <torch/torch.h>

#include "core/nn/alignment_loss.h"

namespace marcie::nn {
namespace {

at::Tensor infonceV2tLoss(const AlignmentInput& input) {
  return infonceVisualToText(alignmentLogits(input), {});
}

}  // namespace

const AlignmentLossEntry& infonceV2tEntry() {
  static const AlignmentLossEntry entry{
      "infonce_v2t", "InfoNCE, picture to text",
      "InfoNCE in one direction: each picture finds its text among those of the batch.", infonceV2tLoss};
  return entry;
}

}  // namespace marcie::nn
