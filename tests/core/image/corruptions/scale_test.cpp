#include <cmath>
#include <set>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& scaleEntry();
namespace {

TEST(ScaleTest, KeepsTheContract) {
  testing::expectCorruptionContract(scaleEntry());
}

TEST(ScaleTest, ZoomsAboutTheMiddleBothWays) {
  cv::Mat dot(65, 65, CV_8UC3, cv::Scalar::all(0));
  dot(cv::Rect(41, 31, 3, 3)).setTo(cv::Scalar::all(255));  // 10 right of the middle
  std::set<bool> nearer;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    cv::Mat grey;
    // The middle right: what mirrors at the border lies outside.
    cv::extractChannel(scaleEntry().apply(dot, 3, seed)(cv::Rect(33, 22, 18, 21)), grey, 0);
    const cv::Moments m = cv::moments(grey);
    const double x = 33 + m.m10 / m.m00 - 32;
    EXPECT_TRUE(std::abs(x - 10 * std::exp(.4)) < 0.6 || std::abs(x - 10 * std::exp(-.4)) < 0.6) << x;
    nearer.insert(x > 10);
  }
  EXPECT_EQ(nearer.size(), 2U);
}

}  // namespace
}  // namespace marcie::image
