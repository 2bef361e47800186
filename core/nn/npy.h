// NumPy's .npy format, version 1.0, little-endian, C order.
#pragma once

#include <filesystem>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace marcie::nn {

// float32, float64, int64, int32 or uint8; copied to the CPU. Written aside and renamed. Errors: io, diskFull, format.
[[nodiscard]] Result<void> writeNpy(const std::filesystem::path& path, const at::Tensor& tensor);
// Errors: notFound, io, format (also for Fortran order, other types, and sizes that do not fit the file).
[[nodiscard]] Result<at::Tensor> readNpy(const std::filesystem::path& path);

}  // namespace marcie::nn
