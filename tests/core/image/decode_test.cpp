#include "core/image/decode.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "core/base/random.h"
#include "tests/core/image/picture_fixtures.h"

namespace marcie::image {
namespace {

using test::encoded;
using test::quadrants;

cv::Vec3b at(const cv::Mat& rgb, double x, double y) {
  return rgb.at<cv::Vec3b>(static_cast<int>(y * rgb.rows), static_cast<int>(x * rgb.cols));
}
void expectNear(const cv::Vec3b& got, const cv::Vec3b& wanted, const std::string& what) {
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(got[c], wanted[c], 12) << what << " channel " << c;
}
const cv::Vec3b kRed(255, 0, 0), kGreen(0, 255, 0), kBlue(0, 0, 255), kWhite(255, 255, 255);

TEST(DecodeTest, GivesRgbForEveryFormat) {
  for (const std::string extension : {".jpg", ".png", ".webp", ".bmp", ".tiff"}) {
    const auto rgb = decode(encoded(quadrants(64, 48), extension));
    ASSERT_TRUE(rgb.ok()) << extension;
    ASSERT_EQ(rgb->type(), CV_8UC3);
    ASSERT_EQ(rgb->size(), cv::Size(64, 48));
    expectNear(at(*rgb, .25, .25), kRed, extension);
    expectNear(at(*rgb, .25, .75), kBlue, extension);
  }
}

// Where the stored corners go for each EXIF orientation: left top, right top, left bottom, right bottom.
TEST(DecodeTest, AppliesEveryExifOrientation) {
  struct Case {
    char orientation;
    cv::Vec3b leftTop, rightTop, leftBottom, rightBottom;
  };
  const std::vector<Case> cases{{1, kRed, kGreen, kBlue, kWhite}, {2, kGreen, kRed, kWhite, kBlue},
                                {3, kWhite, kBlue, kGreen, kRed}, {4, kBlue, kWhite, kRed, kGreen},
                                {5, kRed, kBlue, kGreen, kWhite}, {6, kBlue, kRed, kWhite, kGreen},
                                {7, kWhite, kGreen, kBlue, kRed}, {8, kGreen, kWhite, kRed, kBlue}};
  for (const Case& c : cases) {
    const std::string name = "orientation " + std::to_string(c.orientation);
    const auto rgb = decode(test::withOrientation(encoded(quadrants(64, 32), ".jpg"), c.orientation));
    ASSERT_TRUE(rgb.ok()) << name;
    EXPECT_EQ(rgb->size(), c.orientation >= 5 ? cv::Size(32, 64) : cv::Size(64, 32)) << name;
    expectNear(at(*rgb, .25, .25), c.leftTop, name);
    expectNear(at(*rgb, .75, .25), c.rightTop, name);
    expectNear(at(*rgb, .25, .75), c.leftBottom, name);
    expectNear(at(*rgb, .75, .75), c.rightBottom, name);
  }
}

TEST(DecodeTest, LaysTransparencyOnWhite) {
  cv::Mat bgra(10, 10, CV_8UC4, cv::Scalar(0, 0, 200, 0));
  bgra(cv::Rect(5, 0, 5, 10)) = cv::Scalar(0, 0, 200, 128);
  const auto rgb = decode(encoded(bgra, ".png"));
  ASSERT_TRUE(rgb.ok());
  EXPECT_EQ(rgb->at<cv::Vec3b>(5, 2), cv::Vec3b(255, 255, 255));
  expectNear(rgb->at<cv::Vec3b>(5, 7), cv::Vec3b(227, 127, 127), "half red");
}

TEST(DecodeTest, SpreadsGreyAndSixteenBits) {
  const auto grey = decode(encoded(cv::Mat(9, 9, CV_8UC1, cv::Scalar(77)), ".png"));
  EXPECT_EQ(grey.value().at<cv::Vec3b>(4, 4), cv::Vec3b(77, 77, 77));
  const auto deep = decode(encoded(cv::Mat(9, 9, CV_16UC4, cv::Scalar(0, 0, 65535, 65535)), ".png"));
  EXPECT_EQ(deep.value().at<cv::Vec3b>(4, 4), kRed);
}

TEST(DecodeTest, ConvertsCmyk) {
  const std::string bytes = test::redCmykJpeg();
  EXPECT_TRUE(readHeader(bytes).value().cmyk);
  const auto rgb = decode(bytes);
  ASSERT_TRUE(rgb.ok()) << rgb.error().toString();
  expectNear(at(*rgb, .5, .5), kRed, "CMYK");
}

// Damage within the data: a picture or a reason, never a crash.
TEST(DecodeTest, SurvivesDamageInSilence) {
  ::testing::internal::CaptureStderr();
  Rng rng(13);
  int refused = 0;
  for (const std::string extension : {".png", ".bmp", ".webp", ".tiff"}) {
    const std::string whole = encoded(quadrants(40, 30), extension);
    for (int round = 0; round < 150; ++round) {
      std::string bytes = whole;
      for (auto changes = 1 + rng.below(4); changes > 0; --changes)
        bytes[rng.below(bytes.size())] = static_cast<char>(rng.next());
      if (rng.chance(0.2)) bytes.resize(rng.below(bytes.size()));
      const auto rgb = decode(bytes);
      if (rgb.ok()) {
        EXPECT_EQ(rgb->type(), CV_8UC3);
      } else {
        ++refused;
        EXPECT_FALSE(rgb.error().message.empty());
      }
    }
  }
  EXPECT_GT(refused, 100);
  std::cerr << "still heard\n";
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "still heard\n");
}

TEST(DecodeTest, ReducesOnlyAsFarAsAllowed) {
  const std::string bytes = encoded(quadrants(800, 640), ".jpg");
  EXPECT_EQ(decode(bytes, 0).value().size(), cv::Size(800, 640));
  EXPECT_EQ(decode(bytes, 300).value().size(), cv::Size(400, 320));
  EXPECT_EQ(decode(bytes, 100).value().size(), cv::Size(200, 160));
  EXPECT_EQ(decode(bytes, 64).value().size(), cv::Size(100, 80));
  EXPECT_EQ(decode(bytes, 600).value().size(), cv::Size(800, 640));
}

TEST(DecodeTest, ResizesAndCropsTheCentre) {
  cv::Mat wide(40, 120, CV_8UC3, cv::Scalar(9, 9, 9));
  wide(cv::Rect(40, 0, 40, 40)) = cv::Scalar(200, 100, 50);
  const cv::Mat square = resizeAndCrop(wide, 20);
  ASSERT_EQ(square.size(), cv::Size(20, 20));
  EXPECT_EQ(square.at<cv::Vec3b>(10, 10), cv::Vec3b(200, 100, 50));
  EXPECT_EQ(square.at<cv::Vec3b>(10, 1), cv::Vec3b(200, 100, 50));
  EXPECT_EQ(resizeAndCrop(cv::Mat(7, 3, CV_8UC3, cv::Scalar(1, 2, 3)), 16).size(), cv::Size(16, 16));
}

TEST(DecodeTest, ThumbnailKeepsTheShape) {
  const auto path = std::filesystem::temp_directory_path() / "marcie_decode_test.jpg";
  const std::string bytes = encoded(quadrants(1000, 400), ".jpg");
  std::ofstream(path, std::ios::binary) << bytes;
  const auto small = thumbnail(path, 100);
  std::filesystem::remove(path);
  ASSERT_TRUE(small.ok());
  EXPECT_EQ(small->size(), cv::Size(100, 40));
}

TEST(DecodeTest, RefusesWhatIsCutOffOrMissing) {
  const std::string bytes = encoded(quadrants(200, 200), ".jpg");
  const auto cut = decode(std::string_view(bytes).substr(0, bytes.size() / 2));
  ASSERT_FALSE(cut.ok());
  EXPECT_EQ(problemKind(cut.error().code), "corrupt");
  const auto missing = decodeFile("/no/such/picture.jpg");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(problemKind(missing.error().code), "missing");
}

TEST(DecodeTest, EncodesWhatItDecodes) {
  const cv::Mat rgb = decode(encoded(quadrants(32, 32), ".png")).value();
  const cv::Mat again = decode(encodePng(rgb).value()).value();
  EXPECT_EQ(cv::norm(rgb, again, cv::NORM_INF), 0);
  EXPECT_EQ(encodeJpeg(rgb, 90).value(), encodeJpeg(rgb, 90).value());
}

}  // namespace
}  // namespace marcie::image
