#include "core/project/repulsion.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

std::vector<float> cloud(std::int64_t n, double width) {
  Rng rng(11);
  std::vector<float> map;
  for (std::int64_t i = 0; i < 2 * n; ++i) map.push_back(static_cast<float>(width * rng.normal()));
  return map;
}

struct Sums {
  double z = 0;
  std::vector<double> force;
};

Sums plainSums(const std::vector<float>& map) {
  Sums sums;
  sums.force.resize(map.size());
  for (std::size_t i = 0; i < map.size(); i += 2) {
    for (std::size_t j = 0; j < map.size(); j += 2) {
      if (i == j) continue;
      const double dx = static_cast<double>(map[i]) - static_cast<double>(map[j]);
      const double dy = static_cast<double>(map[i + 1]) - static_cast<double>(map[j + 1]);
      const double q = 1 / (1 + dx * dx + dy * dy);
      sums.z += q;
      sums.force[i] += q * q * dx;
      sums.force[i + 1] += q * q * dy;
    }
  }
  return sums;
}

// Root mean square of the difference over that of the truth.
double relativeError(const std::vector<float>& force, const std::vector<double>& truth) {
  double off = 0, all = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    off += std::pow(static_cast<double>(force[i]) - truth[i], 2);
    all += truth[i] * truth[i];
  }
  return std::sqrt(off / all);
}

struct Way {
  const char* name;
  TsneRepulsion kind;
  double theta, tolerance, toleranceZ;
};

class RepulsionTest : public ::testing::TestWithParam<Way> {};

TEST_P(RepulsionTest, AgreesWithAPlainLoopAtEveryScale) {
  const Way way = GetParam();
  Crew crew(2);
  for (const double width : {1e-4, 0.1, 3.0, 30.0}) {
    const std::vector<float> map = cloud(700, width);
    const Sums truth = plainSums(map);
    std::vector<float> force(map.size());
    const double z = makeRepulsion(way.kind, way.theta, 700)->sum(map, force, crew);
    EXPECT_NEAR(z / truth.z, 1, way.toleranceZ) << way.name << " " << width;
    EXPECT_LT(relativeError(force, truth.force), way.tolerance) << way.name << " " << width;
  }
}

TEST_P(RepulsionTest, StaysRightWhileTheMapGrows) {
  const Way way = GetParam();
  Crew crew(1);
  const auto repulsion = makeRepulsion(way.kind, way.theta, 200);
  for (double width = 0.01; width < 100; width *= 1.7) {
    const std::vector<float> map = cloud(200, width);
    const Sums truth = plainSums(map);
    std::vector<float> force(map.size());
    (void)repulsion->sum(map, force, crew);
    EXPECT_LT(relativeError(force, truth.force), way.tolerance) << way.name << " " << width;
  }
}

TEST_P(RepulsionTest, IsTheSameForAnyNumberOfThreads) {
  const Way way = GetParam();
  Crew one(1), three(3);
  const std::vector<float> map = cloud(1500, 20);
  std::vector<float> a(map.size()), b(map.size());
  EXPECT_EQ(makeRepulsion(way.kind, way.theta, 1500)->sum(map, a, one),
            makeRepulsion(way.kind, way.theta, 1500)->sum(map, b, three));
  EXPECT_EQ(a, b);
}

TEST_P(RepulsionTest, PointsInOnePlaceDoNotPush) {
  const Way way = GetParam();
  Crew crew(1);
  const std::vector<float> map(60, 2.5F);
  std::vector<float> force(map.size());
  const double z = makeRepulsion(way.kind, way.theta, 30)->sum(map, force, crew);
  EXPECT_NEAR(z, 30 * 29, 0.5);
  for (const float f : force) EXPECT_NEAR(f, 0, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(Ways, RepulsionTest,
                         ::testing::Values(Way{"exact", TsneRepulsion::exact, 0, 1e-5, 1e-6},
                                           Way{"tree", TsneRepulsion::barnesHut, 0.5, 0.03, 0.01},
                                           Way{"fineTree", TsneRepulsion::barnesHut, 0, 1e-4, 1e-5},
                                           Way{"grid", TsneRepulsion::fft, 0, 0.03, 0.005}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace marcie::project
