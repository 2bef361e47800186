#include "core/project/follow.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/project/pca.h"
#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

// Random points in `columns` dimensions whose axes have the given spreads.
Matrix stretched(std::int64_t rows, const std::vector<double>& spreads, std::uint64_t seed = 4) {
  Rng rng(seed);
  Matrix points(rows, static_cast<std::int64_t>(spreads.size()));
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::size_t c = 0; c < spreads.size(); ++c) points.row(i)[c] = static_cast<float>(spreads[c] * rng.normal());
  }
  return points;
}

// The same points seen from elsewhere: two columns at a time turned, one mirrored, all shifted.
Matrix seenFromElsewhere(const Matrix& points, double angle) {
  Matrix out = points;
  for (std::int64_t i = 0; i < points.rows; ++i) {
    float* row = out.row(i);
    for (std::int64_t c = 0; c + 1 < points.columns; ++c) {
      const double x = static_cast<double>(row[c]), y = static_cast<double>(row[c + 1]);
      row[c] = static_cast<float>(std::cos(angle) * x - std::sin(angle) * y);
      row[c + 1] = static_cast<float>(std::sin(angle) * x + std::cos(angle) * y);
    }
    row[0] = -row[0] + 3;
  }
  return out;
}

double meanStep(const Matrix& a, const Matrix& b) {
  double sum = 0;
  for (std::int64_t i = 0; i < a.rows; ++i) {
    sum += std::hypot(static_cast<double>(a.row(i)[0] - b.row(i)[0]), static_cast<double>(a.row(i)[1] - b.row(i)[1]));
  }
  return sum / static_cast<double>(a.rows);
}

double spreadOf(const Matrix& map) {
  double sum = 0;
  for (const float v : map.values) sum += static_cast<double>(v) * static_cast<double>(v);
  return sum / static_cast<double>(map.rows);
}

TEST(FollowTest, TheFirstMapIsThatOfThePrincipalComponents) {
  Crew crew(1);
  const Matrix points = stretched(80, {1, 5, 0.2, 3});
  const Matrix map = followMap(points, {}, 1, crew).value();
  const Pca pca = principalComponents(points, 2, 1, crew).value();
  for (std::size_t i = 0; i < map.values.size(); ++i) EXPECT_NEAR(map.values[i], pca.scores.values[i], 1e-3);
}

TEST(FollowTest, HowThePointsAreTurnedDoesNotMoveTheMap) {
  Crew crew(1);
  const Matrix points = stretched(80, {4, 3, 1, 0.5, 0.4});
  const Matrix first = followMap(points, {}, 1, crew).value();
  for (const double angle : {0.4, 1.7, 3.0}) {
    const Matrix again = followMap(seenFromElsewhere(points, angle), first, 1, crew).value();
    EXPECT_LT(meanStep(again, first), 0.02) << angle;
  }
}

// The second and third direction change places: components alone would jump.
TEST(FollowTest, MapsGoOnSmoothlyWhereComponentsChangePlaces) {
  Crew crew(1);
  const auto frame = [](double second, double third) { return stretched(200, {5, second, third, 0.1}); };
  const Matrix first = followMap(frame(3.05, 3.0), {}, 1, crew).value();
  const Matrix next = followMap(frame(3.0, 3.05), first, 1, crew).value();
  const Matrix alone = followMap(frame(3.0, 3.05), {}, 1, crew).value();
  EXPECT_LT(meanStep(next, first), 0.3);
  EXPECT_GT(meanStep(alone, first), 1.5);
}

// A direction that has become far wider wins in the end: the film does not stay with what once was.
TEST(FollowTest, WhatGrowsIsShownInTheEnd) {
  Crew crew(1);
  Matrix map = followMap(stretched(200, {5, 3, 0.5}), {}, 1, crew).value();
  const Matrix later = stretched(200, {5, 0.3, 8});
  for (int i = 0; i < 20; ++i) map = followMap(later, map, 1, crew).value();
  const Matrix best = followMap(later, {}, 1, crew).value();
  EXPECT_GT(spreadOf(map), 0.95 * spreadOf(best));
}

TEST(FollowTest, RowsWithoutNumbersAreLeftOutAndComeBack) {
  Crew crew(1);
  Matrix points = stretched(40, {4, 3, 1});
  const Matrix whole = followMap(points, {}, 1, crew).value();
  Matrix broken = points;
  broken.row(7)[1] = std::numeric_limits<float>::quiet_NaN();
  const Matrix map = followMap(broken, whole, 1, crew).value();
  EXPECT_TRUE(std::isnan(map.row(7)[0]) && std::isnan(map.row(7)[1]));
  EXPECT_TRUE(std::isfinite(map.row(8)[0]));
  const Matrix back = followMap(points, map, 1, crew).value();
  EXPECT_TRUE(std::isfinite(back.row(7)[0]));
  EXPECT_LT(meanStep(back, whole), 0.1);
}

TEST(FollowTest, FewOrEqualPointsAreNoTrouble) {
  Crew crew(1);
  for (const std::int64_t rows : {0, 1, 2, 3}) {
    const Matrix points = stretched(rows, {2, 1, 1});
    const Matrix first = followMap(points, {}, 1, crew).value();
    const Matrix next = followMap(points, first, 1, crew).value();
    EXPECT_EQ(next.rows, rows);
    for (const float v : next.values) EXPECT_TRUE(std::isfinite(v));
  }
  Matrix equal(10, 4);
  const Matrix still = followMap(equal, Matrix(10, 2), 1, crew).value();
  for (const float v : still.values) EXPECT_EQ(v, 0);
  EXPECT_EQ(followMap(Matrix(5, 1), {}, 1, crew).value().columns, 2);
}

TEST(FollowTest, TheSameInputGivesTheSameBytes) {
  Crew one(1), two(2);
  const Matrix points = stretched(100, {4, 3, 2, 1}), before = stretched(100, {2, 2}, 9);
  EXPECT_EQ(followMap(points, before, 1, one).value().values, followMap(points, before, 1, two).value().values);
}

}  // namespace
}  // namespace marcie::project
