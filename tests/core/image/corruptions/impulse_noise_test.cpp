#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& impulseNoiseEntry();
namespace {

TEST(ImpulseNoiseTest, KeepsTheContract) {
  testing::expectCorruptionContract(impulseNoiseEntry());
}

TEST(ImpulseNoiseTest, LosesTheShareThatItSays) {
  const cv::Mat grey(64, 64, CV_8UC3, cv::Scalar::all(128));
  const cv::Mat hit = impulseNoiseEntry().apply(grey, 4, 5);
  int black = 0;
  int white = 0;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 192; ++x) {
      const int value = hit.ptr(y)[x];
      black += value == 0 ? 1 : 0;
      white += value == 255 ? 1 : 0;
      EXPECT_TRUE(value == 0 || value == 128 || value == 255);
    }
  }
  EXPECT_NEAR((black + white) / 12288.0, .14, .02);
  EXPECT_NEAR(black, white, 200);
}

}  // namespace
}  // namespace marcie::image
