#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& occlusionEntry();
namespace {

TEST(OcclusionTest, KeepsTheContract) {
  testing::expectCorruptionContract(occlusionEntry());
}

TEST(OcclusionTest, CoversTheShareThatItSays) {
  const cv::Mat picture = testing::structuredPicture(96);
  cv::Mat difference;
  cv::absdiff(picture, occlusionEntry().apply(picture, 4, 3), difference);
  int covered = 0;
  for (int y = 0; y < 96; ++y) {
    for (int x = 0; x < 96; ++x) covered += difference.at<cv::Vec3b>(y, x) != cv::Vec3b(0, 0, 0) ? 1 : 0;
  }
  EXPECT_NEAR(covered / (96.0 * 96), .26, .02);
}

}  // namespace
}  // namespace marcie::image
