#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/project/projector.h"
#include "tests/core/project/points.h"
#include "tests/core/project/projection.h"

namespace marcie::project {
namespace {

using testing::clusteredPoints;
using testing::finished;
using testing::joined;
using testing::quickOptions;

class ProjectorMethodTest : public ::testing::TestWithParam<ProjectionMethod> {};

TEST_P(ProjectorMethodTest, ClustersStayClusters) {
  const auto projector = finished(quickOptions(GetParam()), clusteredPoints(500, 12, 3));
  const Matrix map = projector->map();
  ASSERT_EQ(map.rows, 500);
  ASSERT_EQ(map.columns, 2);
  EXPECT_GT(testing::samePartner(map, 3), 0.98);
  const auto quality = projector->quality();
  ASSERT_TRUE(quality.ok());
  EXPECT_GT(quality->trustworthiness, 0.8);
  EXPECT_GT(quality->continuity, 0.8);
  EXPECT_EQ(quality->explained >= 0, GetParam() == ProjectionMethod::pca);
}

TEST_P(ProjectorMethodTest, IsTheSameForAnyNumberOfThreads) {
  ProjectionOptions options = quickOptions(GetParam());
  options.tsne.iterations = options.tsne.exaggerationIterations = 15;
  options.umap.epochs = 10;
  for (const auto search : {NeighbourSearch::exact, NeighbourSearch::approximate}) {
    options.search = search;
    const Matrix points = clusteredPoints(3200, 10, 5);  // beyond what the tree is used for
    options.threads = 1;
    const Matrix one = finished(options, points)->map();
    options.threads = 2;
    EXPECT_EQ(one.values, finished(options, points)->map().values);
    options.threads = 3;
    EXPECT_EQ(one.values, finished(options, points)->map().values);
  }
}

TEST_P(ProjectorMethodTest, LeavesRowsWithoutNumbersOutAndNamesThem) {
  Matrix points = clusteredPoints(120, 6, 2);
  points.row(5)[2] = std::numeric_limits<float>::quiet_NaN();
  points.row(77)[0] = std::numeric_limits<float>::infinity();
  const auto projector = finished(quickOptions(GetParam()), points);
  EXPECT_EQ(projector->leftOut(), (std::vector<std::int64_t>{5, 77}));
  EXPECT_NE(joined(projector->notes()).find("2 of 120 points are left out"), std::string::npos);
  EXPECT_NE(joined(projector->notes()).find("rows 5, 77"), std::string::npos);
  const Matrix map = projector->map();
  ASSERT_EQ(map.rows, 120);
  for (std::int64_t i = 0; i < 120; ++i) ASSERT_EQ(std::isnan(map.row(i)[0]), i == 5 || i == 77) << i;
}

TEST_P(ProjectorMethodTest, DegenerateTablesGiveFiniteMapsAndASentence) {
  struct Case {
    const char* what;
    Matrix points;
    const char* sentence;
  };
  Matrix equal(40, 5);
  std::fill(equal.values.begin(), equal.values.end(), 3.0F);
  Matrix line(40, 5);
  for (std::int64_t i = 0; i < 40; ++i) std::fill_n(line.row(i), 5, static_cast<float>(i));
  Matrix nearlyEqual = equal;
  nearlyEqual.row(3)[1] = 4;
  const bool isPca = GetParam() == ProjectionMethod::pca;
  const Case cases[] = {
      {"one point", clusteredPoints(1, 5, 1), "only one point"},
      {"two points", clusteredPoints(2, 5, 2), isPca ? "" : "2 points are too few"},
      {"three points", clusteredPoints(3, 5, 3), isPca ? "" : "3 points are too few"},
      {"four points", clusteredPoints(4, 5, 2), isPca ? "" : "lowered from"},
      {"ten points", clusteredPoints(10, 5, 2), isPca ? "" : "because there are only 10 points"},
      {"all equal", equal, "all 40 points are equal"},
      {"one differs", nearlyEqual, ""},
      {"a line", line, ""},
      {"two columns", clusteredPoints(30, 2, 2), "shown as they are"},
      {"one column", clusteredPoints(30, 1, 2), "along a line"},
  };
  for (const Case& c : cases) {
    const auto projector = finished(quickOptions(GetParam()), c.points);
    ASSERT_TRUE(projector) << c.what;
    const Matrix map = projector->map();
    ASSERT_EQ(map.rows, c.points.rows) << c.what;
    for (const float v : map.values) ASSERT_TRUE(std::isfinite(v)) << c.what;
    EXPECT_NE(joined(projector->notes()).find(c.sentence), std::string::npos)
        << c.what << ": " << joined(projector->notes());
    EXPECT_TRUE(projector->quality().ok()) << c.what;
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, ProjectorMethodTest,
                         ::testing::Values(ProjectionMethod::pca, ProjectionMethod::tsne, ProjectionMethod::umap),
                         [](const auto& info) { return std::string(enumKey(info.param)); });

}  // namespace
}  // namespace marcie::project
