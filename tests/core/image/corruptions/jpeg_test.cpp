#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& jpegEntry();
namespace {

TEST(JpegTest, KeepsTheContract) {
  testing::expectCorruptionContract(jpegEntry());
}

TEST(JpegTest, KeepsTheOrderOfColours) {
  const cv::Mat red(32, 32, CV_8UC3, cv::Scalar(220, 30, 30));
  const auto pixel = jpegEntry().apply(red, 5, 0).at<cv::Vec3b>(16, 16);
  EXPECT_GT(pixel[0], 150);
  EXPECT_LT(pixel[2], 100);
}

}  // namespace
}  // namespace marcie::image
