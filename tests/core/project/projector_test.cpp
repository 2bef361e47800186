#include "core/project/projector.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include <gtest/gtest.h>

#include "tests/core/project/points.h"
#include "tests/core/project/projection.h"

namespace marcie::project {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::clusteredPoints;
using testing::finished;
using testing::quickOptions;

TEST(ProjectorTest, TwoColumnsAreNeverProjected) {
  const Matrix points = clusteredPoints(30, 2, 2);
  EXPECT_EQ(finished(quickOptions(ProjectionMethod::tsne), points)->map().values, points.values);
}

TEST(ProjectorTest, SeedsDiffer) {
  ProjectionOptions options = quickOptions(ProjectionMethod::tsne);
  options.tsne.iterations = options.tsne.exaggerationIterations = 20;
  const Matrix points = clusteredPoints(200, 8, 3);
  const Matrix first = finished(options, points)->map();
  EXPECT_EQ(first.values, finished(options, points)->map().values);
  options.seed = 2;
  EXPECT_NE(first.values, finished(options, points)->map().values);
}

TEST(ProjectorTest, TellsEveryIterationAndEndsAtTheLast) {
  ProjectionOptions options = quickOptions(ProjectionMethod::tsne);
  options.tsne.iterations = 30;
  options.tsne.exaggerationIterations = 20;
  auto projector = Projector::create(options, clusteredPoints(100, 8, 3));
  ASSERT_TRUE(projector.ok());
  std::vector<std::int64_t> exaggerated, laidOut;
  (*projector)->setWatch([&](const ProjectionProgress& p) {
    if (p.stage == ProjectionStage::exaggeration) exaggerated.push_back(p.done);
    if (p.stage == ProjectionStage::layout) {
      laidOut.push_back(p.done);
      EXPECT_EQ(p.total, 50);
    }
  });
  ASSERT_TRUE((*projector)->run().ok());
  EXPECT_EQ(exaggerated.size(), 20U);
  ASSERT_EQ(laidOut.size(), 30U);
  EXPECT_EQ(laidOut.back(), 50);
  EXPECT_FALSE((*projector)->step().value());
  EXPECT_TRUE(std::isfinite((*projector)->divergence()));
}

TEST(ProjectorTest, CancelsWithin200Milliseconds) {
  for (const auto method : {ProjectionMethod::tsne, ProjectionMethod::umap}) {
    StopToken stop;
    ProjectionOptions options = quickOptions(method);
    options.tsne.iterations = 100000;
    options.umap.epochs = 100000;
    auto projector = Projector::create(options, clusteredPoints(6000, 16, 5), stop);
    ASSERT_TRUE(projector.ok());
    steady_clock::time_point asked;
    std::thread asker;
    (*projector)->setWatch([&](const ProjectionProgress& p) {
      if (p.stage == ProjectionStage::neighbours || asker.joinable()) return;
      asker = std::thread([&] {
        asked = steady_clock::now();
        stop.requestStop();
      });
    });
    const auto result = (*projector)->run();
    const auto ended = steady_clock::now();
    asker.join();
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
    EXPECT_LT(ended - asked, milliseconds(200));
  }
}

TEST(ProjectorTest, APauseChangesNothing) {
  ProjectionOptions options = quickOptions(ProjectionMethod::umap);
  const Matrix points = clusteredPoints(300, 8, 3);
  const Matrix through = finished(options, points)->map();
  StopToken stop;
  auto projector = Projector::create(options, points, stop);
  ASSERT_TRUE(projector.ok());
  std::thread waker;
  (*projector)->setWatch([&](const ProjectionProgress& p) {
    if (p.stage != ProjectionStage::layout || p.done != 40) return;
    stop.setPaused(true);
    waker = std::thread([&] { stop.setPaused(false); });
  });
  ASSERT_TRUE((*projector)->run().ok());
  waker.join();
  EXPECT_EQ((*projector)->map().values, through.values);
}

TEST(ProjectorTest, RefusesWhatNoMapCanBeMadeOf) {
  const auto none = Projector::create({}, Matrix(0, 5));
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, ErrorCode::data);
  Matrix missing(4, 3);
  std::fill(missing.values.begin(), missing.values.end(), std::numeric_limits<float>::quiet_NaN());
  const auto nan = Projector::create({}, missing);
  ASSERT_FALSE(nan.ok());
  EXPECT_NE(nan.error().message.find("every point"), std::string::npos);
}

TEST(ProjectorTest, ReportsAllOptionsThatAreWrong) {
  ProjectionOptions options;
  options.tsne.perplexity = 1;
  options.umap.minDist = 2;
  options.umap.spread = 1;
  const auto result = Projector::create(options, clusteredPoints(10, 3, 2));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::option);
  EXPECT_NE(result.error().message.find("tsne.perplexity"), std::string::npos);
  EXPECT_NE(result.error().message.find("umap.minDist"), std::string::npos);
}

}  // namespace
}  // namespace marcie::project
