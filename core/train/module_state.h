// A module's parameters and buffers as named tensors, and back, with every disagreement listed at once.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace torch::nn {
class Module;
}

namespace marcie::train {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

// Parameters, then buffers, by registered name; they share memory with the module.
[[nodiscard]] NamedTensors stateOf(const torch::nn::Module& module);

// Copies `source` into `target` by name. Names of the source that start with one of `ignored` may be left over.
// Nothing is copied unless everything fits. Errors: checkpoint, with the missing, unexpected and wrongly shaped names
// (how many, and the first of each); `what` names the source in the sentence.
[[nodiscard]] Result<void> loadState(const NamedTensors& target, const NamedTensors& source, std::string_view what,
                                     const std::vector<std::string>& ignored = {});

// Sets every 4-D parameter to channels_last, one by one, which convolutions on CPUs and GPUs prefer.
void useChannelsLast(torch::nn::Module& module);

}  // namespace marcie::train
