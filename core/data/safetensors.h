// The safetensors format: 8-byte little-endian length, JSON header, raw little-endian data. Files can be read by, and
// come from, Python. Reading is strict: a header that lies about sizes, overlaps, or ends elsewhere than the file is
// refused, and nothing in a file is ever executed.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace marcie::data {

struct TensorFile {
  std::vector<std::pair<std::string, at::Tensor>> tensors;  // unique names, in the order of the file
  std::map<std::string, std::string> metadata;
  // The tensor of that name; undefined when there is none.
  [[nodiscard]] at::Tensor find(const std::string& name) const;
};

// float64/32/16, bfloat16, int64/32/16/8, uint8 and bool; other types are an error (format). Tensors are copied to the
// CPU and made contiguous. Written aside, synced and renamed. Errors: io, diskFull, format.
[[nodiscard]] Result<void> writeTensors(const std::filesystem::path& path, const TensorFile& file);

// Errors: notFound, io, format (with what is wrong).
[[nodiscard]] Result<TensorFile> readTensors(const std::filesystem::path& path);
// As above, without the tensors' data: metadata only.
[[nodiscard]] Result<std::map<std::string, std::string>> readTensorMetadata(const std::filesystem::path& path);

}  // namespace marcie::data
