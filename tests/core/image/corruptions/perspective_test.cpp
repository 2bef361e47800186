#include <set>

#include <gtest/gtest.h>

#include "tests/core/image/corruption_contract.h"

namespace marcie::image {
const CorruptionEntry& perspectiveEntry();
namespace {

TEST(PerspectiveTest, KeepsTheContract) {
  testing::expectCorruptionContract(perspectiveEntry());
}

TEST(PerspectiveTest, ShrinksOneEdgeOnly) {
  const cv::Mat picture = testing::structuredPicture(97);
  std::set<double> results;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    results.insert(cv::norm(picture, perspectiveEntry().apply(picture, 3, seed), cv::NORM_L2));
  }
  EXPECT_EQ(results.size(), 4U) << "one for each edge";
  // The corners of the near edge stay where they are.
  const cv::Mat seen = perspectiveEntry().apply(picture, 3, 0);
  int kept = 0;
  for (const cv::Point corner : {cv::Point(0, 0), cv::Point(96, 0), cv::Point(96, 96), cv::Point(0, 96)}) {
    kept += cv::norm(seen.at<cv::Vec3b>(corner), picture.at<cv::Vec3b>(corner), cv::NORM_INF) <= 6 ? 1 : 0;
  }
  EXPECT_GE(kept, 2);
}

}  // namespace
}  // namespace marcie::image
