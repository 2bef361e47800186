// Pictures made on the spot for tests: a coloured quadrant pattern, in any format, with any EXIF orientation.
#pragma once

#include <string>
#include <vector>

#include <opencv2/imgcodecs.hpp>

namespace marcie::test {

// Left top red, right top green, left bottom blue, right bottom white. BGR as OpenCV wants it.
inline cv::Mat quadrants(int width, int height) {
  cv::Mat bgr(height, width, CV_8UC3, cv::Scalar(255, 255, 255));
  bgr(cv::Rect(0, 0, width / 2, height / 2)) = cv::Scalar(0, 0, 255);
  bgr(cv::Rect(width / 2, 0, width - width / 2, height / 2)) = cv::Scalar(0, 255, 0);
  bgr(cv::Rect(0, height / 2, width / 2, height - height / 2)) = cv::Scalar(255, 0, 0);
  return bgr;
}

inline std::string encoded(const cv::Mat& bgr, const std::string& extension) {
  std::vector<unsigned char> bytes;
  cv::imencode(extension, bgr, bytes);
  return {bytes.begin(), bytes.end()};
}

// A JPEG with an EXIF block that holds nothing but the orientation.
inline std::string withOrientation(const std::string& jpeg, char orientation) {
  using namespace std::string_literals;
  const std::string tiff = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s + orientation + "\0\0\0\0\0\0"s;
  const std::string body = "Exif\0\0"s + tiff;
  const std::size_t length = body.size() + 2;
  return jpeg.substr(0, 2) + "\xFF\xE1" + static_cast<char>(length >> 8U) + static_cast<char>(length & 0xFFU) + body +
         jpeg.substr(2);
}

// An 8 × 8 JPEG in CMYK as printers' programs write it (Adobe marker, inverted inks): pure red.
inline std::string redCmykJpeg() {
  const std::string hex =
      "FFD8FFEE000E41646F626500640000000000FFDB0043000302020302020303030304030304050805050404050A070706080C"
      "0A0C0C0B0A0B0B0D0E12100D0E110E0B0B1016101113141515150C0F171816141812141514FFC00014080008000804431100"
      "4D11005911004B1100FFC40014000100000000000000000000000000000009FFC40014100100000000000000000000000000"
      "000000FFDA000E0443004D0059004B00003F0054C550AA2A6FFFD9";
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

// A valid JPEG start with this size and nothing behind it.
inline std::string jpegHeaderOnly(unsigned width, unsigned height) {
  using namespace std::string_literals;
  const auto byte = [](unsigned value) { return static_cast<char>(value & 0xFFU); };
  return "\xFF\xD8\xFF\xC0\0\x11\x08"s + byte(height >> 8U) + byte(height) + byte(width >> 8U) + byte(width) +
         "\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"s;
}

// A valid PNG start with this size and nothing behind it (the checksum is not reached).
inline std::string pngHeaderOnly(unsigned width, unsigned height) {
  using namespace std::string_literals;
  const auto four = [](unsigned v) {
    return std::string{static_cast<char>(v >> 24U), static_cast<char>(v >> 16U), static_cast<char>(v >> 8U),
                       static_cast<char>(v)};
  };
  return "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s + four(width) + four(height) + "\x08\x02\0\0\0\0\0\0\0"s;
}

}  // namespace marcie::test
