#include "core/image/decode.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <mutex>
#include <streambuf>

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"

namespace marcie::image {

namespace {

// OpenCV reports failures on std::cerr, past its own log level; ours are told through Result. Drops what a thread
// writes while it is within OpenCV and passes on everything else.
class MutedWhileDecoding : public std::streambuf {
 public:
  explicit MutedWhileDecoding(std::streambuf* target) : target_(target) {}
  static thread_local bool muted;

 protected:
  int_type overflow(int_type c) override {
    return muted || c == traits_type::eof() ? traits_type::not_eof(c) : target_->sputc(traits_type::to_char_type(c));
  }
  std::streamsize xsputn(const char* text, std::streamsize count) override {
    return muted ? count : target_->sputn(text, count);
  }
  int sync() override { return muted ? 0 : target_->pubsync(); }

 private:
  std::streambuf* target_;
};
thread_local bool MutedWhileDecoding::muted = false;

class Quiet {
 public:
  Quiet() {
    static std::once_flag once;
    std::call_once(once, [] {
      cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
      std::cerr.rdbuf(new MutedWhileDecoding(std::cerr.rdbuf()));  // for the life of the process
    });
    MutedWhileDecoding::muted = true;
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  ~Quiet() { MutedWhileDecoding::muted = false; }
};

Error undecodable(Format format) {
  return Error{ErrorCode::format,
               "the " + std::string(formatName(format)) + " file is damaged and cannot be decoded",
               "open it in a picture viewer and save it again, or leave it out",
               {}};
}

int reducedFlag(const Header& header, int enoughSide) {
  // Other formats would be decoded whole and shrunk afterwards: nothing won.
  if (enoughSide <= 0 || header.format != Format::jpeg) return cv::IMREAD_COLOR;
  const std::int64_t shorter = std::min(header.width, header.height);
  if (shorter / 8 >= enoughSide) return cv::IMREAD_REDUCED_COLOR_8;
  if (shorter / 4 >= enoughSide) return cv::IMREAD_REDUCED_COLOR_4;
  if (shorter / 2 >= enoughSide) return cv::IMREAD_REDUCED_COLOR_2;
  return cv::IMREAD_COLOR;
}

// BGRA or BGR of any depth → RGB 8 bit, transparency on white.
cv::Mat onWhite(const cv::Mat& decoded) {
  cv::Mat eight = decoded;
  if (decoded.depth() == CV_16U) decoded.convertTo(eight, CV_8U, 1.0 / 257);
  cv::Mat rgb(eight.size(), CV_8UC3);
  for (int y = 0; y < eight.rows; ++y) {
    const auto* from = eight.ptr<cv::Vec4b>(y);
    auto* to = rgb.ptr<cv::Vec3b>(y);
    for (int x = 0; x < eight.cols; ++x) {
      const int alpha = from[x][3];
      for (int c = 0; c < 3; ++c) {
        to[x][c] = static_cast<std::uint8_t>((from[x][2 - c] * alpha + 255 * (255 - alpha) + 127) / 255);
      }
    }
  }
  return rgb;
}

// EXIF orientation (CIPA DC-008, table 6): what to do so that the picture stands upright.
cv::Mat upright(const cv::Mat& stored, int orientation) {
  cv::Mat turned = stored;
  if (orientation >= 5) cv::transpose(stored, turned);
  cv::Mat result;
  switch (orientation) {
    case 2:
    case 6:
      cv::flip(turned, result, 1);
      return result;
    case 3:
    case 7:
      cv::flip(turned, result, -1);
      return result;
    case 4:
    case 8:
      cv::flip(turned, result, 0);
      return result;
    default:
      return turned;
  }
}

Result<cv::Mat> decodeWith(std::string_view bytes, const Header& header, int enoughSide) {
  const cv::Mat buffer(1, static_cast<int>(bytes.size()), CV_8UC1,
                       const_cast<char*>(bytes.data()));  // NOLINT: OpenCV takes no const data, and only reads it
  const bool withAlpha = header.alpha && header.format != Format::tiff;
  const int flags = withAlpha ? cv::IMREAD_UNCHANGED : reducedFlag(header, enoughSide) | cv::IMREAD_IGNORE_ORIENTATION;
  const cv::Mat decoded = cv::imdecode(buffer, flags);
  if (decoded.empty()) return undecodable(header.format);
  cv::Mat rgb;
  if (decoded.channels() == 4) {
    rgb = onWhite(decoded);
  } else if (decoded.type() == CV_8UC3) {
    cv::cvtColor(decoded, rgb, cv::COLOR_BGR2RGB);
  } else {
    const cv::Mat again = cv::imdecode(buffer, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    if (again.empty()) return undecodable(header.format);
    cv::cvtColor(again, rgb, cv::COLOR_BGR2RGB);
  }
  return header.format == Format::tiff ? rgb : upright(rgb, header.orientation);
}

Result<std::string> encode(const cv::Mat& rgb, const std::string& extension, const std::vector<int>& parameters) {
  const Quiet quiet;
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  std::vector<std::uint8_t> bytes;
  try {
    if (cv::imencode(extension, bgr, bytes, parameters)) return std::string(bytes.begin(), bytes.end());
  } catch (const cv::Exception& exception) {
    return Error{ErrorCode::io, "the picture cannot be encoded: " + exception.err, {}, {}};
  }
  return Error{ErrorCode::io, "the picture cannot be encoded", {}, {}};
}

}  // namespace

Result<cv::Mat> decode(std::string_view bytes, int enoughSide) {
  const Quiet quiet;
  MARCIE_ASSIGN(const Header header, readHeader(bytes));
  try {
    return decodeWith(bytes, header, enoughSide);
  } catch (const cv::Exception&) {
    return undecodable(header.format);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::memory, "there is not enough memory to decode the picture", "make it smaller first", {}};
  }
}

Result<cv::Mat> decodeFile(const std::filesystem::path& path, int enoughSide) {
  MARCIE_ASSIGN(const std::string bytes, readFile(path));
  return decode(bytes, enoughSide).within(path.string());
}

cv::Mat resizeAndCrop(const cv::Mat& rgb, int side) {
  const double scale = static_cast<double>(side) / std::min(rgb.cols, rgb.rows);
  const cv::Size size(std::max(side, static_cast<int>(std::lround(rgb.cols * scale))),
                      std::max(side, static_cast<int>(std::lround(rgb.rows * scale))));
  cv::Mat resized = rgb;
  if (size != rgb.size()) cv::resize(rgb, resized, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  const cv::Rect centre((size.width - side) / 2, (size.height - side) / 2, side, side);
  return resized(centre).clone();
}

cv::Mat fitInto(const cv::Mat& rgb, int side) {
  const int longer = std::max(rgb.cols, rgb.rows);
  if (longer <= side) return rgb;
  const double scale = static_cast<double>(side) / longer;
  const cv::Size size(std::max(1, static_cast<int>(std::lround(rgb.cols * scale))),
                      std::max(1, static_cast<int>(std::lround(rgb.rows * scale))));
  cv::Mat small;
  cv::resize(rgb, small, size, 0, 0, cv::INTER_AREA);
  return small;
}

Result<cv::Mat> thumbnail(const std::filesystem::path& path, int side) {
  MARCIE_ASSIGN(const cv::Mat rgb, decodeFile(path, side));
  return fitInto(rgb, side);
}

Result<std::string> encodePng(const cv::Mat& rgb) {
  return encode(rgb, ".png", {cv::IMWRITE_PNG_COMPRESSION, 3});
}

Result<std::string> encodeJpeg(const cv::Mat& rgb, int quality) {
  return encode(rgb, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
}

std::string_view problemKind(ErrorCode code) {
  switch (code) {
    case ErrorCode::notFound:
      return "missing";
    case ErrorCode::format:
      return "corrupt";
    case ErrorCode::data:
    case ErrorCode::unavailable:
      return "notAnImage";
    case ErrorCode::memory:
      return "tooLarge";
    default:
      return "unreadable";
  }
}

}  // namespace marcie::image
