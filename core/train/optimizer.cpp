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
  for (at::Tensor& parameter : parameters) {
    if (parameter.grad().is_sparse()) parameter.mutable_grad() = parameter.grad().to_dense();
  }
  return torch::nn::utils::clip_grad_norm_(parameters, largest);
}

void Optimizer::apply(const ParameterGroup& group, Slots& chosen, std::vector<at::Tensor>& parameters,
                      std::vector<at::Tensor>& gradients, double rate) {
  switch (group.optimizer) {
    case OptimizerKind::sgd:
      // Without momentum the kernel refuses a buffer for it.
      at::_fused_sgd_(parameters, gradients, momentum_ > 0 ? at::TensorList(chosen.first) : at::TensorList(),
                      group.weightDecay, momentum_, rate, 0, momentum_ > 0, false, false);
      break;
    case OptimizerKind::adam:
      at::_fused_adam_(parameters, gradients, chosen.first, chosen.second, {}, chosen.steps, rate, kBeta1, kBeta2,
                       group.weightDecay, kEpsilon, false, false);
      break;
    case OptimizerKind::adamw:
      at::_fused_adamw_(parameters, gradients, chosen.first, chosen.second, {}, chosen.steps, rate, kBeta1, kBeta2,
                        group.weightDecay, kEpsilon, false, false);
      break;
    case OptimizerKind::adagrad:
      at::_fused_adagrad_(parameters, gradients, chosen.first, chosen.steps, rate, 0, group.weightDecay,
                          kAdagradEpsilon, false);
      break;
  }
}

// One parameter with a sparse gradient: its rows are taken out, changed and put back.
void Optimizer::stepRows(const ParameterGroup& group, Slots& slots, std::size_t index, double rate) {
  const at::Tensor gradient = group.parameters[index].second.grad().coalesce();
  const at::Tensor rows = gradient.indices()[0];
  if (rows.numel() == 0) return;
  std::vector<at::Tensor> whole{group.parameters[index].second, slots.first[index]};
  if (!slots.second.empty()) whole.push_back(slots.second[index]);
  std::vector<std::vector<at::Tensor>> part;
  for (const at::Tensor& table : whole) part.push_back({table.index_select(0, rows)});
  Slots chosen{part[1], part.size() > 2 ? part[2] : std::vector<at::Tensor>{}, {}};
  if (!slots.steps.empty()) {
    slots.steps[index].add_(1);
    chosen.steps = {slots.steps[index]};
  }
  std::vector<at::Tensor> gradients{gradient.values()};
  apply(group, chosen, part[0], gradients, rate);
  for (std::size_t i = 0; i < whole.size(); ++i) whole[i].index_copy_(0, rows, part[i][0]);
}

void Optimizer::step(double factor) {
  const torch::NoGradGuard noGradients;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const ParameterGroup& group = groups_[g];
    Slots& slots = slots_[g];
    const double rate = group.learningRate * factor;
    std::vector<at::Tensor> parameters, gradients;
    Slots chosen;
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
      const at::Tensor& parameter = group.parameters[i].second;
      if (!parameter.grad().defined()) continue;
      if (parameter.grad().is_sparse()) {
        stepRows(group, slots, i, rate);
        continue;
      }
      parameters.push_back(parameter);
      gradients.push_back(parameter.grad());
      chosen.first.push_back(slots.first[i]);
      if (!slots.second.empty()) chosen.second.push_back(slots.second[i]);
      if (slots.steps.empty()) continue;
      chosen.steps.push_back(slots.steps[i]);
      chosen.steps.back().add_(1);
    }
    if (!parameters.empty()) apply(group, chosen, parameters, gradients, rate);
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
