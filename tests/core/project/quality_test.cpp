#include "core/project/quality.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

Matrix column(std::vector<float> values) {
  Matrix m(static_cast<std::int64_t>(values.size()), 1);
  m.values = std::move(values);
  return m;
}

TEST(QualityTest, AMapThatKeepsEverythingIsPerfect) {
  Crew crew(2);
  const Matrix points = testing::clusteredPoints(300, 2, 4);
  const auto quality = measureQuality(points, points, 1, crew);
  ASSERT_TRUE(quality.ok());
  EXPECT_EQ(quality->trustworthiness, 1);
  EXPECT_EQ(quality->continuity, 1);
  EXPECT_EQ(quality->recall, 1);
  EXPECT_EQ(quality->neighbours, 15);
  EXPECT_EQ(quality->sampled, 300);
}

// Four points on a line, k = 1, by hand. Data 0 1 3 7: nearest 0→1, 1→0, 2→1, 3→2. The map exchanges the last two,
// 0 1 7 3: nearest 0→1, 1→0, 2→3, 3→1. For 2 (at 7) its map neighbour 3 has rank 3 in the data (1, 0, 3); for 3 (at 3)
// its map neighbour 1 has rank 2 (2, 1, 0). So Σ (rank - k) = 2 + 1, the factor is 2 / (4 · 1 · (8 - 3 - 1)) = 1/8.
// The other way, 2's data neighbour 1 has rank 2 in the map (3, 1, 0) and 3's data neighbour 2 rank 3 (1, 0, 2).
TEST(QualityTest, AgreesWithACaseByHand) {
  Crew crew(1);
  const auto quality = measureQuality(column({0, 1, 3, 7}), column({0, 1, 7, 3}), 1, crew);
  ASSERT_TRUE(quality.ok());
  ASSERT_EQ(quality->neighbours, 1);
  EXPECT_NEAR(quality->trustworthiness, 1 - 3.0 / 8, 1e-9);
  EXPECT_NEAR(quality->continuity, 1 - 3.0 / 8, 1e-9);
  EXPECT_NEAR(quality->recall, 0.5, 1e-9);
}

TEST(QualityTest, ARandomMapIsNoBetterThanChance) {
  Crew crew(2);
  Matrix map(1000, 2);
  Rng rng(9);
  for (float& v : map.values) v = static_cast<float>(rng.normal());
  const auto quality = measureQuality(testing::clusteredPoints(1000, 8, 4), map, 1, crew);
  ASSERT_TRUE(quality.ok());
  EXPECT_NEAR(quality->trustworthiness, 0.5, 0.06);
  EXPECT_LT(quality->recall, 0.05);
}

TEST(QualityTest, ManyPointsAreSampledAndItIsSaid) {
  Crew crew(2);
  const Matrix points = testing::clusteredPoints(6000, 2, 4);
  const auto quality = measureQuality(points, points, 1, crew);
  ASSERT_TRUE(quality.ok());
  EXPECT_EQ(quality->sampled, 2000);
  EXPECT_EQ(quality->points, 6000);
  EXPECT_NEAR(quality->recall, 1, 1e-3);  // distances that differ in the last digit may change places
}

TEST(QualityTest, TooFewPointsHaveNoFigures) {
  Crew crew(1);
  const auto quality = measureQuality(column({0, 1, 2}), column({0, 1, 2}), 1, crew);
  ASSERT_TRUE(quality.ok());
  EXPECT_EQ(quality->sampled, 0);
}

}  // namespace
}  // namespace marcie::project
