// SGD with Nesterov momentum, and AdamW, over parameter groups; all state is named tensors, so that a checkpoint holds
// it. One object per phase, used by the trainer's thread only.
#pragma once

#include <cstdint>
#include <vector>

#include "core/train/module_state.h"
#include "core/train/task.h"

namespace marcie::train {

class Optimizer {
 public:
  Optimizer(std::vector<ParameterGroup> groups, double momentum);

  void zeroGradients();
  // Scales all gradients so that their joint norm is at most `largest`. Returns the norm before.
  double clipGradients(double largest);
  // One step with every group's learning rate times `factor`. Parameters without a gradient are left alone.
  //   SGD:   g += wd·p;  b ← μ b + g;  p -= lr (g + μ b)                     (Sutskever et al. 2013, as PyTorch has it)
  //   AdamW: p -= lr·wd·p;  p -= lr · m̂ / (√v̂ + 1e-8), β = (0.9, 0.999)      (Loshchilov and Hutter 2019)
  void step(double factor);

  // Names begin with the group's. Shares memory with the optimiser.
  [[nodiscard]] NamedTensors state() const;
  [[nodiscard]] const std::vector<ParameterGroup>& groups() const { return groups_; }

 private:
  struct Slots {
    std::vector<at::Tensor> first, second, steps;  // momentum; or m, v and step counts
  };
  std::vector<ParameterGroup> groups_;
  std::vector<Slots> slots_;
  double momentum_;
};

}  // namespace marcie::train
