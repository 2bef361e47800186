#include "core/image/formats.h"

#include <algorithm>
#include <array>
#include <string>

namespace marcie::image::detail {

using namespace std::string_view_literals;

Error damaged(std::string message) {
  return Error{
      ErrorCode::format, std::move(message), "open it in a picture viewer and save it again, or leave it out", {}};
}

Error truncated() {
  return Error{ErrorCode::format,
               "the picture is cut off before its end (a truncated download or copy)",
               "copy or download the file again",
               {}};
}

TiffFacts readTiffFacts(std::string_view tiff) {
  TiffFacts facts;
  if (tiff.size() < 8) return facts;
  const ByteReader read(tiff, tiff[0] == 'I');
  const std::size_t directory = read.u32(4);
  const std::size_t entries = read.u16(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + 12 * i;
    if (at + 12 > read.size()) break;
    const std::uint32_t type = read.u16(at + 2);
    const std::int64_t value = type == 3 ? read.u16(at + 8) : read.u32(at + 8);
    switch (read.u16(at)) {
      case 0x0100:
        facts.width = value;
        break;
      case 0x0101:
        facts.height = value;
        break;
      case 0x0106:
        facts.photometric = static_cast<int>(value);
        break;
      case 0x0112:
        if (value >= 1 && value <= 8) facts.orientation = static_cast<int>(value);
        break;
      case 0x0115:
        facts.samplesPerPixel = static_cast<int>(value);
        break;
      default:
        break;
    }
  }
  return facts;
}

namespace {

bool isStartOfFrame(unsigned marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// The CRC of PNG chunks (ISO 3309), so that damage is found and told here instead of by libpng on stderr.
std::uint32_t crc32(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> entries{};
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
      entries[i] = value;
    }
    return entries;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
  return ~crc;
}

// One marker segment's facts into the header. `segment` excludes marker and length.
void readSegment(unsigned marker, std::string_view segment, Header& header) {
  if (marker == 0xE1 && segment.starts_with("Exif\0\0"sv)) {
    header.orientation = readTiffFacts(segment.substr(6)).orientation;
  } else if (isStartOfFrame(marker)) {
    const ByteReader read(segment, false);
    header.height = read.u16(1);
    header.width = read.u16(3);
    header.grey = read.u8(5) == 1;
    header.cmyk = read.u8(5) == 4;
  }
}

}  // namespace

Result<Header> readJpegHeader(std::string_view bytes) {
  Header header{.format = Format::jpeg};
  const ByteReader read(bytes, false);
  std::size_t at = 2;
  for (;;) {
    if (at + 4 > bytes.size()) return truncated();
    if (read.u8(at) != 0xFF) return damaged("the JPEG file is damaged: a marker is missing");
    const unsigned marker = read.u8(at + 1);
    if (marker == 0xFF) {  // padding
      ++at;
      continue;
    }
    if (marker == 0xD9) return damaged("the JPEG file holds no picture");
    const std::size_t length = read.u16(at + 2);
    if (length < 2) return damaged("the JPEG file is damaged: a segment has no length");
    if (at + 2 + length > bytes.size()) return truncated();
    readSegment(marker, bytes.substr(at + 4, length - 2), header);
    // A size beyond the cap must be told as such even when nothing follows the header.
    if (header.width > 0 && header.height > kMaxPixels / header.width) return header;
    at += 2 + length;
    if (marker == 0xDA) break;
  }
  if (header.width == 0 || header.height == 0) return damaged("the JPEG file does not say how large its picture is");
  // In entropy-coded data FF is always followed by 00 or a restart marker, so the end mark cannot appear by chance.
  if (bytes.find("\xFF\xD9"sv, at) == std::string_view::npos) return truncated();
  return header;
}

Result<Header> readPngHeader(std::string_view bytes) {
  Header header{.format = Format::png};
  const ByteReader read(bytes, false);
  bool ended = false;
  bool hasData = false;
  for (std::size_t at = 8; !ended;) {
    if (at + 12 > bytes.size()) break;
    const std::size_t length = read.u32(at);
    const std::string_view type = bytes.substr(at + 4, 4);
    if (type == "IHDR") {
      header.width = read.u32(at + 8);
      header.height = read.u32(at + 12);
      const unsigned colour = read.u8(at + 17);
      header.grey = colour == 0 || colour == 4;
      header.alpha = colour == 4 || colour == 6;
      if (header.width > 0 && header.height > kMaxPixels / header.width) return header;  // as for JPEG
    } else if (type == "tRNS") {
      header.alpha = true;
    } else if (type == "eXIf" && at + 8 + length <= bytes.size()) {
      header.orientation = readTiffFacts(bytes.substr(at + 8, length)).orientation;
    } else if (type == "IDAT") {
      hasData = true;
    } else if (type == "IEND") {
      ended = true;
    }
    if (length > bytes.size() || at + 12 + length > bytes.size()) return truncated();
    if (crc32(bytes.substr(at + 4, length + 4)) != read.u32(at + 8 + length)) {
      return damaged("the PNG file is damaged: a checksum does not match");
    }
    at += 12 + length;
  }
  if (!ended) return truncated();
  if (header.width == 0 || header.height == 0 || !hasData) return damaged("the PNG file holds no picture");
  return header;
}

Result<Header> readWebpHeader(std::string_view bytes) {
  Header header{.format = Format::webp};
  const ByteReader read(bytes, true);
  if (bytes.size() < 30 || std::size_t{read.u32(4)} + 8 > bytes.size() + 1) return truncated();
  const std::string_view chunk = bytes.substr(12, 4);
  if (chunk == "VP8 ") {
    header.width = read.u16(26) & 0x3FFFU;
    header.height = read.u16(28) & 0x3FFFU;
  } else if (chunk == "VP8L") {
    const std::uint32_t packed = read.u32(21);
    header.width = (packed & 0x3FFFU) + 1;
    header.height = ((packed >> 14U) & 0x3FFFU) + 1;
    header.alpha = ((packed >> 28U) & 1U) != 0;
  } else if (chunk == "VP8X") {
    const std::uint32_t flags = read.u8(20);
    if ((flags & 0x02U) != 0) {
      return Error{ErrorCode::unavailable, "animated WebP pictures are not read", "save one frame as PNG or JPEG", {}};
    }
    header.alpha = (flags & 0x10U) != 0;
    header.width = read.u24(24) + 1;
    header.height = read.u24(27) + 1;
    const std::size_t exif = bytes.find("EXIF"sv, 30);
    if (exif != std::string_view::npos && exif + 8 < bytes.size()) {
      std::string_view body = bytes.substr(exif + 8);
      if (body.starts_with("Exif\0\0"sv)) body.remove_prefix(6);
      if (body.starts_with("II") || body.starts_with("MM")) header.orientation = readTiffFacts(body).orientation;
    }
  }
  if (header.width == 0 || header.height == 0) return damaged("the WebP file does not say how large its picture is");
  return header;
}

Result<Header> readBmpHeader(std::string_view bytes) {
  Header header{.format = Format::bmp};
  const ByteReader read(bytes, true);
  if (bytes.size() < 54) return truncated();
  header.width = static_cast<std::int32_t>(read.u32(18));
  header.height = static_cast<std::int32_t>(read.u32(22));
  header.height = header.height < 0 ? -header.height : header.height;
  if (header.width <= 0 || header.height == 0) return damaged("the BMP file holds no picture");
  const std::int64_t bits = read.u16(28);
  const bool packed = read.u32(30) != 0 && read.u32(30) != 3;
  const std::int64_t rowBytes = (header.width * bits + 31) / 32 * 4;
  if (header.height <= kMaxPixels / header.width && !packed &&
      static_cast<std::int64_t>(read.u32(10)) + rowBytes * header.height > static_cast<std::int64_t>(bytes.size())) {
    return truncated();
  }
  return header;
}

Result<Header> readTiffHeader(std::string_view bytes) {
  const TiffFacts facts = readTiffFacts(bytes);
  if (facts.width <= 0 || facts.height <= 0) return damaged("the TIFF file does not say how large its picture is");
  Header header{.format = Format::tiff, .width = facts.width, .height = facts.height};
  header.grey = facts.photometric <= 1 && facts.samplesPerPixel <= 2;
  header.cmyk = facts.photometric == 5;
  header.alpha = !header.cmyk && (facts.samplesPerPixel == 2 || facts.samplesPerPixel == 4);
  header.orientation = facts.orientation;
  return header;
}

}  // namespace marcie::image::detail
