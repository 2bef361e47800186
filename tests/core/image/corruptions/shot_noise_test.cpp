#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& shotNoiseEntry();
namespace {

TEST(ShotNoiseTest, KeepsTheContract) {
  testing::expectCorruptionContract(shotNoiseEntry());
}

TEST(ShotNoiseTest, LeavesBlackAndGrowsWithLight) {
  const cv::Mat black(32, 32, CV_8UC3, cv::Scalar::all(0));
  EXPECT_EQ(cv::norm(black, shotNoiseEntry().apply(black, 5, 3), cv::NORM_INF), 0);
  const auto spread = [](int level) {
    const cv::Mat flat(64, 64, CV_8UC3, cv::Scalar::all(level));
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(shotNoiseEntry().apply(flat, 2, 3), mean, deviation);
    EXPECT_NEAR(mean[0], level, 2);
    return deviation[0];
  };
  EXPECT_GT(spread(128), 1.7 * spread(32)) << "a count of n photons varies by the root of n";
}

}  // namespace
}  // namespace marcie::image
