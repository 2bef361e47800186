#include "core/train/optimizer.h"

#include <torch/torch.h>

namespace marcie::train {
namespace {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;
constexpr double kAdagradEpsilon = 1e-10;

// What a checkpoint calls the tensors that an optimiser keeps for each parameter; null where it keeps none.
struct SlotNames {
  const char* first;
  const char* second;
  const char* steps;
};

SlotNames slotNames(OptimizerKind kind) {
  switch (kind) {
    case OptimizerKind::sgd:
      return {".momentum", nullptr, nullptr};
    case OptimizerKind::adam:
    case OptimizerKind::adamw:
      return {".m", ".v", ".steps"};
    case OptimizerKind::adagrad:
      return {".squares", nullptr, ".steps"};
  }
  return {nullptr, nullptr, nullptr};
}

}  // namespace

Optimizer::Optimizer(std::vector<ParameterGroup> groups, double momentum)
    : groups_(std::move(groups)), momentum_(momentum) {
  const torch::NoGradGuard noGradients;
  for (const ParameterGroup& group : groups_) {
    const SlotNames names = slotNames(group.optimizer);
    Slots slots;
    for (const auto& [name, parameter] : group.parameters) {
      slots.first.push_back(torch::zeros_like(parameter));  // in the parameter's memory format
      if (names.second != nullptr) slots.second.push_back(torch::zeros_like(parameter));
      if (names.steps != nullptr) slots.steps.push_back(torch::zeros({}, parameter.options().dtype(torch::kFloat)));
    }
    slots_.push_back(std::move(slots));
  }
}

void Optimizer::zeroGradients() {
  for (ParameterGroup& group : groups_) {
    for (auto& [name, parameter] : group.parameters) parameter.mutable_grad().reset();
  }
}

double Optimizer::clipGradients(double largest) {
  std::vector<at::Tensor> parameters;
  for (const ParameterGroup& group : groups_) {
    for (const auto& [name, parameter] : group.parameters) {
      if (parameter.grad().defined()) parameters.push_back(parameter);
    }
  }
  return torch::nn::utils::clip_grad_norm_(parameters, largest);
}

void Optimizer::step(double factor) {
  const torch::NoGradGuard noGradients;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const ParameterGroup& group = groups_[g];
    const SlotNames names = slotNames(group.optimizer);
    std::vector<at::Tensor> parameters, gradients, first, second, steps;
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
      const at::Tensor& parameter = group.parameters[i].second;
      if (!parameter.grad().defined()) continue;
      parameters.push_back(parameter);
      gradients.push_back(parameter.grad());
      first.push_back(slots_[g].first[i]);
      if (names.second != nullptr) second.push_back(slots_[g].second[i]);
      if (names.steps == nullptr) continue;
      steps.push_back(slots_[g].steps[i]);
      steps.back().add_(1);
    }
    if (parameters.empty()) continue;
    const double rate = group.learningRate * factor;
    switch (group.optimizer) {
      case OptimizerKind::sgd:
        at::_fused_sgd_(parameters, gradients, first, group.weightDecay, momentum_, rate, 0, momentum_ > 0, false,
                        false);
        break;
      case OptimizerKind::adam:
        at::_fused_adam_(parameters, gradients, first, second, {}, steps, rate, kBeta1, kBeta2, group.weightDecay,
                         kEpsilon, false, false);
        break;
      case OptimizerKind::adamw:
        at::_fused_adamw_(parameters, gradients, first, second, {}, steps, rate, kBeta1, kBeta2, group.weightDecay,
                          kEpsilon, false, false);
        break;
      case OptimizerKind::adagrad:
        at::_fused_adagrad_(parameters, gradients, first, steps, rate, 0, group.weightDecay, kAdagradEpsilon, false);
        break;
    }
  }
}

NamedTensors Optimizer::state() const {
  NamedTensors state;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const SlotNames names = slotNames(groups_[g].optimizer);
    for (std::size_t i = 0; i < groups_[g].parameters.size(); ++i) {
      const std::string name = groups_[g].name + "." + groups_[g].parameters[i].first;
      state.emplace_back(name + names.first, slots_[g].first[i]);
      if (names.second != nullptr) state.emplace_back(name + names.second, slots_[g].second[i]);
      if (names.steps != nullptr) state.emplace_back(name + names.steps, slots_[g].steps[i]);
    }
  }
  return state;
}

}  // namespace marcie::train
