#include "core/nn/reconstruction.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

namespace marcie::nn {
namespace F = torch::nn::functional;
namespace {

constexpr double kLargestX0 = 20;  // √ᾱ_T divides a predicted noise; targets have unit variance
constexpr double kSnrLimit = 5;    // Hang et al. 2023

// (B + 1) / 2 steps t, and T-1-t for the rest of the batch.
at::Tensor antitheticTimes(int steps, std::int64_t rows, const at::TensorOptions& type) {
  const at::Tensor half = torch::randint(steps, {(rows + 1) / 2}, type);
  return torch::cat({half, steps - 1 - half}).slice(0, 0, rows);
}

}  // namespace

Reconstruction::Reconstruction(const CdrOptions& options, const NoiseScheduleEntry& schedule,
                               const DenoiserEntry& denoiser, std::int64_t targetDim, std::int64_t conditionDim)
    : options_(options),
      targetDim_(targetDim),
      conditionDim_(conditionDim),
      process_(DiffusionTables(schedule.betas(options.steps))),
      denoiser_(denoiser.make({targetDim, conditionDim, options.hidden, options.channels, options.blocks})) {}

void Reconstruction::registerNetworks(torch::nn::Module& owner) {
  owner.register_module("denoiser", denoiser_->module());
  if (options_.dropCondition > 0) {
    nullCondition_ = owner.register_parameter("null_condition", torch::zeros({conditionDim_}));
  }
}

void Reconstruction::registerNoise(torch::nn::Module& owner) {
  // Fixed draws for every picture: the result of a picture then depends on nothing but the picture.
  auto generator = at::make_generator<at::CPUGeneratorImpl>(startSeed(options_.samplingSeed));
  std::vector<at::Tensor> draws;  // one by one: a draw does not depend on how many there are
  for (int i = 0; i < options_.draws; ++i) draws.push_back(torch::randn({1, targetDim_}, generator));
  startNoise_ = owner.register_buffer("start_noise", torch::cat(draws));
}

at::Tensor Reconstruction::asTarget(const at::Tensor& embedding) const {
  const at::Tensor source = options_.detachTarget ? embedding.detach() : embedding;
  if (options_.normalization == CdrNormalization::layerNorm) return torch::layer_norm(source, {source.size(1)});
  const double length = std::sqrt(static_cast<double>(source.size(1)));
  return length * F::normalize(source, F::NormalizeFuncOptions().p(2).dim(1).eps(1e-8));
}

double Reconstruction::shareOfPicture(int t) const {
  return static_cast<double>(t) / std::max(1, options_.steps - 1);
}

at::Tensor Reconstruction::drawTimes(const at::Tensor& like) const {
  const auto type = like.options().dtype(torch::kLong);
  return options_.times == CdrTimes::antithetic ? antitheticTimes(options_.steps, like.size(0), type)
                                                : torch::randint(options_.steps, {like.size(0)}, type);
}

// alphaBar [B, 1] float64: √ᾱ and √(1-ᾱ) are taken before the number of digits is cut.
at::Tensor Reconstruction::fromOutput(const at::Tensor& output, const at::Tensor& state,
                                      const at::Tensor& alphaBar) const {
  if (options_.prediction == CdrPrediction::x0) return output;
  const at::Tensor signal = alphaBar.sqrt().to(output.dtype());
  const at::Tensor noise = (1 - alphaBar).sqrt().to(output.dtype());
  if (options_.prediction == CdrPrediction::v) return signal * state - noise * output;
  return ((state - noise * output) / signal).clamp(-kLargestX0, kLargestX0);
}

at::Tensor Reconstruction::errorOf(const at::Tensor& output, const at::Tensor& target, const at::Tensor& state,
                                   const at::Tensor& alphaBar) const {
  at::Tensor truth = target;
  if (options_.prediction != CdrPrediction::x0) {
    const at::Tensor signal = alphaBar.sqrt().to(target.dtype());
    const at::Tensor noise = (1 - alphaBar).sqrt().to(target.dtype());
    const at::Tensor eps = (state - signal * target) / noise;
    truth = options_.prediction == CdrPrediction::eps ? eps : signal * eps - noise * target;
  }
  at::Tensor error = options_.loss == CdrLoss::l2   ? (output - truth).square()
                     : options_.loss == CdrLoss::l1 ? (output - truth).abs()
                                                    : torch::huber_loss(output, truth, at::Reduction::None);
  error = error.mean(1);
  if (options_.weighting == CdrWeighting::none) return error;
  // A unit of squared error in x₀ is SNR units in ε and SNR + 1 in v.
  const at::Tensor snr = (alphaBar / (1 - alphaBar)).squeeze(1);
  at::Tensor weight = snr.clamp_max(kSnrLimit);
  if (options_.prediction == CdrPrediction::eps) weight = weight / snr;
  if (options_.prediction == CdrPrediction::v) weight = weight / (snr + 1);
  return error * weight.to(error.dtype());
}

Reconstruction::Step Reconstruction::predictRandomStep(const at::Tensor& target, const at::Tensor& condition,
                                                       const at::Tensor& visual) {
  const at::Tensor t = drawTimes(condition);
  at::Tensor mean = target;
  if (options_.mode == CdrMode::visualStart) {
    const at::Tensor share = t.to(target.dtype()).unsqueeze(1) / std::max(1, options_.steps - 1);
    mean = (1 - share) * target + share * asTarget(visual);
  }
  const at::Tensor state = process_.noised(mean, t, torch::randn_like(target));
  at::Tensor given = options_.detachCondition ? condition.detach() : condition;
  if (nullCondition_.defined()) {
    const at::Tensor dropped = torch::rand({given.size(0), 1}, given.options()) < options_.dropCondition;
    given = torch::where(dropped, nullCondition_.to(given.dtype()).expand_as(given), given);
  }
  const at::Tensor output = denoiser_->predict(state, t, given);
  // Nothing reads it for a prediction of x₀ with all steps alike.
  const bool scaled = options_.prediction != CdrPrediction::x0 || options_.weighting != CdrWeighting::none;
  const at::Tensor alphaBar = scaled ? process_.alphaBarAt(t) : at::Tensor();
  return {fromOutput(output, state, alphaBar), errorOf(output, target, state, alphaBar)};
}

// x̂₀ at one step of the whole batch, with guidance.
at::Tensor Reconstruction::predictGuided(const at::Tensor& state, const at::Tensor& condition, int t, double guidance) {
  const at::Tensor step = torch::full({state.size(0)}, t, state.options().dtype(torch::kLong));
  const at::Tensor alphaBar = torch::full({1, 1}, process_.tables().alphaBar[static_cast<std::size_t>(t)],
                                          state.options().dtype(torch::kDouble));
  const at::Tensor given = fromOutput(denoiser_->predict(state, step, condition), state, alphaBar);
  if (guidance == 0 || !nullCondition_.defined()) return given;
  const at::Tensor blank = nullCondition_.to(condition.dtype()).expand_as(condition);
  return guided(given, fromOutput(denoiser_->predict(state, step, blank), state, alphaBar), guidance);
}

at::Tensor Reconstruction::startFrom(const at::Tensor& noise, const at::Tensor& visual) const {
  const at::Tensor drawn = options_.start == CdrStart::zero ? torch::zeros_like(noise) : noise;
  if (options_.mode != CdrMode::visualStart) return drawn;
  const double alphaBar = process_.tables().alphaBar.back();
  return std::sqrt(alphaBar) * visual + std::sqrt(1 - alphaBar) * drawn;
}

ReverseOptions Reconstruction::reverseOptions(const at::Tensor& visual) const {
  ReverseOptions result{options_.samplingSteps, options_.eta, {}};
  // Ancestral sampling is DDIM with η = 1 on all steps, and so defined for the moving mean of mode B too.
  if (options_.sampler == CdrSampler::ddpm) result = {options_.steps, 1, {}};
  if (options_.mode == CdrMode::visualStart) {
    result.mean = [this, visual](const at::Tensor& x0, int t) {
      return (1 - shareOfPicture(t)) * x0 + shareOfPicture(t) * visual;
    };
  }
  return result;
}

at::Tensor Reconstruction::sampleForTraining(const at::Tensor& visual) {
  const at::Tensor condition = options_.detachCondition ? visual.detach() : visual;
  const at::Tensor picture = options_.mode == CdrMode::visualStart ? asTarget(visual) : at::Tensor();
  if (options_.policy == CdrPolicy::unrolled) return unroll(condition, picture);
  const at::Tensor noise = torch::randn({visual.size(0), targetDim_}, visual.options());
  return predict(startFrom(noise, picture), condition, options_.steps - 1);
}

at::Tensor Reconstruction::unroll(const at::Tensor& condition, const at::Tensor& picture) {
  const ReverseOptions options = reverseOptions(picture.defined() ? picture.detach() : picture);
  const at::Tensor noise = torch::randn({condition.size(0), targetDim_}, condition.options());
  const int firstLearning = options.samplingSteps - options_.unrollSteps;
  int index = 0;
  const auto step = [&](const at::Tensor& state, int t) {
    if (index++ >= firstLearning) return predict(state, condition, t);
    const torch::NoGradGuard noGradients;
    return predict(state, condition, t);
  };
  return process_.run(startFrom(noise, picture.defined() ? picture.detach() : picture), step, options,
                      [](const at::Tensor& like) { return torch::randn_like(like); });
}

at::Tensor Reconstruction::sample(const at::Tensor& visual) {
  const std::int64_t rows = visual.size(0);
  const std::int64_t draws = startNoise_.size(0);
  // [R·B, …], all pictures of the first draw first.
  const auto perDraw = [&](const at::Tensor& noise) {
    return noise.unsqueeze(1).expand({draws, rows, targetDim_}).reshape({draws * rows, targetDim_});
  };
  const at::Tensor condition = draws > 1 ? visual.repeat({draws, 1}) : visual;
  const at::Tensor picture = options_.mode == CdrMode::visualStart ? asTarget(condition) : at::Tensor();
  auto generator = at::make_generator<at::CPUGeneratorImpl>(stepSeed(options_.samplingSeed));
  const at::Tensor x0 = process_.run(
      startFrom(perDraw(startNoise_), picture),
      [&](const at::Tensor& state, int t) { return predict(state, condition, t); }, reverseOptions(picture),
      [&](const at::Tensor& like) {
        return perDraw(torch::randn({draws, targetDim_}, generator).to(like.device(), like.scalar_type()));
      });
  return draws > 1 ? x0.view({draws, rows, targetDim_}).mean(0) : x0;
}

}  // namespace marcie::nn
