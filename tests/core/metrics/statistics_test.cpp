#include "core/metrics/statistics.h"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace marcie::metrics {
namespace {

using Values = std::vector<double>;

TEST(StatisticsTest, SummarisesByHand) {
  const Summary s = summarise(Values{1, 2, 3, 4});
  EXPECT_EQ(s.n, 4);
  EXPECT_DOUBLE_EQ(s.mean, 2.5);
  EXPECT_NEAR(s.deviation, std::sqrt(5.0 / 3), 1e-12);
  // t(3 degrees, 95 %) = 3.182446305284263
  EXPECT_NEAR(s.high - s.mean, 3.182446305284263 * std::sqrt(5.0 / 3) / 2, 1e-9);
  EXPECT_NEAR(s.mean - s.low, s.high - s.mean, 1e-12);
}

TEST(StatisticsTest, SaysNotWhatItCannotKnow) {
  const Summary one = summarise(Values{7});
  EXPECT_EQ(one.mean, 7);
  EXPECT_TRUE(std::isnan(one.deviation));
  EXPECT_TRUE(std::isnan(one.low));
  EXPECT_TRUE(std::isnan(summarise({}).mean));
  EXPECT_TRUE(std::isnan(pairedTTest(Values{1})));
  EXPECT_TRUE(std::isnan(pairedTTest(Values{1, 1, 1}))) << "no spread, no test";
  EXPECT_TRUE(std::isnan(wilcoxonSignedRank(Values{0, 0})));
  EXPECT_TRUE(std::isnan(pairedBootstrap({}).p));
}

// Against closed forms: I_x(1, b) = 1 - (1 - x)^b, I_x(a, 1) = x^a, I_x(1/2, 1/2) = 2/π·asin(√x).
TEST(StatisticsTest, IncompleteBeta) {
  for (const double x : {0.001, 0.1, 0.3, 0.5, 0.77, 0.999}) {
    for (const double p : {0.5, 1.0, 2.5, 30.0}) {
      EXPECT_NEAR(incompleteBeta(1, p, x), 1 - std::pow(1 - x, p), 1e-12);
      EXPECT_NEAR(incompleteBeta(p, 1, x), std::pow(x, p), 1e-12);
      EXPECT_NEAR(incompleteBeta(p, 3.5, x) + incompleteBeta(3.5, p, 1 - x), 1, 1e-12);
    }
    EXPECT_NEAR(incompleteBeta(0.5, 0.5, x), 2 / M_PI * std::asin(std::sqrt(x)), 1e-12);
  }
  EXPECT_EQ(incompleteBeta(2, 3, 0), 0);
  EXPECT_EQ(incompleteBeta(2, 3, 1), 1);
}

// Closed forms for one and two degrees of freedom; the last is the normal distribution to four digits.
TEST(StatisticsTest, Student) {
  for (const double t : {0.0, 0.5, 1.0, 3.0, 20.0}) {
    EXPECT_NEAR(studentTwoSided(t, 1), 1 - 2 / M_PI * std::atan(t), 1e-12);
    EXPECT_NEAR(studentTwoSided(-t, 2), 1 - t / std::sqrt(2 + t * t), 1e-12);
  }
  EXPECT_NEAR(studentTwoSided(1.959963985, 1e6), 0.05, 1e-4);
  EXPECT_NEAR(studentQuantile(0.95, 1), 12.706204736174698, 1e-8);
  EXPECT_NEAR(studentQuantile(0.95, 2), 4.302652729749464, 1e-9);
  EXPECT_NEAR(studentQuantile(0.95, 4), 2.7764451051977987, 1e-9);
  EXPECT_NEAR(studentQuantile(0.99, 10), 3.169272672616872, 1e-9);
}

// Mean 2, deviation √2.5, n 5: t = 2 / √0.5 = 2√2 with 4 degrees, where P = 1 - sin θ (1 + cos² θ / 2), tan θ = t / 2.
TEST(StatisticsTest, PairedTTest) {
  const double theta = std::atan(std::sqrt(2.0));
  const double expected = 1 - std::sin(theta) * (1 + std::cos(theta) * std::cos(theta) / 2);
  EXPECT_NEAR(pairedTTest(Values{0, 1, 2, 3, 4}), expected, 1e-12);
  EXPECT_NEAR(pairedTTest(Values{0, -1, -2, -3, -4}), expected, 1e-12) << "two-sided";
}

TEST(StatisticsTest, WilcoxonByCounting) {
  EXPECT_DOUBLE_EQ(wilcoxonSignedRank(Values{1, 2, 3, 4}), 2.0 / 16);
  EXPECT_DOUBLE_EQ(wilcoxonSignedRank(Values{-1, 2, 3, 4}), 4.0 / 16);   // sums 0, 1
  EXPECT_DOUBLE_EQ(wilcoxonSignedRank(Values{1, 2, -3, 4}), 10.0 / 16);  // sums 0, 1, 2, 3 and 3 = 1 + 2
  EXPECT_DOUBLE_EQ(wilcoxonSignedRank(Values{0, 1, 2, 3, 4, 5}), 2.0 / 32) << "zeros are left out";
  EXPECT_DOUBLE_EQ(wilcoxonSignedRank(Values{-1, 1}), 1);
  // Ties: ranks 1.5, 1.5, 3; the sum of the negative ones is 1.5: ways with at most 1.5 are {}, {1.5}, {1.5'}.
  EXPECT_DOUBLE_EQ(wilcoxonSignedRank(Values{-2, 2, 5}), 6.0 / 8);
}

// By enumeration of all signs, with ties and zeros.
TEST(StatisticsTest, WilcoxonAgreesWithEnumeration) {
  Rng rng(3);
  for (int round = 0; round < 40; ++round) {
    Values values;
    for (int i = 0; i < 8; ++i) values.push_back(static_cast<double>(rng.below(7)) - 2);
    Values kept;
    for (const double v : values) {
      if (v != 0) kept.push_back(v);
    }
    if (kept.empty()) continue;
    Values ranks;
    for (const double v : kept) {
      double below = 0;
      double equal = 0;
      for (const double w : kept) {
        below += std::abs(w) < std::abs(v) ? 1 : 0;
        equal += std::abs(w) == std::abs(v) ? 1 : 0;
      }
      ranks.push_back(below + (equal + 1) / 2);
    }
    double total = 0;
    double positive = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      total += ranks[i];
      positive += kept[i] > 0 ? ranks[i] : 0;
    }
    const double extreme = std::min(positive, total - positive);
    int ways = 0;
    for (unsigned signs = 0; signs < (1U << kept.size()); ++signs) {
      double sum = 0;
      for (std::size_t i = 0; i < kept.size(); ++i) sum += (signs >> i & 1U) != 0 ? ranks[i] : 0;
      ways += sum <= extreme ? 1 : 0;
    }
    EXPECT_NEAR(wilcoxonSignedRank(values), std::min(1.0, 2.0 * ways / (1U << kept.size())), 1e-12);
  }
}

std::vector<PairedScores> coin(double a, double b, std::size_t seeds, std::size_t pictures) {
  std::vector<PairedScores> all(seeds);
  Rng rng(8);
  for (auto& one : all) {
    for (std::size_t i = 0; i < pictures; ++i) {
      one.a.push_back(rng.chance(a) ? 1 : 0);
      one.b.push_back(rng.chance(b) ? 1 : 0);
    }
  }
  return all;
}

TEST(StatisticsTest, BootstrapSeesWhatIsThere) {
  const auto far = pairedBootstrap(coin(.8, .6, 4, 400));
  EXPECT_NEAR(far.difference, .2, .04);
  EXPECT_GT(far.low, .12);
  EXPECT_LT(far.high, .28);
  EXPECT_NEAR(far.p, 2.0 / 2001, 1e-12) << "never 0";
  const auto same = pairedBootstrap(coin(.7, .7, 4, 400));
  EXPECT_LT(same.low, 0);
  EXPECT_GT(same.high, 0);
  EXPECT_GT(same.p, .05);
  auto equal = coin(.7, .7, 2, 50);
  for (auto& one : equal) one.b = one.a;
  EXPECT_EQ(pairedBootstrap(equal).p, 1);
}

// With one seed and the pictures drawn alone, the interval is that of a mean: ±1.96·s/√n.
TEST(StatisticsTest, BootstrapHasTheWidthOfTheMean) {
  const auto one = coin(.6, .5, 1, 900);
  Values differences;
  for (std::size_t i = 0; i < 900; ++i) differences.push_back(one[0].a[i] - one[0].b[i]);
  const double expected = 2 * 1.96 * summarise(differences).deviation / 30;
  const auto result = pairedBootstrap(one);
  EXPECT_NEAR((result.high - result.low) / expected, 1, .1);
}

TEST(StatisticsTest, BootstrapIsAFunctionOfItsSeed) {
  const auto scores = coin(.6, .5, 3, 60);
  const auto first = pairedBootstrap(scores, {500, 1, .95});
  EXPECT_EQ(first.low, pairedBootstrap(scores, {500, 1, .95}).low);
  EXPECT_NE(first.low, pairedBootstrap(scores, {500, 2, .95}).low);
  auto unequal = scores;
  unequal[1].a.resize(30);
  EXPECT_THROW((void)pairedBootstrap(unequal), std::invalid_argument);
  unequal[1].b.resize(30);
  EXPECT_FALSE(std::isnan(pairedBootstrap(unequal).p)) << "seeds with other pictures";
}

}  // namespace
}  // namespace marcie::metrics
