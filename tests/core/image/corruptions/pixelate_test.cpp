#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& pixelateEntry();
namespace {

TEST(PixelateTest, KeepsTheContract) {
  testing::expectCorruptionContract(pixelateEntry());
}

TEST(PixelateTest, LeavesFlatBlocks) {
  const cv::Mat picture = testing::structuredPicture(96);
  const cv::Mat blocks = pixelateEntry().apply(picture, 5, 0);
  int equal = 0;
  for (int x = 1; x < 96; ++x) equal += blocks.at<cv::Vec3b>(40, x) == blocks.at<cv::Vec3b>(40, x - 1) ? 1 : 0;
  EXPECT_GE(equal, 95 - 15) << "16 blocks across";
}

}  // namespace
}  // namespace marcie::image
