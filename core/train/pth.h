// Python's PyTorch files of weights: a zip archive with a pickle that describes the tensors, and one record of raw
// bytes for each storage. Reading executes nothing (see core/data/pickle.h); writing gives what torch.load reads with
// weights_only=True.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/train/safetensors.h"

namespace marcie::train {

// A state dict as torch.save writes it since PyTorch 1.6. A training script's file may hold it under "state_dict",
// "model_state_dict" or "model"; names that all begin with "module." or "_orig_mod." lose that. What is no tensor is
// passed over. Tensors may share memory, as they did when they were saved.
// Errors: notFound, io, format (damaged; an older format; code in it, with the name of what it wants to call).
[[nodiscard]] Result<TensorFile> readPth(const std::filesystem::path& path);

// A state dict with the tensors in their order; they are copied to the CPU and made contiguous. Metadata is not
// written. Written aside, synced and renamed. Errors: io, diskFull, format (a type that PyTorch files cannot have, or a
// name twice).
[[nodiscard]] Result<void> writePth(const std::filesystem::path& path, const TensorFile& file);

// True when the file begins as a PyTorch file does, of any age: the name does not matter.
[[nodiscard]] bool looksLikePth(const std::filesystem::path& path);

// Weights in either format, by what is in the file: .pth, .pt, .bin … or safetensors.
[[nodiscard]] Result<TensorFile> readWeights(const std::filesystem::path& path);

}  // namespace marcie::train
