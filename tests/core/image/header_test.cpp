#include "core/image/header.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/image/decode.h"
#include "tests/core/image/picture_fixtures.h"

namespace marcie::image {
namespace {

using namespace std::string_literals;
using test::encoded;
using test::quadrants;

std::string reasonFor(const std::string& bytes, ErrorCode expected) {
  const auto header = readHeader(bytes);
  EXPECT_FALSE(header.ok());
  if (header.ok()) return {};
  EXPECT_EQ(header.error().code, expected) << header.error().toString();
  return header.error().message;
}

TEST(HeaderTest, ReadsSizeOfEveryFormat) {
  for (const std::string extension : {".jpg", ".png", ".webp", ".bmp", ".tiff"}) {
    const auto header = readHeader(encoded(quadrants(62, 40), extension));
    ASSERT_TRUE(header.ok()) << extension << ": " << header.error().toString();
    EXPECT_EQ(header->width, 62) << extension;
    EXPECT_EQ(header->height, 40) << extension;
    EXPECT_FALSE(header->grey) << extension;
    EXPECT_FALSE(header->cmyk) << extension;
  }
}

TEST(HeaderTest, SeesGreyAlphaAndOrientation) {
  const cv::Mat grey(20, 30, CV_8UC1, cv::Scalar(99));
  EXPECT_TRUE(readHeader(encoded(grey, ".jpg")).value().grey);
  EXPECT_TRUE(readHeader(encoded(grey, ".png")).value().grey);
  const cv::Mat alpha(20, 30, CV_8UC4, cv::Scalar(1, 2, 3, 4));
  EXPECT_TRUE(readHeader(encoded(alpha, ".png")).value().alpha);
  EXPECT_TRUE(readHeader(encoded(alpha, ".webp")).value().alpha);
  const auto turned = readHeader(test::withOrientation(encoded(quadrants(40, 20), ".jpg"), 6));
  EXPECT_EQ(turned.value().orientation, 6);
  EXPECT_TRUE(turned->rotated());
}

TEST(HeaderTest, RefusesHugePicturesFromTheHeaderAlone) {
  for (const std::string& bytes : {test::jpegHeaderOnly(20000, 20000), test::pngHeaderOnly(20000, 20000)}) {
    const std::string reason = reasonFor(bytes, ErrorCode::memory);
    EXPECT_NE(reason.find("20000 × 20000"), std::string::npos) << reason;
  }
  EXPECT_EQ(problemKind(ErrorCode::memory), "tooLarge");
}

TEST(HeaderTest, FindsTruncationAtAnyPoint) {
  for (const std::string extension : {".jpg", ".png", ".bmp", ".webp"}) {
    const std::string whole = encoded(quadrants(64, 48), extension);
    for (std::size_t size = 64; size + 3 < whole.size(); size += 1 + whole.size() / 40) {
      EXPECT_EQ(readHeader(whole.substr(0, size)).ok(), false) << extension << " cut at " << size;
    }
  }
}

TEST(HeaderTest, FindsFlippedBitsInPng) {
  std::string bytes = encoded(quadrants(64, 48), ".png");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  EXPECT_NE(reasonFor(bytes, ErrorCode::format).find("checksum"), std::string::npos);
}

TEST(HeaderTest, SaysWhatTheFileIsInstead) {
  EXPECT_NE(reasonFor("", ErrorCode::format).find("empty"), std::string::npos);
  EXPECT_NE(reasonFor("hello, I am a note\n", ErrorCode::data).find("text file"), std::string::npos);
  EXPECT_NE(reasonFor("<!DOCTYPE html><html>404</html>", ErrorCode::data).find("web page"), std::string::npos);
  EXPECT_NE(reasonFor("GIF89a\x01\0\x01\0"s, ErrorCode::unavailable).find("GIF"), std::string::npos);
  EXPECT_NE(reasonFor("\0\0\0\x18"s + "ftypheic", ErrorCode::unavailable).find("HEIC"), std::string::npos);
  EXPECT_NE(reasonFor("<svg xmlns='x'/>", ErrorCode::unavailable).find("SVG"), std::string::npos);
  EXPECT_NE(reasonFor("\x01\x02\x03\x04\xFF\xFE"s, ErrorCode::data).find("not a picture"), std::string::npos);
}

// Mutations and noise behind every signature: any answer is right, a crash or a hang is not.
TEST(HeaderTest, SurvivesRandomBytes) {
  Rng rng(7);
  std::vector<std::string> seeds;
  for (const std::string extension : {".jpg", ".png", ".webp", ".bmp", ".tiff"}) {
    seeds.push_back(encoded(quadrants(16, 12), extension));
  }
  seeds.push_back(test::withOrientation(seeds[0], 8));
  int refused = 0;
  for (int round = 0; round < 6000; ++round) {
    std::string bytes = seeds[rng.below(seeds.size())];
    for (auto changes = 1 + rng.below(6); changes > 0; --changes) {
      bytes[rng.below(std::min<std::uint64_t>(bytes.size(), 80))] = static_cast<char>(rng.next());
    }
    if (rng.chance(0.3)) bytes.resize(rng.below(bytes.size() + 1));
    const auto header = readHeader(bytes);
    if (header.ok()) {
      EXPECT_GT(header->width, 0);
      EXPECT_LE(header->width * header->height, kMaxPixels);
    } else {
      ++refused;
      EXPECT_FALSE(header.error().message.empty());
    }
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace marcie::image
