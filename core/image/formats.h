// Header parsers of single formats, for header.cpp. `bytes` begins with the format's signature.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/image/header.h"

namespace marcie::image::detail {

// Bounds-checked reading of integers; out of range reads give 0 and set `bad`.
class ByteReader {
 public:
  ByteReader(std::string_view bytes, bool littleEndian) : bytes_(bytes), little_(littleEndian) {}
  [[nodiscard]] std::uint32_t u8(std::size_t at) const { return number(at, 1); }
  [[nodiscard]] std::uint32_t u16(std::size_t at) const { return number(at, 2); }
  [[nodiscard]] std::uint32_t u24(std::size_t at) const { return number(at, 3); }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return number(at, 4); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t count) const {
    if (at > bytes_.size() || bytes_.size() - at < count) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t k = little_ ? count - 1 - i : i;
      value = (value << 8U) | static_cast<unsigned char>(bytes_[at + k]);
    }
    return value;
  }
  std::string_view bytes_;
  bool little_;
};

[[nodiscard]] Error damaged(std::string message);
[[nodiscard]] Error truncated();

[[nodiscard]] Result<Header> readJpegHeader(std::string_view bytes);
[[nodiscard]] Result<Header> readPngHeader(std::string_view bytes);
[[nodiscard]] Result<Header> readWebpHeader(std::string_view bytes);
[[nodiscard]] Result<Header> readBmpHeader(std::string_view bytes);
[[nodiscard]] Result<Header> readTiffHeader(std::string_view bytes);

// Width, height and orientation of the first directory of a TIFF structure (also the body of an EXIF block).
struct TiffFacts {
  std::int64_t width = 0, height = 0;
  int orientation = 1;
  int samplesPerPixel = 1;
  int photometric = 2;
};
[[nodiscard]] TiffFacts readTiffFacts(std::string_view tiff);

}  // namespace marcie::image::detail
