#include "core/rec/eval/rank_kernels.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace marcie::rec {
namespace {

// Few different values, so that ties are frequent.
std::vector<float> someScores(std::int64_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> scores(static_cast<std::size_t>(n));
  for (float& score : scores) score = static_cast<float>(rng.below(50)) - 25;
  return scores;
}

TEST(RankKernelsTest, CountsLikeAPlainLoop) {
  for (const std::int64_t n : {0, 1, 7, 8, 9, 63, 64, 65, 4095, 4096, 10000}) {
    const auto scores = someScores(n, static_cast<std::uint64_t>(n) + 1);
    for (const int count : {1, 3, 4, 5, 13}) {
      const auto thresholds = someScores(count, 99);
      std::vector<std::int64_t> above(static_cast<std::size_t>(count), 0);
      std::vector<std::int64_t> equal(static_cast<std::size_t>(count), 0);
      countAbove(scores.data(), n, thresholds.data(), count, above.data(), equal.data());
      for (std::size_t j = 0; j < thresholds.size(); ++j) {
        EXPECT_EQ(above[j], std::count_if(scores.begin(), scores.end(), [&](float x) { return x > thresholds[j]; }))
            << n;
        EXPECT_EQ(equal[j], std::count(scores.begin(), scores.end(), thresholds[j])) << n;
      }
    }
  }
}

TEST(RankKernelsTest, FindsTheBestAsASortDoes) {
  for (const std::int64_t n : {0, 1, 5, 64, 100, 1000, 5000}) {
    const auto scores = someScores(n, static_cast<std::uint64_t>(n) + 7);
    for (const int count : {1, 10, 64, 200}) {
      std::vector<std::pair<float, std::int32_t>> sorted;
      for (std::size_t i = 0; i < scores.size(); ++i) sorted.emplace_back(scores[i], static_cast<std::int32_t>(i));
      std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
      });
      sorted.resize(std::min(sorted.size(), static_cast<std::size_t>(count)));
      BestOfRow best(count);
      EXPECT_EQ(best.find(scores.data(), n), sorted) << n << ", " << count;
      EXPECT_EQ(best.find(scores.data(), n), sorted) << "again";
    }
  }
}

TEST(RankKernelsTest, HiddenScoresAreNeverFound) {
  const float hidden = -std::numeric_limits<float>::infinity();
  std::vector<float> scores(100, hidden);
  scores[70] = -3;
  BestOfRow best(5);
  const auto found = best.find(scores.data(), 100);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].second, 70);
}

TEST(RankKernelsTest, SeesScoresThatAreNoNumbers) {
  for (const std::size_t place : {0U, 7U, 8U, 96U}) {
    std::vector<float> scores(97, 1.0F);
    EXPECT_TRUE(allUsable(scores.data(), 97));
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()}) {
      scores[place] = bad;
      EXPECT_FALSE(allUsable(scores.data(), 97)) << place;
    }
  }
}

}  // namespace
}  // namespace marcie::rec
