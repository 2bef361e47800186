#include "core/rec/eval/popularity_recall.h"

#include <cmath>

#include <gtest/gtest.h>

namespace marcie::rec {
namespace {

TEST(PopularityRecallTest, GroupsOfEquallyManyItemsAndTheColdApart) {
  // Items 0 and 1 nobody had; the others 1, 1, 5, 6, 20 and 30 users: three groups of two.
  const PopularityRecallSums sums({0, 0, 1, 1, 5, 6, 20, 30}, 3);
  const auto& groups = sums.report();
  ASSERT_EQ(groups.size(), 4U);
  const std::int64_t expected[4][3] = {{0, 0, 2}, {1, 1, 2}, {5, 6, 2}, {20, 30, 2}};
  for (std::size_t g = 0; g < 4; ++g) {
    EXPECT_EQ(groups[g].fromUsers, expected[g][0]);
    EXPECT_EQ(groups[g].toUsers, expected[g][1]);
    EXPECT_EQ(groups[g].items, expected[g][2]);
  }
}

TEST(PopularityRecallTest, EquallyPopularItemsStayTogether) {
  const PopularityRecallSums sums({2, 2, 2, 2, 2, 9}, 3);
  ASSERT_EQ(sums.report().size(), 2U);
  EXPECT_EQ(sums.report()[0].items, 5);
  EXPECT_EQ(sums.report()[1].fromUsers, 9);
}

TEST(PopularityRecallTest, HitsAreCountedWhereTheItemBelongs) {
  PopularityRecallSums sums({0, 3, 3, 40, 50}, 2);
  const std::int32_t list[] = {4, 3, 1, 0};
  const std::int32_t positives[] = {0, 1, 4};
  sums.add(list, 3, positives);  // 4 and 1 are among the first three, 0 is not
  const std::int32_t others[] = {2, 3};
  sums.add(list, 1, others);
  const auto& groups = sums.report();
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].positives, 1);
  EXPECT_EQ(groups[0].hits, 0);
  EXPECT_EQ(groups[1].positives, 2);
  EXPECT_EQ(groups[1].hits, 1);
  EXPECT_EQ(groups[2].positives, 2);
  EXPECT_EQ(groups[2].hits, 1);
  EXPECT_DOUBLE_EQ(groups[1].recall(), 0.5);
  EXPECT_DOUBLE_EQ(sums.popularityOf(list, 3), 31);  // 50, 40 and 3
  EXPECT_TRUE(std::isnan(sums.popularityOf({}, 3)));
  EXPECT_TRUE(std::isnan(PopularityRecall{}.recall()));
}

}  // namespace
}  // namespace marcie::rec
