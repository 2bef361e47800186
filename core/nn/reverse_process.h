// The diffusion as it runs: noising the target for training, and stepping back from noise in use.
//
// States are [B, d] float32. Stateless but for its tables: may be shared between threads.
#pragma once

#include <functional>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/nn/noise_schedule.h"

namespace marcie::nn {

// What a reverse step did.
struct ReverseStep {
  int index = 0;  // 0 … count-1 in the order of computation
  int count = 0;
  int t = 0;         // time step that was left
  at::Tensor state;  // after the step [B, d]
  at::Tensor x0;     // x̂₀ predicted from the state before it [B, d]
};

struct ReverseOptions {
  int samplingSteps = 1;  // S ≤ T, evenly spread over 0 … T-1, T-1 always included
  double eta = 0;         // 0 = DDIM, deterministic; 1 with S = T equals ancestral DDPM
  // What the noise was added to at step t when the target was x₀ [B, d]; x₀ itself when empty.
  std::function<at::Tensor(const at::Tensor& x0, int t)> mean{};
  // The time steps themselves, descending, the first one `start`'s own; samplingSteps counts when it is empty.
  std::vector<int> sequence{};
};

class ReverseProcess {
 public:
  // x̂₀ [B, d] from state [B, d] and the time step (the same for the whole batch).
  using Predict = std::function<at::Tensor(const at::Tensor& state, int t)>;
  // Standard normal noise shaped like its argument.
  using Noise = std::function<at::Tensor(const at::Tensor& like)>;
  // Return false to stop early; run() then returns the x̂₀ of that step.
  using OnStep = std::function<bool(const ReverseStep& step)>;

  explicit ReverseProcess(DiffusionTables tables) : tables_(std::move(tables)) {}
  [[nodiscard]] const DiffusionTables& tables() const { return tables_; }

  // ᾱ_t [B, 1] float64 of one t [B] int64 a row, on its device.
  [[nodiscard]] at::Tensor alphaBarAt(const at::Tensor& t) const;
  // x_t = √ᾱ_t x_0 + √(1-ᾱ_t) ε with one t [B] int64 a row.
  [[nodiscard]] at::Tensor noised(const at::Tensor& x0, const at::Tensor& t, const at::Tensor& noise) const;

  // DDIM (Song et al. 2021, equation 12) from `start` at t = T-1. Returns the last x̂₀.
  [[nodiscard]] at::Tensor run(const at::Tensor& start, const Predict& predict, const ReverseOptions& options,
                               const Noise& noise = {}, const OnStep& onStep = {}) const;
  // Ancestral sampling over all T steps (Ho et al. 2020, algorithm 2, with the posterior variance).
  [[nodiscard]] at::Tensor runAncestral(const at::Tensor& start, const Predict& predict, const Noise& noise,
                                        const OnStep& onStep = {}) const;

  // The time steps of a sub-sequence, descending, first T-1.
  [[nodiscard]] static std::vector<int> timeSteps(int steps, int samplingSteps);

 private:
  DiffusionTables tables_;
};

// The three parameterisations of what a denoiser may predict, at one ᾱ. v = √ᾱ ε - √(1-ᾱ) x₀ (Salimans and Ho 2022).
[[nodiscard]] at::Tensor x0FromNoise(const at::Tensor& state, const at::Tensor& noise, double alphaBar);
[[nodiscard]] at::Tensor noiseFromX0(const at::Tensor& state, const at::Tensor& x0, double alphaBar);
[[nodiscard]] at::Tensor velocityOf(const at::Tensor& x0, const at::Tensor& noise, double alphaBar);
[[nodiscard]] at::Tensor x0FromVelocity(const at::Tensor& state, const at::Tensor& velocity, double alphaBar);
[[nodiscard]] at::Tensor noiseFromVelocity(const at::Tensor& state, const at::Tensor& velocity, double alphaBar);
// Classifier-free guidance (Ho and Salimans 2022): (1 + w)·conditional - w·unconditional.
[[nodiscard]] at::Tensor guided(const at::Tensor& conditional, const at::Tensor& unconditional, double weight);

}  // namespace marcie::nn
