#include "core/data/parallel.h"

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace marcie::data {
namespace {

TEST(ParallelTest, DoesEachPieceOnce) {
  for (const int threads : {0, 1, 3, 16}) {
    std::vector<std::atomic<int>> done(500);
    std::int64_t told = -1;
    EXPECT_TRUE(parallelFor(
        500, threads, {},
        [&](std::int64_t count, std::int64_t total) {
          EXPECT_EQ(total, 500);
          EXPECT_GE(count, told);
          told = count;
        },
        [&](std::int64_t i) { ++done[static_cast<std::size_t>(i)]; }));
    for (const auto& count : done) ASSERT_EQ(count, 1);
    EXPECT_EQ(told, 500);
  }
}

TEST(ParallelTest, NothingToDoIsDone) {
  EXPECT_TRUE(parallelFor(0, 2, {}, {}, [](std::int64_t) { FAIL(); }));
}

TEST(ParallelTest, StopsBetweenPieces) {
  StopToken stop;
  std::atomic<int> done{0};
  EXPECT_FALSE(parallelFor(10000, 2, stop, {}, [&](std::int64_t) {
    if (++done == 5) stop.requestStop();
  }));
  EXPECT_LT(done, 20);
}

TEST(ParallelTest, PassesOnTheFirstException) {
  EXPECT_THROW(parallelFor(100, 2, {}, {},
                           [](std::int64_t i) {
                             if (i == 7) throw std::runtime_error("seven");
                           }),
               std::runtime_error);
}

}  // namespace
}  // namespace marcie::data
