#include <cmath>

#include <gtest/gtest.h>

#include "core/project/tsne.h"
#include "tests/core/project/affinities_of.h"
#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

using testing::affinitiesOf;
using testing::clusteredPoints;
using testing::spreadStart;

// The gradient of what divergence() says, by moving each coordinate a little both ways.
class TsneGradientTest : public ::testing::TestWithParam<TsneRepulsion> {};

TEST_P(TsneGradientTest, IsAQuarterOfTheSlopeOfTheDivergence) {
  Crew crew(1);
  constexpr std::int64_t n = 24;
  const SparseRows p = affinitiesOf(clusteredPoints(n, 6, 3), 4, crew);
  TsneOptions options;
  options.exaggerationIterations = 0;
  options.repulsion = GetParam();
  options.theta = 0.2;
  Tsne tsne(p, spreadStart(n), options, crew);
  for (int i = 0; i < 30; ++i) tsne.step();  // away from the start, whose scale is 1e-4
  const std::vector<float> gradient = tsne.gradient();
  const std::vector<float> map = tsne.map();
  // KL = Σ p log p + Σ p log(1 + d²) + log Z, in double and over every pair.
  const auto divergence = [&p](const std::vector<double>& y) {
    double z = 0, kl = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        if (i != j) z += 1 / (1 + std::pow(y[2 * i] - y[2 * j], 2) + std::pow(y[2 * i + 1] - y[2 * j + 1], 2));
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::int64_t e = p.begin[i]; e < p.begin[i + 1]; ++e) {
        const auto j = static_cast<std::size_t>(p.columns[static_cast<std::size_t>(e)]);
        const double value = static_cast<double>(p.values[static_cast<std::size_t>(e)]);
        const double far = 1 + std::pow(y[2 * i] - y[2 * j], 2) + std::pow(y[2 * i + 1] - y[2 * j + 1], 2);
        if (value > 0) kl += value * std::log(value * z * far);
      }
    }
    return kl;
  };
  const std::vector<double> base(map.begin(), map.end());
  EXPECT_NEAR(tsne.divergence(), divergence(base), 1e-3);
  double off = 0, all = 0;
  for (std::size_t k = 0; k < base.size(); ++k) {
    std::vector<double> up = base, down = base;
    up[k] += 1e-5;
    down[k] -= 1e-5;
    const double slope = (divergence(up) - divergence(down)) / 2e-5;
    off += std::pow(4 * static_cast<double>(gradient[k]) - slope, 2);
    all += slope * slope;
  }
  const double tolerance = GetParam() == TsneRepulsion::exact ? 1e-3 : 0.03;
  EXPECT_LT(std::sqrt(off / all), tolerance);
}

INSTANTIATE_TEST_SUITE_P(Ways, TsneGradientTest,
                         ::testing::Values(TsneRepulsion::exact, TsneRepulsion::barnesHut, TsneRepulsion::fft),
                         [](const auto& info) { return std::string(enumKey(info.param)); });

}  // namespace
}  // namespace marcie::project
