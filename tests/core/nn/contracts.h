// What every entry of a model catalog must do. Used by the entry's own test, which adds what is special about it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <torch/torch.h>

#include "core/nn/alignment_loss.h"
#include "core/nn/network.h"
#include "core/nn/noise_schedule.h"

namespace marcie::nn::fixtures {

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
void expectNetworkContract(const std::function<Subject()>& make, std::int64_t batch, std::int64_t size, int steps = 60,
                           double rate = 1e-2);

// Gradients of a scalar against central differences, at `elements` elements of each input (0 = all). `inputs` are
// float64 leaves that `loss` reads.
void expectFiniteDifferences(const std::function<at::Tensor()>& loss, const std::vector<at::Tensor>& inputs,
                             double tolerance, std::int64_t elements = 0);

// Right gradients, and a step along them brings pairs nearer. `textLearns`: the loss moves the text embedding by what
// it says; false where it holds part of it still on purpose.
void expectAlignmentContract(const AlignmentLossEntry& entry, bool textLearns = true);
// The same, and the two fixed points of cross-entropies over a batch: log B when nothing can be told apart, else 0.
void expectContrastiveContract(const AlignmentLossEntry& entry);
// Contract of a network under a linear read-out, for both relations of the sizes.
void expectFusionContract(const FusionEntry& entry);
void expectScheduleContract(const NoiseScheduleEntry& entry);

void expectText(std::string_view name, std::string_view title, std::string_view help);
template <class Entry>
void expectDescribed(const Entry& entry) {
  expectText(entry.name, entry.title, entry.help);
}

}  // namespace marcie::nn::fixtures
