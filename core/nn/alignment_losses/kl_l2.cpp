#include <torch/torch.h>

#include "core/nn/alignment_loss.h"

namespace marcie::nn {
namespace {

// KL(softmax z_v ‖ softmax z_s), the text's side without gradient, + mean squared distance of the embeddings. Both are
// means over the batch, the distance also over its dimensions.
at::Tensor klL2Loss(const AlignmentInput& input) {
  const at::Tensor visual = torch::log_softmax(input.visual, 1);
  const at::Tensor semantic = torch::log_softmax(input.semantic.detach(), 1);
  const at::Tensor divergence = (visual.exp() * (visual - semantic)).sum(1).mean();
  return divergence + (input.visual - input.semantic).square().mean();
}

}  // namespace

const AlignmentLossEntry& klL2Entry() {
  static const AlignmentLossEntry entry{
      "kl_l2", "KL and distance",
      "Picture and text embedding become equal: their softmax by KL divergence, themselves by squared distance.",
      klL2Loss,
      /*usesTemperature=*/false};
  return entry;
}

}  // namespace marcie::nn
