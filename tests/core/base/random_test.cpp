#include "core/base/random.h"

#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace marcie {
namespace {

constexpr int kDraws = 200000;

// Published first outputs of SplitMix64: runs of an older version must stay reproducible.
TEST(RandomTest, FirstNumbersAreThoseOfSplitMix64) {
  Rng zero(0);
  EXPECT_EQ(zero.next(), 0xE220A8397B1DCDAFULL);
  EXPECT_EQ(zero.next(), 0x6E789E6AA1B965F4ULL);
  EXPECT_EQ(zero.next(), 0x06C45D188009454FULL);
  Rng other(1234567);
  EXPECT_EQ(other.next(), 6457827717110365317ULL);
  EXPECT_EQ(other.next(), 3203168211198807973ULL);
  EXPECT_EQ(other.next(), 9817491932198370423ULL);
}

TEST(RandomTest, DerivedSeedsDependOnEveryCounterAndItsPlace) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    seeds.insert(deriveSeed(seed));
    for (int a = 0; a < 20; ++a) {
      for (int b = 0; b < 20; ++b) seeds.insert(deriveSeed(seed, a, b));
    }
  }
  EXPECT_EQ(seeds.size(), 4U * 401U);
  EXPECT_NE(deriveSeed(1, 2, 3), deriveSeed(1, 3, 2));
  EXPECT_EQ(deriveSeed(1, 2, 3), deriveSeed(1, 2, 3));
}

TEST(RandomTest, UniformHasItsMoments) {
  Rng rng(3);
  double sum = 0, squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = rng.uniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.005);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3.0, 0.005);
  const double scaled = Rng(3).uniform(-2.0, 6.0);
  EXPECT_DOUBLE_EQ(scaled, -2.0 + 8.0 * Rng(3).uniform());
}

TEST(RandomTest, BelowIsEvenAndInRange) {
  Rng rng(5);
  std::array<int, 7> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(rng.below(7));
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 7.0, 800);  // about 5 standard deviations
  EXPECT_EQ(rng.below(1), 0U);
}

TEST(RandomTest, NormalHasItsMoments) {
  Rng rng(7);
  std::array<double, 5> powers{};
  for (int i = 0; i < kDraws; ++i) {
    const double value = rng.normal();
    double power = 1;
    for (auto& sum : powers) sum += (power *= value);
  }
  EXPECT_NEAR(powers[0] / kDraws, 0.0, 0.01);
  EXPECT_NEAR(powers[1] / kDraws, 1.0, 0.02);
  EXPECT_NEAR(powers[2] / kDraws, 0.0, 0.05);
  EXPECT_NEAR(powers[3] / kDraws, 3.0, 0.1);
}

TEST(RandomTest, PoissonHasMeanAndVariance) {
  Rng rng(11);
  for (const double mean : {0.3, 2.0, 6.5}) {
    double sum = 0, squares = 0;
    for (int i = 0; i < kDraws; ++i) {
      const int value = rng.poisson(mean);
      ASSERT_GE(value, 0);
      sum += value;
      squares += static_cast<double>(value) * value;
    }
    const double average = sum / kDraws;
    EXPECT_NEAR(average, mean, 0.03);
    EXPECT_NEAR(squares / kDraws - average * average, mean, 0.1);
  }
  EXPECT_EQ(rng.poisson(0), 0);
}

TEST(RandomTest, ChanceIsItsProbability) {
  Rng rng(13);
  int hits = 0;
  for (int i = 0; i < kDraws; ++i) hits += rng.chance(0.2) ? 1 : 0;
  EXPECT_NEAR(hits, 0.2 * kDraws, 1000);
  EXPECT_FALSE(rng.chance(0));
  EXPECT_TRUE(rng.chance(1));
}

TEST(RandomTest, ShuffleReachesEveryOrderEvenly) {
  Rng rng(17);
  std::map<std::vector<int>, int> orders;
  constexpr int kRounds = 24000;
  for (int i = 0; i < kRounds; ++i) {
    std::vector<int> values{0, 1, 2, 3};
    rng.shuffle(std::span<int>(values));
    ++orders[values];
  }
  ASSERT_EQ(orders.size(), 24U);
  for (const auto& [order, count] : orders) EXPECT_NEAR(count, kRounds / 24, 180);
  std::vector<int> empty;
  rng.shuffle(std::span<int>(empty));
}

TEST(RandomTest, ShuffleOfASeedIsFixed) {
  const auto order = [](std::uint64_t seed) {
    std::vector<int> values(8);
    std::iota(values.begin(), values.end(), 0);
    Rng rng(seed);
    rng.shuffle(std::span<int>(values));
    return values;
  };
  EXPECT_EQ(order(1), order(1));
  EXPECT_NE(order(1), order(2));
}

}  // namespace
}  // namespace marcie
