#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& brightnessEntry();
namespace {

TEST(BrightnessTest, KeepsTheContract) {
  testing::expectCorruptionContract(brightnessEntry());
}

TEST(BrightnessTest, GoesBothWays) {
  const cv::Mat grey(8, 8, CV_8UC3, cv::Scalar::all(80));
  int lighter = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const int value = brightnessEntry().apply(grey, 2, seed).at<cv::Vec3b>(0, 0)[0];
    EXPECT_TRUE(value == 119 || value == 54) << value;  // 80·e^±0.4
    lighter += value > 80 ? 1 : 0;
  }
  EXPECT_GT(lighter, 8);
  EXPECT_LT(lighter, 32);
}

}  // namespace
}  // namespace marcie::image
