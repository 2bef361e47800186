#include <cmath>
#include <set>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& rotationEntry();
namespace {

TEST(RotationTest, KeepsTheContract) {
  testing::expectCorruptionContract(rotationEntry());
}

TEST(RotationTest, TurnsAboutTheMiddleEitherWay) {
  cv::Mat dot(65, 65, CV_8UC3, cv::Scalar::all(0));
  dot(cv::Rect(31, 11, 3, 3)).setTo(cv::Scalar::all(255));  // 20 above the middle
  std::set<bool> left;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    cv::Mat grey;
    cv::extractChannel(rotationEntry().apply(dot, 4, seed), grey, 0);
    const cv::Moments m = cv::moments(grey);
    const double x = m.m10 / m.m00 - 32;
    const double y = m.m01 / m.m00 - 32;
    EXPECT_NEAR(std::hypot(x, y), 20, 1);
    EXPECT_NEAR(std::atan2(std::abs(x), -y) * 180 / CV_PI, 38, 2);
    left.insert(x < 0);
  }
  EXPECT_EQ(left.size(), 2U);
}

}  // namespace
}  // namespace marcie::image
