#include "core/project/crew.h"

#include <atomic>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace marcie::project {
namespace {

TEST(CrewTest, RunsEveryTaskOnceInEveryRound) {
  Crew crew(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::atomic<int>> ran(17);
    crew.run(17, [&](std::int64_t i) { ++ran[static_cast<std::size_t>(i)]; });
    for (const auto& count : ran) ASSERT_EQ(count, 1);
  }
}

TEST(CrewTest, PiecesCoverTheItemsAndKeepTheirNumbers) {
  Crew crew(2);
  std::vector<int> piece(1003, -1);
  crew.pieces(1003, 100, StopToken(), [&](std::int64_t begin, std::int64_t end, std::int64_t number) {
    for (std::int64_t i = begin; i < end; ++i) piece[static_cast<std::size_t>(i)] = static_cast<int>(number);
  });
  for (std::size_t i = 0; i < piece.size(); ++i) ASSERT_EQ(piece[i], static_cast<int>(i / 100));
}

TEST(CrewTest, LeavesTasksOutWhenStopped) {
  for (const int threads : {1, 2}) {
    Crew crew(threads);
    StopToken stop;
    std::atomic<int> ran{0};
    EXPECT_FALSE(crew.run(1000, stop, [&](std::int64_t) {
      ++ran;
      stop.requestStop();
    }));
    EXPECT_LE(ran, threads);
  }
}

TEST(CrewTest, RethrowsWhatATaskThrewAndGoesOnWorking) {
  Crew crew(2);
  EXPECT_THROW(crew.run(100,
                        [](std::int64_t i) {
                          if (i == 50) throw std::runtime_error("no");
                        }),
               std::runtime_error);
  std::atomic<int> ran{0};
  crew.run(100, [&](std::int64_t) { ++ran; });
  EXPECT_EQ(ran, 100);
}

}  // namespace
}  // namespace marcie::project
