#include "core/project/umap.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

using testing::clusteredPoints;

std::vector<float> mapOf(const Matrix& points, int threads, std::uint64_t seed, int epochs) {
  Crew crew(threads);
  const auto found = nearestNeighbours(points, 14, NeighbourSearch::exact, 1, crew, {});
  auto graph = fuzzyNeighbours(*found, ProjectionMetric::euclidean, crew, {});
  Rng rng(2);
  std::vector<float> start;
  for (std::int64_t i = 0; i < 2 * points.rows; ++i) start.push_back(static_cast<float>(rng.normal()));
  UmapOptions options;
  options.epochs = epochs;
  Umap umap(std::move(*graph), std::move(start), options, seed, crew);
  while (umap.iteration() < umap.total()) umap.step();
  return umap.map();
}

TEST(UmapTest, NeighboursFindEachOtherFromARandomStart) {
  const Matrix points = clusteredPoints(600, 12, 5);
  Matrix map(600, 2);
  map.values = mapOf(points, 2, 1, 200);
  for (const float v : map.values) ASSERT_TRUE(std::isfinite(v));
  EXPECT_GT(testing::samePartner(map, 5), 0.98);
}

TEST(UmapTest, IsTheSameForAnyNumberOfThreadsAndNotForAnySeed) {
  const Matrix points = clusteredPoints(2500, 10, 6);
  const std::vector<float> one = mapOf(points, 1, 1, 20);
  EXPECT_EQ(one, mapOf(points, 2, 1, 20));
  EXPECT_EQ(one, mapOf(points, 5, 1, 20));
  EXPECT_NE(one, mapOf(points, 1, 2, 20));
}

TEST(UmapTest, ChoosesTheNumberOfEpochsByTheNumberOfPoints) {
  Crew crew(1);
  const auto total = [&](std::int64_t n, int asked) {
    SparseRows graph;
    graph.begin.assign(static_cast<std::size_t>(n) + 1, 0);
    UmapOptions options;
    options.epochs = asked;
    return Umap(std::move(graph), std::vector<float>(static_cast<std::size_t>(2 * n), 0), options, 1, crew).total();
  };
  EXPECT_EQ(total(10000, 0), 500);
  EXPECT_EQ(total(10001, 0), 200);
  EXPECT_EQ(total(10, 33), 33);
}

}  // namespace
}  // namespace marcie::project
