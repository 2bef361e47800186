// Where tensors live. The program links the CPU libraries only; LibTorch's CUDA library is loaded at run time where a
// driver is present, so that one binary serves both.
#pragma once

#include <string>

#include <c10/core/Device.h>

#include "core/api/trainer_options.h"
#include "core/base/result.h"

namespace marcie::nn {

// `automatic` takes the GPU where one works, else the CPU. Errors: unavailable, when `cuda` is asked for and cannot be
// had (the sentence says why). Thread-safe.
[[nodiscard]] Result<c10::Device> resolveDevice(Device choice);
// For people: "CPU, 2 threads", or the GPU.
[[nodiscard]] std::string describeDevice(const c10::Device& device, int threads);
// Sets the number of computing threads for this process; 0 means all cores. Returns the number in force.
int useThreads(int threads);

}  // namespace marcie::nn
