#include "core/rec/eval/rank_judge.h"

#include <cmath>

#include <gtest/gtest.h>

namespace marcie::rec {
namespace {

RankingOptions optionsFor(std::vector<int> ks, NdcgVariant variant = NdcgVariant::standard) {
  RankingOptions options;
  options.ks = std::move(ks);
  options.ndcg = variant;
  return options;
}

// Five candidates in the order n, P, n, P, n with scores 5, 4, 3, 2, 1.
std::vector<Standing> secondAndFourth() {
  return {{4, 1, 0, 2}, {2, 3, 0, 4}};
}

TEST(RankJudgeTest, ComputesEveryFigureOfAListByHand) {
  auto standings = secondAndFourth();
  const UserScores user = judge(standings, 5, optionsFor({1, 2, 5}));
  ASSERT_TRUE(user.judged);
  EXPECT_EQ(user.positives, 2);
  EXPECT_DOUBLE_EQ(user.mrr, 0.5);
  EXPECT_DOUBLE_EQ(user.map, (1.0 / 2 + 2.0 / 4) / 2);
  // Three negatives: the first positive beats two of them, the second one.
  EXPECT_DOUBLE_EQ(user.auc, (2.0 / 3 + 1.0 / 3) / 2);
  EXPECT_EQ(user.at[0].recall, 0);
  EXPECT_EQ(user.at[0].f1, 0);
  EXPECT_EQ(user.at[0].ndcg, 0);
  EXPECT_EQ(user.at[0].hitRate, 0);
  EXPECT_DOUBLE_EQ(user.at[1].precision, 0.5);
  EXPECT_DOUBLE_EQ(user.at[1].recall, 0.5);
  EXPECT_DOUBLE_EQ(user.at[1].f1, 0.5);
  EXPECT_DOUBLE_EQ(user.at[1].hitRate, 1);
  const double third = 1 / std::log2(3.0);
  const double fifth = 1 / std::log2(5.0);
  EXPECT_NEAR(user.at[1].ndcg, third / (1 + third), 1e-12);
  EXPECT_DOUBLE_EQ(user.at[2].precision, 0.4);
  EXPECT_DOUBLE_EQ(user.at[2].recall, 1);
  EXPECT_NEAR(user.at[2].f1, 2 * 0.4 / 1.4, 1e-12);
  EXPECT_NEAR(user.at[2].ndcg, (third + fifth) / (1 + third), 1e-12);
}

TEST(RankJudgeTest, TheLineagesNdcgForgivesWhatIsMissed) {
  auto standings = secondAndFourth();
  const UserScores user = judge(standings, 5, optionsFor({2, 5}, NdcgVariant::lineage));
  // Within two places one hit at place 2: 1 / log2(2) over the best place of one hit, 1.
  EXPECT_DOUBLE_EQ(user.at[0].ndcg, 1);
  // Places 2 and 4: 1 + 1 / log2(4), over 1 + 1 / log2(2).
  EXPECT_DOUBLE_EQ(user.at[1].ndcg, 1.5 / 2);
}

TEST(RankJudgeTest, TiesAreHalfOrLost) {
  // Two positives and three negatives, all with one score.
  std::vector<Standing> standings{{1, 0, 4, 1}, {1, 0, 4, 2}};
  EXPECT_DOUBLE_EQ(judge(standings, 5, optionsFor({1})).auc, 0.5);
  auto losing = optionsFor({1});
  losing.tiesLose = true;
  EXPECT_DOUBLE_EQ(judge(standings, 5, losing).auc, 0);
  // One positive above everything, one tied with one of two negatives: (2/2 + 1.5/2) / 2.
  std::vector<Standing> mixed{{9, 0, 0, 1}, {1, 1, 1, 2}};
  EXPECT_DOUBLE_EQ(judge(mixed, 4, optionsFor({1})).auc, 0.875);
}

TEST(RankJudgeTest, HasNoAucWhereEverythingIsPositive) {
  std::vector<Standing> standings{{2, 0, 0, 1}, {1, 1, 0, 2}};
  const UserScores user = judge(standings, 2, optionsFor({2}));
  EXPECT_TRUE(std::isnan(user.auc));
  EXPECT_DOUBLE_EQ(user.at[0].ndcg, 1);
  EXPECT_DOUBLE_EQ(user.map, 1);
  std::vector<Standing> none;
  EXPECT_FALSE(judge(none, 3, optionsFor({2})).judged);
}

TEST(RankJudgeTest, MeansAreOverUsersThatWereJudged) {
  const auto options = optionsFor({1});
  ScoreSums sums(options);
  EXPECT_TRUE(std::isnan(sums.means().auc));
  EXPECT_TRUE(std::isnan(sums.means().at[0].recall));
  std::vector<Standing> first{{2, 0, 0, 1}};
  std::vector<Standing> second{{2, 2, 0, 3}};
  std::vector<Standing> whole{{2, 0, 0, 1}};
  std::vector<Standing> none;
  sums.add(judge(first, 3, options));
  sums.add(judge(second, 3, options));
  sums.add(judge(none, 3, options));
  sums.add(judge(whole, 1, options));  // no negative: counts for everything but AUC
  const RankingScores means = sums.means();
  EXPECT_EQ(means.users, 3);
  EXPECT_EQ(means.positives, 3);
  EXPECT_DOUBLE_EQ(means.auc, 0.5);
  EXPECT_DOUBLE_EQ(means.at[0].recall, 2.0 / 3);
  EXPECT_DOUBLE_EQ(means.mrr, (1 + 1.0 / 3 + 1) / 3);
}

}  // namespace
}  // namespace marcie::rec
