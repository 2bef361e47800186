#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& contrastEntry();
namespace {

TEST(ContrastTest, KeepsTheContract) {
  testing::expectCorruptionContract(contrastEntry());
}

TEST(ContrastTest, MovesTowardsTheMeanGrey) {
  cv::Mat halves(8, 8, CV_8UC3, cv::Scalar::all(0));
  halves(cv::Rect(4, 0, 4, 8)).setTo(cv::Scalar::all(200));
  const cv::Mat hazy = contrastEntry().apply(halves, 3, 0);  // mean 100, 40 % is left
  EXPECT_EQ(hazy.at<cv::Vec3b>(0, 0)[0], 60);
  EXPECT_EQ(hazy.at<cv::Vec3b>(0, 7)[0], 140);
}

}  // namespace
}  // namespace marcie::image
