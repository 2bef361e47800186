#include "core/nn/rec/content_inference.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/api/cdr_options.h"
#include "core/nn/alignment_loss.h"
#include "core/nn/noise_schedule.h"
#include "core/nn/reconstruction.h"

namespace marcie::nn::rec {
namespace F = torch::nn::functional;
namespace {

constexpr double kSupposedLogit = 3;  // a probability of 95 %, or of 5 %

}  // namespace

at::Tensor annotationCoordinates(const at::Tensor& annotations, std::int64_t width) {
  const torch::NoGradGuard noGradients;
  const std::int64_t terms = annotations.size(1);
  at::Tensor coordinates = torch::zeros({terms, width});
  if (annotations.size(0) == 0 || terms == 0) return coordinates;
  const at::Tensor centred = (annotations - annotations.mean(0)).to(torch::kDouble);
  // Eigenvectors of the terms' covariance, largest first: [n_a, n_a] stays small where [N, n_a] would not.
  const auto [values, vectors] = torch::linalg_eigh(centred.t().mm(centred) / annotations.size(0), "L");
  const std::int64_t count = std::min(width, terms);
  at::Tensor leading = vectors.slice(1, terms - count, terms).flip(1);
  const at::Tensor spread = values.slice(0, terms - count, terms).flip(0).clamp_min(0).sqrt();
  // A sign of its own for each column: that of its largest entry. Solvers do not agree on it.
  const at::Tensor largest = leading.gather(0, leading.abs().argmax(0, true));
  leading = leading * largest.sign() * (spread > 1e-6) / spread.clamp_min(1e-6);
  coordinates.slice(1, 0, count).copy_(leading);
  return coordinates;
}

struct ContentInference::Parts {
  InferenceOptions options;
  std::shared_ptr<torch::nn::Module> module = std::make_shared<torch::nn::Module>("inference");
  torch::nn::Sequential network{nullptr};  // g
  torch::nn::Linear read{nullptr};         // E_a and b: [d_s] → [n_a]
  at::Tensor coordinates;                  // E [n_a, d_s]
  std::unique_ptr<Reconstruction> diffusion;
};

ContentInference::ContentInference() : parts_(std::make_unique<Parts>()) {}
ContentInference::~ContentInference() = default;

namespace {

Result<std::unique_ptr<Reconstruction>> makeDiffusion(const InferenceOptions& options, std::int64_t unifiedSize) {
  CdrOptions cdr;
  cdr.steps = options.diffusionSteps;
  cdr.samplingSteps = options.samplingSteps;
  cdr.hidden = 2 * options.width;
  const auto* schedule = findEntry(noiseSchedules(), cdr.schedule);
  const auto* denoiser = findEntry(denoisers(), cdr.denoiser);
  if (schedule == nullptr || denoiser == nullptr) {
    return Error{ErrorCode::option, "content inference by diffusion lacks its schedule or its denoiser", {}, {}};
  }
  return std::make_unique<Reconstruction>(cdr, *schedule, *denoiser, options.width, unifiedSize);
}

}  // namespace

Result<std::unique_ptr<ContentInference>> ContentInference::create(const InferenceOptions& options,
                                                                   std::int64_t unifiedSize,
                                                                   const at::Tensor& coordinates) {
  std::unique_ptr<ContentInference> result(new ContentInference);
  Parts& parts = *result->parts_;
  parts.options = options;
  const std::int64_t terms = coordinates.size(0);
  const torch::nn::LeakyReLUOptions slope = torch::nn::LeakyReLUOptions().negative_slope(0.1);
  if (options.kind == InferenceKind::diffusion) {
    MARCIE_ASSIGN(parts.diffusion, makeDiffusion(options, unifiedSize));
    parts.diffusion->registerNetworks(*parts.module);
    parts.diffusion->registerNoise(*parts.module);
  } else {
    parts.network = parts.module->register_module(
        "g", torch::nn::Sequential(torch::nn::Linear(unifiedSize, options.hidden), torch::nn::LeakyReLU(slope),
                                   torch::nn::Linear(options.hidden, options.width)));
  }
  if (options.kind == InferenceKind::predict) {
    parts.read = parts.module->register_module("read", torch::nn::Linear(options.width, terms));
    const torch::NoGradGuard noGradients;
    parts.read->bias.fill_(options.priorBias);
  }
  parts.coordinates = parts.module->register_buffer("coordinates", coordinates.clone());
  return result;
}

std::shared_ptr<torch::nn::Module> ContentInference::module() {
  return parts_->module;
}

std::int64_t ContentInference::size() const {
  return parts_->options.width;
}

at::Tensor ContentInference::hidden(const at::Tensor& unified) {
  return parts_->diffusion ? parts_->diffusion->sample(unified) : parts_->network->forward(unified);
}

at::Tensor ContentInference::logits(const at::Tensor& hidden) {
  if (!parts_->read.is_empty()) return parts_->read->forward(hidden);
  const auto unit = [](const at::Tensor& rows) { return F::normalize(rows, F::NormalizeFuncOptions().dim(1)); };
  return unit(hidden).mm(unit(parts_->coordinates).t()) / parts_->options.temperature;
}

at::Tensor ContentInference::represent(const at::Tensor& unified) {
  return representationOf(hidden(unified));
}

at::Tensor ContentInference::represent(const at::Tensor& unified, const AnnotationEdit& edit) {
  return representationOf(edited(hidden(unified), edit));
}

at::Tensor ContentInference::edited(const at::Tensor& hidden, const AnnotationEdit& edit) {
  if (edit.empty()) return hidden;
  std::vector<std::int64_t> places = edit.present;
  places.insert(places.end(), edit.absent.begin(), edit.absent.end());
  const auto kind = hidden.options().dtype(torch::kLong);
  const at::Tensor rows = torch::tensor(places, torch::kLong).to(kind.device());
  at::Tensor sign = torch::ones({static_cast<std::int64_t>(places.size())}, hidden.options());
  sign.slice(0, static_cast<std::int64_t>(edit.present.size())).fill_(-1);
  if (parts_->read.is_empty()) return hidden + (sign.unsqueeze(1) * parts_->coordinates.index_select(0, rows)).sum(0);
  // Δ = Wᵀ (W Wᵀ)⁻¹ (wanted - logits), W the head's rows of these terms.
  const at::Tensor weight = parts_->read->weight.index_select(0, rows);
  const at::Tensor missing = kSupposedLogit * sign - logits(hidden).index_select(1, rows);
  const at::Tensor gram = weight.mm(weight.t()) + 1e-4 * torch::eye(weight.size(0), weight.options());
  return hidden + torch::linalg_solve(gram, missing.t()).t().mm(weight);
}

at::Tensor ContentInference::representationOf(const at::Tensor& m) {
  const InferenceOptions& options = parts_->options;
  if (options.representation == InferredRepresentation::hidden) return m;
  const at::Tensor terms = parts_->read.is_empty() ? parts_->coordinates : parts_->read->weight;
  const at::Tensor scores = logits(m);
  if (options.representation == InferredRepresentation::softAttended) return scores.softmax(1).mm(terms);
  const std::int64_t count = std::min<std::int64_t>(options.topK, scores.size(1));
  const auto [values, places] = scores.sigmoid().topk(count, 1);
  const at::Tensor weights = values / values.sum(1, true).clamp_min(1e-8);
  return (weights.unsqueeze(2) * terms.index_select(0, places.flatten()).view({-1, count, options.width})).sum(1);
}

at::Tensor ContentInference::probabilities(const at::Tensor& unified) {
  return logits(hidden(unified)).sigmoid();
}

at::Tensor ContentInference::targets(const at::Tensor& annotations) const {
  return annotations.mm(parts_->coordinates);
}

at::Tensor ContentInference::predictionLoss(const at::Tensor& logits, const at::Tensor& annotations) const {
  const InferenceOptions& options = parts_->options;
  if (options.criterion == InferenceCriterion::softmax) {
    const at::Tensor share = annotations / annotations.sum(1, true).clamp_min(1);
    return -(share * logits.log_softmax(1)).sum(1).mean();
  }
  const at::Tensor absent = 1 - annotations;
  // -log σ(x) of present terms and -log(1 - σ(x)) of absent ones, without ever taking the logarithm of zero.
  const at::Tensor whenPresent = options.positiveWeight * torch::softplus(-logits);
  const at::Tensor whenAbsent = torch::softplus(logits);
  if (options.criterion == InferenceCriterion::bce) return (annotations * whenPresent + absent * whenAbsent).mean();
  const at::Tensor probability = logits.sigmoid();
  if (options.criterion == InferenceCriterion::focal) {
    return (annotations * (1 - probability).pow(options.focalGamma) * whenPresent +
            absent * probability.pow(options.focalGamma) * whenAbsent)
        .mean();
  }
  // ASL (Ridnik et al., ICCV 2021): absent terms below the margin cost nothing.
  const at::Tensor shifted = (probability - options.aslClip).clamp_min(0);
  const at::Tensor negative = -(1 - shifted).clamp_min(1e-8).log() * shifted.pow(options.aslNegativeGamma);
  return (annotations * torch::softplus(-logits) + absent * negative).mean();
}

at::Tensor ContentInference::loss(const at::Tensor& unified, const at::Tensor& annotations) {
  const InferenceOptions& options = parts_->options;
  if (parts_->diffusion) {
    const at::Tensor target = parts_->diffusion->asTarget(targets(annotations));
    return parts_->diffusion->predictRandomStep(target, unified, unified).error.mean();
  }
  const at::Tensor m = hidden(unified);
  if (options.kind == InferenceKind::predict) {
    const at::Tensor loss = predictionLoss(logits(m), annotations);
    return options.matchWeight > 0 ? loss + options.matchWeight * torch::mse_loss(m, targets(annotations)) : loss;
  }
  const at::Tensor target = targets(annotations);
  if (options.kind == InferenceKind::matchMse) return torch::mse_loss(m, target);
  if (options.kind == InferenceKind::matchCos) return (1 - torch::cosine_similarity(m, target, 1)).mean();
  if (options.kind == InferenceKind::kl) {
    const at::Tensor truth = target.softmax(1);
    return (truth * (target.log_softmax(1) - m.log_softmax(1))).sum(1).mean();
  }
  const auto unit = [](const at::Tensor& rows) { return F::normalize(rows, F::NormalizeFuncOptions().dim(1)); };
  const at::Tensor similar = unit(m).mm(unit(target).t()) / options.temperature;
  const at::Tensor same = equalTexts(annotations).to(similar.dtype());
  return -((similar.log_softmax(1) * same).sum(1) / same.sum(1)).mean();
}

}  // namespace marcie::nn::rec
