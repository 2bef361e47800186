#include "core/rec/eval/compare.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace marcie::rec {
namespace {

std::vector<UserRow> rows(std::uint64_t seed, int users, double shift) {
  std::vector<UserRow> list;
  for (int u = 0; u < users; ++u) {
    Rng own(deriveSeed(11, u));
    Rng noise(deriveSeed(seed, u));
    const double level = own.uniform();
    list.push_back({u, 3, level + 0.05 * noise.normal() + shift, level, level, level});
  }
  return list;
}

TEST(CompareTest, SeesAPairedDifferenceThatTheSpreadOfUsersHides) {
  const std::vector<std::vector<UserRow>> first{rows(1, 100, 0), rows(2, 100, 0)};
  const std::vector<std::vector<UserRow>> second{rows(3, 100, 0.04), rows(4, 100, 0.04)};
  const UserComparison result = compareUsers(first, second, UserFigure::auc);
  EXPECT_EQ(result.users, 100);
  EXPECT_NEAR(result.difference, 0.04, 0.015);
  EXPECT_NEAR(result.difference, result.second - result.first, 1e-12);
  EXPECT_LT(result.low, result.difference);
  EXPECT_GT(result.high, result.difference);
  EXPECT_GT(result.low, 0);
  EXPECT_LT(result.tTest, 1e-4);
  EXPECT_LT(result.wilcoxon, 1e-4);
  EXPECT_LT(result.bootstrap, 0.01);
  EXPECT_GT(result.better, 0.6);
  EXPECT_LE(result.better + result.worse, 1);
}

TEST(CompareTest, SeesNothingWhereThereIsNothing) {
  const std::vector<std::vector<UserRow>> first{rows(1, 80, 0)};
  const std::vector<std::vector<UserRow>> second{rows(2, 80, 0)};
  const UserComparison result = compareUsers(first, second, UserFigure::auc);
  EXPECT_LT(result.low, 0);
  EXPECT_GT(result.high, 0);
  EXPECT_GT(result.tTest, 0.05);
  // The same lists: no test can say anything.
  const UserComparison same = compareUsers(first, first, UserFigure::ndcg);
  EXPECT_EQ(same.difference, 0);
  EXPECT_TRUE(std::isnan(same.tTest));
  EXPECT_EQ(same.better, 0);
}

TEST(CompareTest, LeavesUsersOutThatOneOfTheTwoDoesNotHave) {
  std::vector<std::vector<UserRow>> first{rows(1, 10, 0)};
  std::vector<std::vector<UserRow>> second{rows(2, 10, 0)};
  first[0].erase(first[0].begin());
  second[0].back().auc = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(compareUsers(first, second, UserFigure::auc).users, 8);
  const UserComparison none = compareUsers({}, {}, UserFigure::auc);
  EXPECT_EQ(none.users, 0);
  EXPECT_TRUE(std::isnan(none.difference));
}

}  // namespace
}  // namespace marcie::rec
