// What every entry of a model catalog must do. Used by the entry's own test, which adds what is special about it.
#pragma once

#include <functional>
#include <memory>

#include <torch/torch.h>

#include "core/nn/alignment_loss.h"
#include "core/nn/network.h"
#include "core/nn/noise_schedule.h"

namespace marcie::nn::testing {

// A part with a linear read-out on top, so that every kind of part can be held to the same contract.
struct Subject {
  std::shared_ptr<torch::nn::Module> module;
  std::function<at::Tensor()> forward;  // on fixed inputs → [B, n]
};

// Names and texts are filled in.
template <class Entry>
void expectDescribed(const Entry& entry);

// Same seed, same weights and result; finite gradients for all parameters; save → load gives the same result; a few
// steps of Adam fit one batch. `make` builds a fresh subject from torch's default generator.
void expectNetworkContract(const std::function<Subject()>& make, std::int64_t batch, std::int64_t size, int steps = 60);

void expectAlignmentContract(const AlignmentLossEntry& entry);
void expectScheduleContract(const NoiseScheduleEntry& entry);

void expectText(std::string_view name, std::string_view title, std::string_view help);
template <class Entry>
void expectDescribed(const Entry& entry) {
  expectText(entry.name, entry.title, entry.help);
}

}  // namespace marcie::nn::testing
