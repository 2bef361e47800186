// The reverse process of one picture, one step after the other, for a person to look at and to change.
#include <cmath>

#include <torch/torch.h>

#include "core/nn/reconstruction.h"

namespace marcie::nn {

// [1, d_target]: the first draw that registerNoise() makes of this seed.
at::Tensor Reconstruction::drawOf(std::int64_t seed) const {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(startSeed(seed));
  return torch::randn({1, targetDim_}, generator).to(startNoise_.device(), startNoise_.scalar_type());
}

at::Tensor Reconstruction::traceStart(const at::Tensor& visual, std::int64_t seed) {
  const torch::NoGradGuard noGradients;
  const at::Tensor picture = options_.mode == CdrMode::visualStart ? asTarget(visual) : at::Tensor();
  return startFrom(drawOf(seed), picture);
}

at::Tensor Reconstruction::traceNoised(const at::Tensor& x0, const at::Tensor& visual, int t, std::int64_t seed) {
  const torch::NoGradGuard noGradients;
  const double alphaBar = process_.tables().alphaBar[static_cast<std::size_t>(t)];
  at::Tensor mean = x0;
  if (options_.mode == CdrMode::visualStart) {
    mean = (1 - shareOfPicture(t)) * x0 + shareOfPicture(t) * asTarget(visual);
  }
  return std::sqrt(alphaBar) * mean + std::sqrt(1 - alphaBar) * drawOf(seed);
}

std::vector<TraceStep> Reconstruction::trace(const at::Tensor& start, const at::Tensor& visual,
                                             const TraceSettings& settings) {
  const torch::NoGradGuard noGradients;
  ReverseOptions options = reverseOptions(options_.mode == CdrMode::visualStart ? asTarget(visual) : at::Tensor());
  options.eta = settings.eta;
  options.sequence = settings.sequence;
  // As sample() does for its first draw: the noise of all draws comes from one stream.
  auto generator = at::make_generator<at::CPUGeneratorImpl>(stepSeed(settings.seed));
  const std::int64_t draws = startNoise_.size(0);
  const auto next = [&] { return torch::randn({draws, targetDim_}, generator).slice(0, 0, 1); };
  for (std::int64_t i = 0; i < settings.drawsBefore; ++i) next();
  std::vector<TraceStep> steps;
  static_cast<void>(process_.run(
      start,
      [&](const at::Tensor& state, int t) {
        steps.push_back({t, state, predictGuided(state, visual, t, settings.guidance)});
        return steps.back().x0;
      },
      options, [&](const at::Tensor& like) { return next().to(like.device(), like.scalar_type()); }));
  return steps;
}

}  // namespace marcie::nn
