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

#include <ATen/core/Tensor.h>

#include "core/api/cdr_options.h"
#include "core/nn/network.h"
#include "core/nn/reverse_process.h"

namespace torch::nn {
class Module;
}

namespace marcie::nn {

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

 private:
  at::Tensor fromOutput(const at::Tensor& output, const at::Tensor& state, const at::Tensor& alphaBar) const;
  at::Tensor errorOf(const at::Tensor& output, const at::Tensor& target, const at::Tensor& state,
                     const at::Tensor& alphaBar) const;
  at::Tensor predict(const at::Tensor& state, const at::Tensor& condition, int t);
  at::Tensor drawTimes(const at::Tensor& like) const;
  at::Tensor startFrom(const at::Tensor& noise, const at::Tensor& visual) const;
  at::Tensor unroll(const at::Tensor& condition, const at::Tensor& visual);
  ReverseOptions reverseOptions(const at::Tensor& visual) const;
  double shareOfPicture(int t) const;

  CdrOptions options_;
  std::int64_t targetDim_, conditionDim_;
  ReverseProcess process_;
  std::shared_ptr<Denoiser> denoiser_;
  at::Tensor nullCondition_;  // [conditionDim], undefined without dropped conditions
  at::Tensor startNoise_;     // [R, d_target]
};

}  // namespace marcie::nn
