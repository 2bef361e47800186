// CDR: from the aligned picture embedding z_v to x_CDR, by diffusion.
//
//   mode A  s_t = √ᾱ_t s_0 + √(1-ᾱ_t) ε, condition z_v; in use from noise
//   mode B  s_t = √ᾱ_t m_t + √(1-ᾱ_t) ε, m_t = (1-γ_t) s_0 + γ_t z_v, γ_t = t/(T-1); in use from the noised z_v
//   mode C  as A with s_0 = z_v, and the text as condition in training, z_v in use
//
// What the denoiser puts out (x₀, ε or v) is defined by the state: ε = (s_t - √ᾱ_t s_0) / √(1-ᾱ_t), which in mode B
// holds the difference between picture and text besides the noise. Used by one thread at a time. Owns no registered
// module: the model registers denoiser() and keeps the names of its checkpoints.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/api/cdr_options.h"
#include "core/nn/network.h"
#include "core/nn/reverse_process.h"

namespace torch::nn {
class Module;
}

namespace marcie::nn {

// How one picture's reverse process is walked through: what the options say of all pictures, changed by hand.
struct TraceSettings {
  double eta = 0;
  double guidance = 0;
  std::int64_t seed = 0;         // of start and steps; CdrOptions::samplingSeed gives what sample() does
  std::vector<int> sequence{};   // time steps, descending
  std::int64_t drawsBefore = 0;  // steps that were made before the first of these: their noise is passed over
};
// What the denoiser saw and said at one time step.
struct TraceStep {
  int t = 0;
  at::Tensor state;  // x_t [1, d_target]
  at::Tensor x0;     // x̂₀ predicted from it [1, d_target]
};

class Reconstruction {
 public:
  // Draws the denoiser's weights from torch's default generator.
  Reconstruction(const CdrOptions& options, const NoiseScheduleEntry& schedule, const DenoiserEntry& denoiser,
                 std::int64_t targetDim, std::int64_t conditionDim);

  // Registers "denoiser" and, where there is guidance, "null_condition".
  void registerNetworks(torch::nn::Module& owner);
  // Registers the fixed noise that sampling starts with, "start_noise" [R, d_target].
  void registerNoise(torch::nn::Module& owner);

  [[nodiscard]] const ReverseProcess& process() const { return process_; }

  // Embedding [B, d] at the scale that the schedule assumes; a constant for gradients when options say so.
  [[nodiscard]] at::Tensor asTarget(const at::Tensor& embedding) const;

  // One prediction at a random step of each row.
  struct Step {
    at::Tensor x0;     // x̂₀ [B, d_target]
    at::Tensor error;  // weighted reconstruction error of each row [B]
  };
  // target s_0 [B, d_target] (asTarget() of an embedding, or standardised annotations), condition [B, d], visual z_v
  // [B, d] (read in mode B). Draws from the default generator.
  [[nodiscard]] Step predictRandomStep(const at::Tensor& target, const at::Tensor& condition, const at::Tensor& visual);

  // x_CDR [B, d_target] for the training of the head, from fresh noise: one prediction at T-1, or the sampler's steps
  // (policy unrolled) of which the last ones keep their graph.
  [[nodiscard]] at::Tensor sampleForTraining(const at::Tensor& visual);
  // x_CDR in use: from the fixed noise, mean of all draws. Each row depends on its own z_v only.
  [[nodiscard]] at::Tensor sample(const at::Tensor& visual);

  // For looking at it step by step, in reconstruction_trace.cpp. visual z_v [1, d]; no gradients.
  // The state at T-1 that a seed begins with.
  [[nodiscard]] at::Tensor traceStart(const at::Tensor& visual, std::int64_t seed);
  // A state at step t around x̂₀ with the noise of another seed.
  [[nodiscard]] at::Tensor traceNoised(const at::Tensor& x0, const at::Tensor& visual, int t, std::int64_t seed);
  // Every step from `start`, the state at settings.sequence.front(), on.
  [[nodiscard]] std::vector<TraceStep> trace(const at::Tensor& start, const at::Tensor& visual,
                                             const TraceSettings& settings);
  // Guidance is possible: a blank condition was learned.
  [[nodiscard]] bool hasBlankCondition() const { return nullCondition_.defined(); }

 private:
  at::Tensor fromOutput(const at::Tensor& output, const at::Tensor& state, const at::Tensor& alphaBar) const;
  at::Tensor errorOf(const at::Tensor& output, const at::Tensor& target, const at::Tensor& state,
                     const at::Tensor& alphaBar) const;
  at::Tensor predict(const at::Tensor& state, const at::Tensor& condition, int t) {
    return predictGuided(state, condition, t, options_.guidance);
  }
  at::Tensor predictGuided(const at::Tensor& state, const at::Tensor& condition, int t, double guidance);
  at::Tensor drawOf(std::int64_t seed) const;
  // Of the generators: one for where sampling starts, one for the noise of its steps.
  static std::uint64_t startSeed(std::int64_t seed) { return kNoiseSeed + 2 * static_cast<std::uint64_t>(seed); }
  static std::uint64_t stepSeed(std::int64_t seed) { return startSeed(seed) + 1; }
  at::Tensor drawTimes(const at::Tensor& like) const;
  at::Tensor startFrom(const at::Tensor& noise, const at::Tensor& visual) const;
  at::Tensor unroll(const at::Tensor& condition, const at::Tensor& visual);
  ReverseOptions reverseOptions(const at::Tensor& visual) const;
  double shareOfPicture(int t) const;

  static constexpr std::uint64_t kNoiseSeed = 2407'18854;
  CdrOptions options_;
  std::int64_t targetDim_, conditionDim_;
  ReverseProcess process_;
  std::shared_ptr<Denoiser> denoiser_;
  at::Tensor nullCondition_;  // [conditionDim], undefined without dropped conditions
  at::Tensor startNoise_;     // [R, d_target]
};

}  // namespace marcie::nn
