// The test path: pictures alone.
#include <torch/torch.h>

#include "core/nn/marnet_impl.h"

namespace marcie::nn {

at::Tensor MarnetModel::Impl::sampled(const at::Tensor& condition) {
  const at::Tensor start = startNoise_.expand({condition.size(0), targetDim()});
  const ReverseOptions options{options_.cdr.samplingSteps, options_.cdr.eta};
  auto generator = at::make_generator<at::CPUGeneratorImpl>(kStartNoiseSeed + 1);
  return process_->run(
      start, [&](const at::Tensor& state, int t) { return denoise(state, condition, t); }, options,
      [&](const at::Tensor& like) {
        return torch::randn({1, like.size(1)}, generator).to(like.device()).expand_as(like);
      });
}

MarnetView MarnetModel::Impl::view(const at::Tensor& images) {
  const torch::NoGradGuard noGradients;
  eval();
  MarnetView result;
  result.features = featuresOf(images);
  result.fused = result.features;
  if (projects_) {
    result.aligned = projection_(result.features);
    result.fused = result.aligned;
  }
  if (reconstructs_) {
    result.reconstructed = sampled(result.aligned);
    result.fused = fusion_->fuse(result.aligned, result.reconstructed);
  }
  const bool early = stage_ == MarnetStage::backbone || stage_ == MarnetStage::text;
  const bool plain = early && !backboneClassifier_.is_empty();
  result.logits = plain ? backboneClassifier_(result.features) : classifier_(result.fused);
  result.tags = tagProbabilities(result);
  return result;
}

at::Tensor MarnetModel::Impl::tagProbabilities(const MarnetView& view) {
  if (tags_ == 0) return {};
  const bool trained = text_ && stage_ != MarnetStage::backbone && stage_ != MarnetStage::text;
  if (trained && !tagHead_.is_empty()) return torch::sigmoid(tagHead_->forward(view.features));
  if (trained && reconstructs_ && options_.cdr.target == CdrTarget::multihot) {
    return (view.reconstructed * tagDeviation_ + tagMean_).clamp(0, 1);
  }
  // What the classes that the picture may show usually have.
  return torch::softmax(view.logits, 1).matmul(classTags_);
}

}  // namespace marcie::nn
