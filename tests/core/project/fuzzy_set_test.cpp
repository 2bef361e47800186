#include "core/project/fuzzy_set.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

// Published by umap-learn's documentation and reproduced by least squares over the same 300 places.
TEST(FuzzySetTest, TheCurveOfTheDefaultsIsTheKnownOne) {
  const MapCurve curve = fitMapCurve(0.1, 1);
  EXPECT_NEAR(curve.a, 1.5769, 2e-3);
  EXPECT_NEAR(curve.b, 0.8951, 2e-3);
}

TEST(FuzzySetTest, ACurveOfAnyShapeIsNearItsTarget) {
  for (const auto& [minDist, spread] : {std::pair{0.0, 1.0}, {0.5, 1.0}, {1.0, 2.0}, {0.01, 0.5}}) {
    const MapCurve curve = fitMapCurve(minDist, spread);
    for (double x = 0.05; x < 3 * spread; x += 0.05) {
      const double wanted = x < minDist ? 1 : std::exp(-(x - minDist) / spread);
      EXPECT_NEAR(1 / (1 + curve.a * std::pow(x, 2 * curve.b)), wanted, 0.13) << minDist << " " << spread << " " << x;
    }
  }
}

TEST(FuzzySetTest, TheNearestNeighbourIsCertainAndAllAreSymmetric) {
  Crew crew(2);
  const Matrix points = testing::clusteredPoints(200, 8, 3);
  const auto found = nearestNeighbours(points, 14, NeighbourSearch::exact, 1, crew, {});
  const auto graph = fuzzyNeighbours(*found, ProjectionMetric::euclidean, crew, {});
  ASSERT_TRUE(graph.ok());
  for (std::int64_t i = 0; i < 200; ++i) {
    float strongest = 0;
    for (std::int64_t e = graph->begin[static_cast<std::size_t>(i)]; e < graph->begin[static_cast<std::size_t>(i) + 1];
         ++e) {
      const float value = graph->values[static_cast<std::size_t>(e)];
      ASSERT_GE(value, 0);
      ASSERT_LE(value, 1.0F + 1e-6F);
      strongest = std::max(strongest, value);
    }
    EXPECT_NEAR(strongest, 1, 1e-6);
  }
}

// Before it is made symmetric, a point's weights sum to log2 of the size of its neighbourhood.
TEST(FuzzySetTest, ANeighbourhoodHasItsSize) {
  Crew crew(1);
  // One point in the middle of a ring whose points are nearer to each other than to it: nobody names it back.
  Neighbours one;
  one.points = 9;
  one.count = 8;
  for (std::int32_t i = 0; i < 9; ++i) {
    for (std::int32_t j = 0, k = 0; k < 8; ++j) {
      if (j == i) continue;
      one.indices.push_back(j);
      one.squared.push_back(static_cast<float>((k + 1) * (k + 1)));
      ++k;
    }
  }
  const auto graph = fuzzyNeighbours(one, ProjectionMetric::euclidean, crew, {});
  ASSERT_TRUE(graph.ok());
  // Every point sees its others at 1 … 8: all have the same σ. Solve for it here and compare one symmetric value.
  double low = 1e-6, high = 100;
  const auto sum = [](double sigma) {
    double all = 0;
    for (int k = 0; k < 8; ++k) all += std::exp(-k / sigma);
    return all;
  };
  for (int i = 0; i < 100; ++i) (sum((low + high) / 2) > std::log2(9.0) ? high : low) = (low + high) / 2;
  const double there = 1, back = std::exp(-0 / low);  // 0 ↔ 1: first of each other's lists
  EXPECT_NEAR(graph->values[0], there + back - there * back, 1e-4);
  // 0 → 8 is the eighth of 0's list, and 8 → 0 the first of 8's: 1 after the union; 0 → 2: second and first.
  EXPECT_NEAR(graph->values[7], 1, 1e-4);
  // 1 → 2 is second in both lists: 1's list is 0, 2, 3 …; 2's is 0, 1, 3 ….
  const double second = std::exp(-1 / low);
  EXPECT_NEAR(graph->values[static_cast<std::size_t>(graph->begin[1]) + 1], 2 * second - second * second, 1e-3);
}

TEST(FuzzySetTest, EqualPointsGiveFiniteWeights) {
  Crew crew(1);
  Matrix points = testing::clusteredPoints(60, 5, 2);
  for (std::int64_t i = 0; i < 40; ++i) std::copy_n(points.row(0), 5, points.row(i));
  const auto found = nearestNeighbours(points, 14, NeighbourSearch::exact, 1, crew, {});
  const auto graph = fuzzyNeighbours(*found, ProjectionMetric::euclidean, crew, {});
  for (const float value : graph->values) ASSERT_TRUE(std::isfinite(value));
}

}  // namespace
}  // namespace marcie::project
