// The training path: the terms of the loss and the state that they look at.
#include <torch/torch.h>

#include "core/nn/marnet_impl.h"

namespace marcie::nn {
namespace F = torch::nn::functional;
namespace {

constexpr double kSmallestTemperature = 0.01;
constexpr double kPrototypeMomentum = 0.9;  // of the running mean of z_s, for each step in which the class occurs

at::Tensor rowMean(const at::Tensor& perRow, const at::Tensor& mask) {
  return (perRow * mask).sum() / mask.sum().clamp_min(1);
}

}  // namespace

at::Tensor MarnetModel::Impl::crossEntropy(const at::Tensor& logits, const at::Tensor& labels) const {
  return F::cross_entropy(logits, labels, F::CrossEntropyFuncOptions().label_smoothing(options_.labelSmoothing));
}

at::Tensor MarnetModel::Impl::alignmentLoss(const MarnetState& state, const at::Tensor& labels,
                                            const at::Tensor& tags) const {
  const at::Tensor rows = state.hasText.nonzero().squeeze(1);
  if (rows.size(0) < 2) return state.aligned.sum() * 0;  // nothing to contrast with
  const auto pick = [&rows](const at::Tensor& all) { return all.index_select(0, rows); };
  const at::Tensor semantic = options_.ema.stopTextGradient ? state.semantic.detach() : state.semantic;
  return alignment_->loss(
      {pick(state.aligned),
       pick(semantic),
       pick(labels),
       pick(tags),
       state.temperature,
       {options_.ema.positives == ContrastPositives::sameText, options_.ema.margin, options_.ema.negativeWeight}});
}

// What stands for the text in the diffusion, at its own scale: [B, d_target].
at::Tensor MarnetModel::Impl::semanticSide(const Text& text, const at::Tensor& labels, const at::Tensor& tags) const {
  switch (options_.cdr.target) {
    case CdrTarget::multihot:
      return (tags - tagMean_) / tagDeviation_;
    case CdrTarget::textX:
      return text.feature;
    case CdrTarget::classProto:
      return prototypes_.index_select(0, labels);
    case CdrTarget::textZ:
    case CdrTarget::automatic:
      break;
  }
  return text.embedding;
}

// A class starts at the mean of its first batch.
void MarnetModel::Impl::movePrototypes(const MarnetState& state, const at::Tensor& labels) {
  const torch::NoGradGuard noGradients;
  const at::Tensor member =
      (F::one_hot(labels, classes_).t() * state.hasText.unsqueeze(0)).to(prototypes_.dtype());  // [classes, B]
  const at::Tensor count = member.sum(1, true);
  const at::Tensor mean = member.matmul(state.semantic.detach().to(prototypes_.dtype())) / count.clamp_min(1);
  const at::Tensor seen = prototypeSeen_.unsqueeze(1);
  const at::Tensor share = (1 - kPrototypeMomentum * seen) * (count > 0);
  prototypes_.add_(share * (mean - prototypes_));
  prototypeSeen_.copy_(torch::maximum(prototypeSeen_, (count.squeeze(1) > 0).to(prototypeSeen_.dtype())));
}

void MarnetModel::Impl::addReconstruction(MarnetLoss& loss, const Text& text, const at::Tensor& labels,
                                          const at::Tensor& tags) {
  const CdrOptions& cdr = options_.cdr;
  MarnetState& state = loss.state;
  if (text_) {
    if (prototypes_.defined() && is_training()) movePrototypes(state, labels);
    const at::Tensor side = semanticSide(text, labels, tags);
    const bool ofPicture = cdr.mode == CdrMode::denoiseVisual;
    // Annotations are standardised already.
    state.cdrTarget = ofPicture                           ? reconstruction_->asTarget(state.aligned)
                      : cdr.target == CdrTarget::multihot ? side
                                                          : reconstruction_->asTarget(side);
    const auto step =
        reconstruction_->predictRandomStep(state.cdrTarget, ofPicture ? side : state.aligned, state.aligned);
    state.cdrPrediction = step.x0;
    loss.terms.push_back({"cdr_mse", rowMean(step.error, state.hasText.to(step.error.dtype())), cdr.mseWeight});
    if (cdr.policy == CdrPolicy::oneStep) state.reconstructed = step.x0;
  }
  if (!state.reconstructed.defined()) state.reconstructed = reconstruction_->sampleForTraining(state.aligned);
  loss.terms.push_back({"cdr_ce", crossEntropy(cdrClassifier_(state.reconstructed), labels), cdr.classWeight});
}

// Over the rows that have annotations.
MarnetModel::Impl::Text MarnetModel::Impl::addTextTerm(MarnetLoss& loss, const at::Tensor& labels,
                                                       const at::Tensor& tags) {
  MarnetState& state = loss.state;
  Text text;
  text.feature = textEncoder_->encode(tags);
  text.embedding = state.semantic = textProjection_(text.feature);
  const at::Tensor logits = sharedClassifier_(state.semantic);
  if (stage_ == MarnetStage::text) loss.logits = logits;
  const at::Tensor perRow = F::cross_entropy(
      logits, labels, F::CrossEntropyFuncOptions().reduction(torch::kNone).label_smoothing(options_.labelSmoothing));
  loss.terms.push_back({"ce_s", rowMean(perRow, state.hasText.to(perRow.dtype())), options_.semanticClassWeight});
  return text;
}

void MarnetModel::Impl::addProjectedTerms(MarnetLoss& loss, const at::Tensor& labels, const at::Tensor& tags) {
  MarnetState& state = loss.state;
  state.aligned = projection_(state.features);
  loss.terms.push_back({"ce_v", crossEntropy(sharedClassifier_(state.aligned), labels), options_.visualClassWeight});
  Text text;
  if (textBranch_) text = addTextTerm(loss, labels, tags);
  if (text_ && aligns(options_.variant)) {
    if (logScale_.defined()) state.temperature = torch::exp(-logScale_).clamp_min(kSmallestTemperature);
    loss.terms.push_back({"ema", alignmentLoss(state, labels, tags), options_.ema.weight});
  }
  state.emaOutput = emaOutput(state.aligned);
  if (options_.ema.mixText && state.semantic.defined()) {
    state.emaOutput =
        torch::where(state.hasText.unsqueeze(1), 0.5 * (state.emaOutput + state.semantic), state.emaOutput);
  }
  if (reconstructs_) addReconstruction(loss, text, labels, tags);
}

MarnetLoss MarnetModel::Impl::jointLoss(const at::Tensor& features, const at::Tensor& labels, const at::Tensor& tags) {
  MarnetLoss loss;
  MarnetState& state = loss.state;
  state.features = features;
  if (text_) state.hasText = tags.sum(1) > 0;
  if (projects_) addProjectedTerms(loss, labels, tags);
  if (!tagHead_.is_empty() && text_) {
    const at::Tensor perRow = F::binary_cross_entropy_with_logits(
        tagHead_(features), tags, F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kNone));
    loss.terms.push_back({"tag_bce", rowMean(perRow.mean(1), state.hasText.to(perRow.dtype())), options_.tagWeight});
  }
  MarnetState seen = state;  // what the head gets of it
  if (reconstructs_ && options_.cdr.detachFromHead) seen.reconstructed = seen.reconstructed.detach();
  if (reconstructs_ && options_.cdr.headDropout > 0 && is_training()) {
    const auto kept = torch::rand({features.size(0), 1}, seen.reconstructed.options()) >= options_.cdr.headDropout;
    seen.reconstructed = seen.reconstructed * kept;
  }
  loss.logits = headLogits(seen);
  state.fused = seen.fused;
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
    loss.state = viewState(images);
    plain(headLogits(loss.state));
  } else if (stage_ == MarnetStage::text) {
    train();
    loss.state.hasText = tags.sum(1) > 0;
    static_cast<void>(addTextTerm(loss, labels, tags));
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
