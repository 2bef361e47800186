#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& motionBlurEntry();
namespace {

TEST(MotionBlurTest, KeepsTheContract) {
  testing::expectCorruptionContract(motionBlurEntry());
}

TEST(MotionBlurTest, SmearsAlongOneDirection) {
  cv::Mat point(65, 65, CV_8UC3, cv::Scalar::all(0));
  point(cv::Rect(31, 31, 3, 3)).setTo(cv::Scalar::all(255));
  const cv::Mat moved = motionBlurEntry().apply(point, 5, 11);
  // Second moments of the smear: long one way, short the other.
  double xx = 0;
  double yy = 0;
  double xy = 0;
  double all = 0;
  for (int y = 0; y < 65; ++y) {
    for (int x = 0; x < 65; ++x) {
      const double v = moved.at<cv::Vec3b>(y, x)[0];
      xx += v * (x - 32) * (x - 32);
      yy += v * (y - 32) * (y - 32);
      xy += v * (x - 32) * (y - 32);
      all += v;
    }
  }
  const double middle = (xx + yy) / 2 / all;
  const double reach = std::hypot((xx - yy) / 2, xy) / all;
  EXPECT_GT(middle + reach, 4 * (middle - reach));
  EXPECT_NE(cv::norm(moved, motionBlurEntry().apply(point, 5, 12), cv::NORM_L1), 0) << "the seed turns it";
}

}  // namespace
}  // namespace marcie::image
