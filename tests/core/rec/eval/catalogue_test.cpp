#include "core/rec/eval/catalogue.h"

#include <cmath>

#include <gtest/gtest.h>

namespace marcie::rec {
namespace {

TEST(CatalogueTest, ComputesEveryFigureByHand) {
  // Four items had by 8, 4, 2 and 0 of 16 users; the last is cold.
  CatalogueSums sums({1, 2}, {8, 4, 2, 0}, {0, 0, 0, 1}, 16);
  const std::vector<std::int32_t> first{0, 3};
  const std::vector<std::int32_t> second{0, 1};
  const std::vector<std::int32_t> known{1, 2};  // 3 users each on average
  sums.add(first, known);
  sums.add(second, {});
  const auto reports = sums.report();
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[0].k, 1);
  EXPECT_DOUBLE_EQ(reports[0].coverage, 0.25);
  EXPECT_DOUBLE_EQ(reports[0].novelty, 1);  // -log2(8 / 16)
  EXPECT_DOUBLE_EQ(reports[0].coldExposure, 0);
  EXPECT_DOUBLE_EQ(reports[0].gini, 0.75);  // one of four items takes everything
  EXPECT_DOUBLE_EQ(reports[1].coverage, 0.75);
  // 1 (item 0) + 4 (item 3, as one of 16 users) + 1 + 2 (item 1), over four places.
  EXPECT_DOUBLE_EQ(reports[1].novelty, 2);
  EXPECT_DOUBLE_EQ(reports[1].popularity, (8 + 0 + 8 + 4) / 4.0);
  EXPECT_DOUBLE_EQ(reports[1].popularityLift, 4.0 / 3);  // the second user had nothing before
  EXPECT_DOUBLE_EQ(reports[1].coldExposure, 0.25);
}

TEST(CatalogueTest, IsNotANumberWithoutLists) {
  const CatalogueSums sums({5}, {1, 1}, {0, 0}, 2);
  const auto reports = sums.report();
  EXPECT_TRUE(std::isnan(reports[0].coverage));
  EXPECT_TRUE(std::isnan(reports[0].novelty));
  EXPECT_TRUE(std::isnan(reports[0].popularityLift));
  EXPECT_TRUE(std::isnan(reports[0].gini));
}

}  // namespace
}  // namespace marcie::rec
