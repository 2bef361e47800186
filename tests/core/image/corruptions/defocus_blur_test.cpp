#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& defocusBlurEntry();
namespace {

TEST(DefocusBlurTest, KeepsTheContract) {
  testing::expectCorruptionContract(defocusBlurEntry());
}

TEST(DefocusBlurTest, SpreadsAPointRoundAndKeepsItsLight) {
  cv::Mat point(65, 65, CV_8UC3, cv::Scalar::all(0));
  point.at<cv::Vec3b>(32, 32) = {255, 255, 255};
  const cv::Mat blurred = defocusBlurEntry().apply(point, 5, 0);
  EXPECT_NEAR(cv::sum(blurred)[0], 255, 40);
  EXPECT_GT(blurred.at<cv::Vec3b>(32, 34)[0], 0);
  EXPECT_EQ(blurred.at<cv::Vec3b>(32, 34), blurred.at<cv::Vec3b>(34, 32));
  EXPECT_EQ(blurred.at<cv::Vec3b>(32, 40)[0], 0);
}

}  // namespace
}  // namespace marcie::image
