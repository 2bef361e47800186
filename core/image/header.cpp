#include "core/image/header.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "core/base/strings.h"
#include "core/image/formats.h"

namespace marcie::image {

using namespace std::string_view_literals;

namespace {

struct Unread {
  std::string_view name;
  std::size_t offset;
  std::string_view signature;
};
constexpr std::array kUnread{
    Unread{"GIF", 0, "GIF8"sv},         Unread{"HEIC", 4, "ftypheic"sv},  Unread{"HEIC", 4, "ftypheix"sv},
    Unread{"HEIC", 4, "ftypmif1"sv},    Unread{"AVIF", 4, "ftypavif"sv},  Unread{"JPEG 2000", 4, "jP  \r\n"sv},
    Unread{"JPEG XL", 0, "\xFF\x0A"sv}, Unread{"Photoshop", 0, "8BPS"sv}, Unread{"PDF", 0, "%PDF"sv}};

bool looksLikeText(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 512);
  return std::all_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || c == '\n' || c == '\r' || c == '\t' || c == '\f';
  });
}

Error notAPicture(std::string_view bytes) {
  for (const Unread& kind : kUnread) {
    if (bytes.size() > kind.offset && bytes.substr(kind.offset).starts_with(kind.signature)) {
      return Error{ErrorCode::unavailable,
                   "this is a " + std::string(kind.name) + " file, which is not read",
                   "save it as JPEG or PNG",
                   {}};
    }
  }
  const std::string head = toLower(trimmed(bytes.substr(0, 256)));
  if (head.find("<svg") != std::string::npos) {
    return Error{ErrorCode::unavailable, "this is an SVG drawing, which is not read", "save it as PNG", {}};
  }
  if (head.starts_with("<!doctype html") || head.starts_with("<html")) {
    return Error{ErrorCode::data,
                 "this is a web page, not a picture (a download that failed?)",
                 "download the picture again",
                 {}};
  }
  if (looksLikeText(bytes)) {
    return Error{ErrorCode::data, "this is a text file, not a picture, whatever its name says", "leave it out", {}};
  }
  return Error{ErrorCode::data,
               "this is not a picture that can be read (JPEG, PNG, WebP, BMP or TIFF)",
               "save it as JPEG or PNG, or leave it out",
               {}};
}

Result<Header> dispatch(std::string_view bytes) {
  if (bytes.empty()) {
    return Error{ErrorCode::format, "the file is empty (0 bytes)", "copy or download the file again", {}};
  }
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return detail::readJpegHeader(bytes);
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return detail::readPngHeader(bytes);
  if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv) {
    return detail::readWebpHeader(bytes);
  }
  if (bytes.starts_with("BM"sv) && bytes.size() >= 26 && bytes.substr(6, 4) == "\0\0\0\0"sv) {
    return detail::readBmpHeader(bytes);
  }
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return detail::readTiffHeader(bytes);
  return notAPicture(bytes);
}

}  // namespace

std::string_view formatName(Format format) {
  switch (format) {
    case Format::jpeg:
      return "JPEG";
    case Format::png:
      return "PNG";
    case Format::webp:
      return "WebP";
    case Format::bmp:
      return "BMP";
    case Format::tiff:
      return "TIFF";
  }
  return "?";
}

Result<Header> readHeader(std::string_view bytes) {
  MARCIE_ASSIGN(const Header header, dispatch(bytes));
  if (header.height > kMaxPixels / header.width) {
    return Error{ErrorCode::memory,
                 "the picture has " + std::to_string(header.width) + " × " + std::to_string(header.height) +
                     " pixels; at most " + std::to_string(kMaxPixels / 1'000'000) + " million are read",
                 "make it smaller first",
                 {}};
  }
  return header;
}

}  // namespace marcie::image
