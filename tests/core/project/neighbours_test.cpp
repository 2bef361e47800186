#include "core/project/neighbours.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

using testing::clusteredPoints;

std::vector<std::pair<double, std::int32_t>> plainNeighbours(const Matrix& points, std::int64_t i) {
  std::vector<std::pair<double, std::int32_t>> all;
  for (std::int64_t j = 0; j < points.rows; ++j) {
    double sum = 0;
    for (std::int64_t c = 0; c < points.columns; ++c) {
      const double d = static_cast<double>(points.row(i)[c]) - static_cast<double>(points.row(j)[c]);
      sum += d * d;
    }
    if (j != i) all.emplace_back(sum, static_cast<std::int32_t>(j));
  }
  std::sort(all.begin(), all.end());
  return all;
}

// Sizes that are no multiple of a tile, of a panel or of a task.
TEST(NeighboursTest, ExactSearchFindsWhatAPlainLoopFinds) {
  Crew crew(2);
  const Matrix points = clusteredPoints(331, 19, 5);
  const auto found = nearestNeighbours(points, 12, NeighbourSearch::exact, 1, crew, {});
  ASSERT_TRUE(found.ok());
  for (std::int64_t i = 0; i < points.rows; ++i) {
    const auto expected = plainNeighbours(points, i);
    for (std::int64_t k = 0; k < 12; ++k) {
      const auto at = static_cast<std::size_t>(i * 12 + k);
      ASSERT_EQ(found->indices[at], expected[static_cast<std::size_t>(k)].second) << i << " " << k;
      ASSERT_NEAR(found->squared[at], expected[static_cast<std::size_t>(k)].first, 1e-4);
    }
  }
}

TEST(NeighboursTest, ApproximateSearchMissesFew) {
  Crew crew(2);
  for (const std::int64_t clusters : {1, 20}) {
    const Matrix points = clusteredPoints(4000, 16, clusters);
    const auto exact = nearestNeighbours(points, 15, NeighbourSearch::exact, 1, crew, {});
    const auto quick = nearestNeighbours(points, 15, NeighbourSearch::approximate, 1, crew, {});
    ASSERT_TRUE(exact.ok() && quick.ok());
    EXPECT_TRUE(exact->exact);
    EXPECT_FALSE(quick->exact);
    std::int64_t found = 0;
    for (std::int64_t i = 0; i < points.rows; ++i) {
      const auto* e = exact->indices.data() + i * 15;
      const auto* q = quick->indices.data() + i * 15;
      for (int k = 0; k < 15; ++k) found += std::count(q, q + 15, e[k]);
    }
    EXPECT_GT(static_cast<double>(found) / (15.0 * 4000), 0.95) << clusters;
  }
}

TEST(NeighboursTest, IsTheSameForAnyNumberOfThreads) {
  Crew one(1), three(3);
  const Matrix points = clusteredPoints(2500, 12, 9);
  for (const auto search : {NeighbourSearch::exact, NeighbourSearch::approximate}) {
    const auto a = nearestNeighbours(points, 20, search, 5, one, {});
    const auto b = nearestNeighbours(points, 20, search, 5, three, {});
    ASSERT_TRUE(a.ok() && b.ok());
    EXPECT_EQ(a->indices, b->indices);
    EXPECT_EQ(a->squared, b->squared);
  }
}

// Half of the points in one place: every list must still be full, without repeats and without the point itself.
TEST(NeighboursTest, EqualPointsAreNeighboursLikeOthers) {
  Crew crew(2);
  Matrix points = clusteredPoints(1200, 8, 3);
  for (std::int64_t i = 0; i < 600; ++i) std::copy_n(points.row(0), 8, points.row(i));
  for (const auto search : {NeighbourSearch::exact, NeighbourSearch::approximate}) {
    const auto found = nearestNeighbours(points, 10, search, 1, crew, {});
    ASSERT_TRUE(found.ok());
    for (std::int64_t i = 0; i < points.rows; ++i) {
      std::vector<std::int32_t> row(found->indices.begin() + i * 10, found->indices.begin() + (i + 1) * 10);
      std::sort(row.begin(), row.end());
      ASSERT_EQ(std::adjacent_find(row.begin(), row.end()), row.end());
      ASSERT_FALSE(std::binary_search(row.begin(), row.end(), static_cast<std::int32_t>(i)));
      if (i < 600) {
        ASSERT_EQ(found->squared[static_cast<std::size_t>(i * 10 + 9)], 0) << i;
      }
    }
  }
}

TEST(NeighboursTest, CosineSeesDirectionsOnly) {
  Crew crew(1);
  Matrix points(4, 2);
  points.values = {1, 0, 10, 1, 0, 3, 0.1F, 0};
  const Matrix sphere = metricSpace(points, ProjectionMetric::cosine, crew);
  const auto found = nearestNeighbours(sphere, 1, NeighbourSearch::exact, 1, crew, {});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->indices[0], 3);
  EXPECT_NEAR(found->squared[0], 0, 1e-6);
  EXPECT_EQ(found->indices[2], 1);
}

TEST(NeighboursTest, StopsWithin200Milliseconds) {
  const Matrix points = clusteredPoints(30000, 64, 30);
  for (const auto search : {NeighbourSearch::exact, NeighbourSearch::approximate}) {
    Crew crew(2);
    StopToken stop;
    std::chrono::steady_clock::time_point asked;
    // Asked for at the first sign of progress, so that the search is certainly in its work.
    const auto result = nearestNeighbours(points, 90, search, 1, crew, stop, [&](double) {
      if (stop.stopRequested()) return;
      asked = std::chrono::steady_clock::now();
      stop.requestStop();
    });
    const auto waited = std::chrono::steady_clock::now() - asked;
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
    EXPECT_LT(waited, std::chrono::milliseconds(200));
  }
}

}  // namespace
}  // namespace marcie::project
