// What the first bytes of a picture file say, without decoding it: format, size, colour, EXIF orientation, and whether
// the file ends where it should. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace marcie::image {

enum class Format : std::uint8_t { jpeg, png, webp, bmp, tiff };
[[nodiscard]] std::string_view formatName(Format format);

struct Header {
  Format format = Format::jpeg;
  std::int64_t width = 0;   // px, as stored (before the EXIF rotation)
  std::int64_t height = 0;  // px
  bool grey = false;
  bool alpha = false;
  bool cmyk = false;
  int orientation = 1;  // EXIF 1…8; 1 = upright
  [[nodiscard]] bool rotated() const { return orientation != 1; }
};

// Larger pictures are refused from the header, before any memory is asked for: 20,000 × 20,000 would need 1.2 GB.
inline constexpr std::int64_t kMaxPixels = 200'000'000;

// `bytes` is the whole file. Errors, each with a sentence that names the cause:
//   format       empty, truncated or damaged
//   data         not a picture at all (text, a web page, unknown bytes)
//   unavailable  a picture format that is not read (GIF, HEIC, AVIF, SVG)
//   memory       more than kMaxPixels
[[nodiscard]] Result<Header> readHeader(std::string_view bytes);

}  // namespace marcie::image
