#include "core/project/tsne.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/project/affinities.h"
#include "tests/core/project/affinities_of.h"
#include "tests/core/project/points.h"

namespace marcie::project {
namespace {

using testing::affinitiesOf;
using testing::clusteredPoints;
using testing::spreadStart;

TEST(TsneTest, WeightsHaveTheEntropyThatWasAskedFor) {
  Rng rng(1);
  std::vector<float> squared;
  for (int k = 0; k < 90; ++k) squared.push_back(static_cast<float>(50 + 3 * k + rng.uniform()));
  for (const double perplexity : {2.0, 10.0, 30.0, 80.0}) {
    std::vector<float> weights(squared.size());
    conditionalWeights(squared.data(), 90, perplexity, weights.data());
    double sum = 0, entropy = 0;
    for (const float w : weights) {
      sum += static_cast<double>(w);
      if (w > 0) entropy -= static_cast<double>(w) * std::log(static_cast<double>(w));
    }
    EXPECT_NEAR(sum, 1, 1e-5);
    EXPECT_NEAR(std::exp(entropy), perplexity, 0.01 * perplexity);
  }
}

TEST(TsneTest, EquallyFarNeighboursWeighTheSame) {
  const std::vector<float> squared(12, 4.0F);
  std::vector<float> weights(12);
  conditionalWeights(squared.data(), 12, 4, weights.data());
  for (const float w : weights) EXPECT_NEAR(w, 1.0 / 12, 1e-6);
}

TEST(TsneTest, AffinitiesAreSymmetricAndSumToOne) {
  Crew crew(2);
  const SparseRows p = affinitiesOf(clusteredPoints(300, 10, 4), 10, crew);
  double sum = 0;
  for (std::int64_t i = 0; i < p.rows(); ++i) {
    for (std::int64_t e = p.begin[static_cast<std::size_t>(i)]; e < p.begin[static_cast<std::size_t>(i) + 1]; ++e) {
      const auto j = static_cast<std::size_t>(p.columns[static_cast<std::size_t>(e)]);
      sum += static_cast<double>(p.values[static_cast<std::size_t>(e)]);
      bool found = false;
      for (std::int64_t b = p.begin[j]; b < p.begin[j + 1]; ++b) {
        found = found || (p.columns[static_cast<std::size_t>(b)] == i &&
                          p.values[static_cast<std::size_t>(b)] == p.values[static_cast<std::size_t>(e)]);
      }
      ASSERT_TRUE(found) << i << " " << j;
    }
  }
  EXPECT_NEAR(sum, 1, 1e-5);
}

TEST(TsneTest, LowersTheDivergenceAndKeepsTheMapCentred) {
  Crew crew(2);
  TsneOptions options;
  options.exaggerationIterations = 50;
  options.iterations = 150;
  Tsne tsne(affinitiesOf(clusteredPoints(400, 10, 4), 15, crew), spreadStart(400), options, crew);
  const double before = tsne.divergence();
  while (tsne.iteration() < tsne.total()) tsne.step();
  EXPECT_LT(tsne.divergence(), 0.6 * before);
  double mean = 0;
  for (const float v : tsne.map()) mean += static_cast<double>(v) / 800;
  EXPECT_NEAR(mean, 0, 1e-3);
}

}  // namespace
}  // namespace marcie::project
