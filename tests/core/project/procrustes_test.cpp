#include "core/project/procrustes.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

Matrix turned(const Matrix& map, double angle, double scale, bool mirrored) {
  Matrix out = map;
  for (std::int64_t i = 0; i < map.rows; ++i) {
    const double x = static_cast<double>(map.row(i)[0]), y = (mirrored ? -1 : 1) * static_cast<double>(map.row(i)[1]);
    out.row(i)[0] = static_cast<float>(scale * (std::cos(angle) * x - std::sin(angle) * y) + 5);
    out.row(i)[1] = static_cast<float>(scale * (std::sin(angle) * x + std::cos(angle) * y) - 3);
  }
  return out;
}

double farthest(const Matrix& a, const Matrix& b) {
  double most = 0;
  for (std::size_t k = 0; k < a.values.size(); ++k) {
    most = std::max(most, std::abs(static_cast<double>(a.values[k]) - static_cast<double>(b.values[k])));
  }
  return most;
}

TEST(ProcrustesTest, UndoesRotationReflectionScaleAndShift) {
  const Matrix map = testing::clusteredPoints(50, 2, 3);
  for (const bool mirrored : {false, true}) {
    Matrix moved = turned(map, 2.1, 0.3, mirrored);
    const Similarity back = procrustes(moved, map);
    EXPECT_NEAR(back.scale, 1 / 0.3, 1e-4);
    back.apply(moved);
    EXPECT_LT(farthest(moved, map), 1e-3);
  }
}

TEST(ProcrustesTest, LeavesPointsOutThatAreNotInBothMaps) {
  Matrix map = testing::clusteredPoints(50, 2, 3);
  Matrix moved = turned(map, 1, 2, false);
  moved.row(7)[0] = std::numeric_limits<float>::quiet_NaN();
  map.row(9)[1] = std::numeric_limits<float>::quiet_NaN();
  procrustes(moved, map).apply(moved);
  EXPECT_TRUE(std::isnan(moved.row(7)[0]));
  EXPECT_NEAR(moved.row(3)[0], map.row(3)[0], 1e-3);
}

TEST(ProcrustesTest, OnePlaceIsOnlyShifted) {
  Matrix moving(3, 2), target(3, 2);
  moving.values = {1, 1, 1, 1, 1, 1};
  target.values = {4, 5, 4, 5, 4, 5};
  const Similarity s = procrustes(moving, target);
  EXPECT_EQ(s.scale, 1);
  s.apply(moving);
  EXPECT_NEAR(moving.row(0)[0], 4, 1e-6);
  EXPECT_NEAR(moving.row(0)[1], 5, 1e-6);
}

}  // namespace
}  // namespace marcie::project
