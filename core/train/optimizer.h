// SGD with Nesterov momentum, Adam, AdamW and Adagrad over parameter groups, through LibTorch's fused kernels; all
// state is named tensors, so that a checkpoint holds it. One object per phase, used by the trainer's thread only.
#pragma once

#include <cstdint>
#include <vector>

#include "core/train/module_state.h"
#include "core/train/task.h"

namespace marcie::train {

class Optimizer {
 public:
  // `momentum` is that of every SGD group.
  Optimizer(std::vector<ParameterGroup> groups, double momentum);

  void zeroGradients();
  // Scales all gradients so that their joint norm is at most `largest`. Returns the norm before.
  double clipGradients(double largest);
  // One step with every group's learning rate times `factor`. Parameters without a gradient are left alone.
  //   SGD:     g += wd·p;  b ← μ b + g;  p -= lr (g + μ b)                   (Sutskever et al. 2013, as PyTorch has it)
  //   Adam:    g += wd·p;  p -= lr · m̂ / (√v̂ + 1e-8), β = (0.9, 0.999)       (Kingma and Ba 2015)
  //   AdamW:   p -= lr·wd·p;  p -= lr · m̂ / (√v̂ + 1e-8)                      (Loshchilov and Hutter 2019)
  //   Adagrad: g += wd·p;  s ← s + g²;  p -= lr · g / (√s + 1e-10)           (Duchi et al. 2011)
  // A sparse gradient changes its rows, and the state of its rows, only: what Adam and momentum remember of a row fades
  // when it is touched, not with every step (for Adagrad without decay there is no difference).
  void step(double factor);

  // Names begin with the group's. Shares memory with the optimiser.
  [[nodiscard]] NamedTensors state() const;
  [[nodiscard]] const std::vector<ParameterGroup>& groups() const { return groups_; }

 private:
  // A tensor a parameter: momentum; m, v and step counts; or the sum of squares and step counts.
  struct Slots {
    std::vector<at::Tensor> first, second, steps;
  };
  void stepRows(const ParameterGroup& group, Slots& slots, std::size_t index, double rate);
  void apply(const ParameterGroup& group, Slots& chosen, std::vector<at::Tensor>& parameters,
             std::vector<at::Tensor>& gradients, double rate);
  std::vector<ParameterGroup> groups_;
  std::vector<Slots> slots_;
  double momentum_;
};

}  // namespace marcie::train
