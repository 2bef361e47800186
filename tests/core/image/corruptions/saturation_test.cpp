#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& saturationEntry();
namespace {

TEST(SaturationTest, KeepsTheContract) {
  testing::expectCorruptionContract(saturationEntry());
}

TEST(SaturationTest, LeavesGreyAndTakesColourAtTheEnd) {
  const cv::Mat grey(8, 8, CV_8UC3, cv::Scalar::all(90));
  const cv::Mat red(8, 8, CV_8UC3, cv::Scalar(200, 100, 100));
  bool faded = false;
  bool garish = false;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    EXPECT_LE(cv::norm(grey, saturationEntry().apply(grey, 5, seed), cv::NORM_INF), 0);
    const auto pixel = saturationEntry().apply(red, 5, seed).at<cv::Vec3b>(0, 0);
    const int colour = pixel[0] - pixel[1];
    faded = faded || colour == 0;
    garish = garish || colour > 150;
    EXPECT_TRUE(colour == 0 || colour > 150) << colour;
  }
  EXPECT_TRUE(faded && garish);
}

}  // namespace
}  // namespace marcie::image
