// The training path: the terms of the loss and the state that they look at.
#include <cmath>

#include <torch/torch.h>

#include "core/nn/marnet_impl.h"

namespace marcie::nn {
namespace F = torch::nn::functional;
namespace {

constexpr double kSmallestTemperature = 0.01;

at::Tensor rowMean(const at::Tensor& perRow, const at::Tensor& mask) {
  return (perRow * mask).sum() / mask.sum().clamp_min(1);
}

}  // namespace

at::Tensor MarnetModel::Impl::crossEntropy(const at::Tensor& logits, const at::Tensor& labels) const {
  return F::cross_entropy(logits, labels, F::CrossEntropyFuncOptions().label_smoothing(options_.labelSmoothing));
}

at::Tensor MarnetModel::Impl::denoise(const at::Tensor& state, const at::Tensor& condition, int t) {
  return denoiser_->predict(state, torch::full({state.size(0)}, t, state.options().dtype(torch::kLong)), condition);
}

at::Tensor MarnetModel::Impl::fromPureNoise(const at::Tensor& condition) {
  return denoise(torch::randn({condition.size(0), targetDim()}, condition.options()), condition,
                 options_.cdr.steps - 1);
}

// s_0, scaled to unit variance as the schedule assumes; never a path for gradients.
at::Tensor MarnetModel::Impl::target(const at::Tensor& tags, const at::Tensor& semantic) const {
  if (options_.cdr.target == CdrTarget::multihot) return (tags - tagMean_) / tagDeviation_;
  const at::Tensor detached = semantic.detach();
  return torch::layer_norm(detached, {detached.size(1)});
}

MarnetModel::Impl::Noised MarnetModel::Impl::noisedTarget(const at::Tensor& tags, const at::Tensor& semantic,
                                                          const at::Tensor& condition) {
  Noised result;
  result.target = target(tags, semantic);
  const at::Tensor t = torch::randint(options_.cdr.steps, {condition.size(0)}, condition.options().dtype(torch::kLong));
  const at::Tensor state = process_->noised(result.target, t, torch::randn_like(result.target));
  result.predicted = denoiser_->predict(state, t, condition);
  return result;
}

at::Tensor MarnetModel::Impl::alignmentLoss(const MarnetState& state, const at::Tensor& labels,
                                            const at::Tensor& tags) const {
  const at::Tensor rows = state.hasText.nonzero().squeeze(1);
  if (rows.size(0) < 2) return state.aligned.sum() * 0;  // nothing to contrast with
  const auto pick = [&rows](const at::Tensor& all) { return all.index_select(0, rows); };
  return findEntry(alignmentLosses(), options_.ema.loss)
      ->loss({pick(state.aligned), pick(state.semantic), pick(labels), pick(tags), state.temperature});
}

void MarnetModel::Impl::addReconstruction(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags) {
  MarnetState& state = loss.state;
  if (text_) {
    const Noised noised = noisedTarget(tags, state.semantic, state.aligned);
    state.cdrTarget = noised.target;
    state.cdrPrediction = noised.predicted;
    const at::Tensor perRow = (noised.predicted - noised.target).square().mean(1);
    loss.terms.push_back({"cdr_mse", rowMean(perRow, state.hasText.to(perRow.dtype())), options_.cdr.mseWeight});
    if (options_.cdr.policy == CdrPolicy::oneStep) state.reconstructed = noised.predicted;
  }
  if (!state.reconstructed.defined()) state.reconstructed = fromPureNoise(state.aligned);
  loss.terms.push_back({"cdr_ce", crossEntropy(cdrClassifier_(state.reconstructed), labels), options_.cdr.classWeight});
  state.fused = fusion_->fuse(state.aligned, state.reconstructed);
}

// Over the rows that have annotations.
void MarnetModel::Impl::addTextTerm(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags) {
  MarnetState& state = loss.state;
  state.semantic = embedText(tags);
  const at::Tensor logits = sharedClassifier_(state.semantic);
  if (stage_ == MarnetStage::text) loss.logits = logits;
  const at::Tensor perRow = F::cross_entropy(
      logits, labels, F::CrossEntropyFuncOptions().reduction(torch::kNone).label_smoothing(options_.labelSmoothing));
  loss.terms.push_back({"ce_s", rowMean(perRow, state.hasText.to(perRow.dtype())), options_.semanticClassWeight});
}

void MarnetModel::Impl::addProjectedTerms(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags) {
  MarnetState& state = loss.state;
  state.aligned = projection_(state.features);
  state.fused = state.aligned;
  loss.terms.push_back({"ce_v", crossEntropy(sharedClassifier_(state.aligned), labels), options_.visualClassWeight});
  if (textBranch_) addTextTerm(loss, labels, tags);
  if (text_ && aligns(options_.variant)) {
    state.temperature = torch::exp(-logScale_).clamp_min(kSmallestTemperature);
    loss.terms.push_back({"ema", alignmentLoss(state, labels, tags), options_.ema.weight});
  }
  if (reconstructs_) addReconstruction(loss, labels, tags);
}

MarnetLoss MarnetModel::Impl::jointLoss(const at::Tensor& features, const at::Tensor& labels, const at::Tensor& tags) {
  MarnetLoss loss;
  MarnetState& state = loss.state;
  state.features = features;
  state.fused = features;
  if (text_) state.hasText = tags.sum(1) > 0;
  if (projects_) addProjectedTerms(loss, labels, tags);
  if (!tagHead_.is_empty() && text_) {
    const at::Tensor perRow = F::binary_cross_entropy_with_logits(
        tagHead_(features), tags, F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kNone));
    loss.terms.push_back({"tag_bce", rowMean(perRow.mean(1), state.hasText.to(perRow.dtype())), options_.tagWeight});
  }
  loss.logits = classifier_(state.fused);
  loss.terms.insert(loss.terms.begin(), {"ce", crossEntropy(loss.logits, labels), 1});
  return loss;
}

MarnetLoss MarnetModel::Impl::loss(const at::Tensor& images, const at::Tensor& labels, const at::Tensor& tags) {
  MarnetLoss loss;
  const auto plain = [&](const at::Tensor& logits) {
    loss.logits = logits;
    loss.terms.push_back({"ce", crossEntropy(logits, labels), 1});
  };
  if (stage_ == MarnetStage::refit) {
    loss.state.fused = view(images).fused;
    plain(classifier_(loss.state.fused));
  } else if (stage_ == MarnetStage::text) {
    train();
    loss.state.hasText = tags.sum(1) > 0;
    addTextTerm(loss, labels, tags);
    loss.terms.front().weight = 1;  // there is nothing to weigh it against
  } else {
    train();
    const at::Tensor features = featuresOf(images);
    if (stage_ == MarnetStage::backbone && !backboneClassifier_.is_empty()) {
      loss.state.features = features;
      plain(backboneClassifier_(features));
    } else {
      loss = jointLoss(features, labels, tags);
    }
  }
  for (const LossTerm& term : loss.terms) {
    const at::Tensor weighted = term.weight == 1 ? term.value : term.value * term.weight;
    loss.total = loss.total.defined() ? loss.total + weighted : weighted;
  }
  loss.logits = loss.logits.detach();
  return loss;
}

// The head's view while it learns, without a step: what it sees here and not in use is the leak.
at::Tensor MarnetModel::Impl::trainPathLogits(const at::Tensor& images, const at::Tensor& labels,
                                              const at::Tensor& tags) {
  const torch::NoGradGuard noGradients;
  eval();
  return jointLoss(featuresOf(images), labels, tags).logits;
}

}  // namespace marcie::nn
