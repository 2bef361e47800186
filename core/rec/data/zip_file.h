// Files within a zip archive, as NumPy's .npz is one: stored or deflated, up to 4 GB.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace marcie::rec {

struct ZipEntry {
  std::string name;
  bool deflated = false;
  std::uint32_t size = 0;   // of the file
  std::string_view packed;  // its bytes in the archive
};

// Views into `bytes`. Errors: format, with what is wrong; `what` names the archive.
[[nodiscard]] Result<std::vector<ZipEntry>> zipEntries(std::string_view bytes, const std::string& what);
// Errors: format.
[[nodiscard]] Result<std::string> unpack(const ZipEntry& entry, const std::string& what);

// Raw deflate (RFC 1951) to exactly `size` bytes. Errors: format.
[[nodiscard]] Result<std::string> inflate(std::string_view packed, std::size_t size, const std::string& what);

}  // namespace marcie::rec
