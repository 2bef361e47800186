#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& gaussianNoiseEntry();
namespace {

TEST(GaussianNoiseTest, KeepsTheContract) {
  testing::expectCorruptionContract(gaussianNoiseEntry());
}

TEST(GaussianNoiseTest, MovesEveryValueAsFarAsItSays) {
  const cv::Mat grey(64, 64, CV_8UC3, cv::Scalar::all(128));
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(gaussianNoiseEntry().apply(grey, 3, 7), mean, deviation);
  EXPECT_NEAR(mean[0], 128, 2);
  EXPECT_NEAR(deviation[0], 28, 1.5);
}

}  // namespace
}  // namespace marcie::image
