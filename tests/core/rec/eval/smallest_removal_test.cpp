#include "core/rec/eval/smallest_removal.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace marcie::rec {
namespace {

// An item that stands by the sum of what its candidates give, against others of 10, 8, 6, 4 and 2 points.
PlaceWithout sumOf(std::vector<double> gives, std::int64_t count) {
  return [gives = std::move(gives), count](std::span<const std::size_t> gone) {
    double score = 0;
    for (std::size_t k = 0; k < gives.size(); ++k) {
      score += std::find(gone.begin(), gone.end(), k) == gone.end() ? gives[k] : 0;
    }
    const double others[] = {10, 8, 6, 4, 2};
    std::int64_t place = 1;
    for (const double other : others) place += other > score ? 1 : 0;
    return PlaceInList{place, score - others[count - 1]};
  };
}

TEST(SmallestRemovalTest, OneThatDropsItIsTheAnswerAndTheOneThatThrowsItFurthestComesFirst) {
  // 9 points: second place. Without candidate 1 it has 4.5 (place 4), without candidate 2 it has 5.5 (place 4 of > 5.5:
  // 10, 8, 6), without 0 or 3 it stays.
  const auto found = smallestRemoval(4, 3, 5, sumOf({0.4, 4.5, 3.5, 0.6}, 3));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->wasIn);
  EXPECT_TRUE(found->drops);
  EXPECT_EQ(found->removed, std::vector<std::size_t>{1});
  EXPECT_EQ(found->placeBefore, 2);
  EXPECT_EQ(found->placeAfter, 4);
  EXPECT_EQ(found->placeAlone, (std::vector<std::int64_t>{2, 4, 4, 2}));
}

TEST(SmallestRemovalTest, TogetherWhenNoneAloneSuffices) {
  // 9 points; two of the threes leave 3: place 5.
  const auto found = smallestRemoval(4, 3, 3, sumOf({0, 3, 3, 3}, 3));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->drops);
  EXPECT_EQ(found->removed.size(), 2U);
  EXPECT_EQ(found->placeAfter, 5);
}

TEST(SmallestRemovalTest, WhatIsNotNeededIsPutBack) {
  // Alone, candidate 0 loses most; but 1 and 2 only count together, and then suffice.
  const PlaceWithout place = [](std::span<const std::size_t> gone) {
    const auto has = [&](std::size_t k) { return std::find(gone.begin(), gone.end(), k) != gone.end(); };
    if (has(1) && has(2)) return PlaceInList{9, -1};
    return PlaceInList{has(0) ? 3 : 2, has(0) ? 0.1 : has(1) || has(2) ? 0.4 : 0.5};
  };
  const auto found = smallestRemoval(3, 3, 3, place);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->drops);
  EXPECT_EQ(found->removed, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(found->placeAfter, 9);
}

TEST(SmallestRemovalTest, SaysWhenNothingUpToSoManyDropsIt) {
  const auto found = smallestRemoval(5, 3, 2, sumOf({2, 2, 2, 2, 2}, 3));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->wasIn);
  EXPECT_FALSE(found->drops);
  EXPECT_EQ(found->removed.size(), 2U);
  EXPECT_EQ(found->placeAfter, 3);
  // What does not carry the item is not taken at all.
  const auto idle = smallestRemoval(2, 5, 2, sumOf({0, 0, 7}, 5));
  ASSERT_TRUE(idle);
  EXPECT_FALSE(idle->drops);
  EXPECT_TRUE(idle->removed.empty());
}

TEST(SmallestRemovalTest, AnItemThatIsNotInTheListCannotDropOut) {
  const auto found = smallestRemoval(2, 3, 2, sumOf({1, 2}, 3));
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->wasIn);
  EXPECT_FALSE(found->drops);
  EXPECT_TRUE(found->placeAlone.empty());
  const auto none = smallestRemoval(0, 3, 2, sumOf({9}, 3));
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->wasIn);
  EXPECT_FALSE(none->drops);
}

TEST(SmallestRemovalTest, StopsAndTellsHowFarItIs) {
  StopToken stop;
  std::int64_t seen = 0;
  const auto progress = [&](std::int64_t done, std::int64_t total) {
    EXPECT_LE(done, total);
    seen = done;
    if (done == 3) stop.requestStop();
  };
  const auto stopped = smallestRemoval(50, 3, 2, sumOf(std::vector<double>(50, 0.2), 3), progress, stop);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
  EXPECT_EQ(seen, 3);
}

}  // namespace
}  // namespace marcie::rec
