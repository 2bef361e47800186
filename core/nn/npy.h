// NumPy's .npy format, version 1.0, little-endian, C order.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace marcie::nn {

// float32, float64, int64, int32 or uint8; copied to the CPU. Written aside and renamed. Errors: io, diskFull, format.
[[nodiscard]] Result<void> writeNpy(const std::filesystem::path& path, const at::Tensor& tensor);
// Also float16. Errors: notFound, io, format (also for Fortran order, other types, and sizes that do not fit the file).
[[nodiscard]] Result<at::Tensor> readNpy(const std::filesystem::path& path);
// The same for bytes in memory; `name` is for messages.
[[nodiscard]] Result<at::Tensor> parseNpy(std::string_view bytes, const std::string& name);

}  // namespace marcie::nn
