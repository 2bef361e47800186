#include "core/rec/data/edge_features.h"

#include <gtest/gtest.h>

namespace marcie::rec {
namespace {

TEST(EdgeFeaturesTest, SeeDirectionAndColour) {
  const PictureShape shape{32, 48, 3, 2};
  cv::Mat across(48, 32, CV_8UC3, cv::Scalar(0, 0, 0));
  for (int y = 0; y < 48; ++y) {
    if (y / 4 % 2 == 0) across.row(y).setTo(cv::Scalar(200, 200, 200));
  }
  const auto features = edgeFeatures(across, shape);
  ASSERT_EQ(static_cast<std::int64_t>(features.size()), edgeFeatureCount(shape));
  // Stripes across have gradients along y: the middle of nine directions; blocks have length 1.
  double length = 0;
  for (int i = 0; i < 36; ++i) length += features[static_cast<std::size_t>(i)] * features[static_cast<std::size_t>(i)];
  EXPECT_NEAR(length, 1, 1e-3);
  EXPECT_GT(features[4], 5 * features[0]);
  // Half of each cell is black and half is light grey.
  const std::size_t colours = features.size() - 6 * 64;
  EXPECT_NEAR(features[colours], 0.5, 1e-6);
  EXPECT_NEAR(features[colours + 63], 0.5, 1e-6);
}

}  // namespace
}  // namespace marcie::rec
