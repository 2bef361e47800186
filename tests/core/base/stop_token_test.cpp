#include "core/base/stop_token.h"

#include <chrono>
#include <future>

#include <gtest/gtest.h>

namespace marcie {
namespace {

using namespace std::chrono_literals;
constexpr auto kSoon = 10s;      // an upper bound that a healthy run never comes near
constexpr auto kAMoment = 50ms;  // long enough to see that a thread does not go on

TEST(StopTokenTest, CopiesShareOneState) {
  StopToken asks;
  const StopToken works = asks;
  EXPECT_FALSE(works.stopRequested());
  asks.requestStop();
  EXPECT_TRUE(works.stopRequested());
  EXPECT_FALSE(StopToken().stopRequested());
}

TEST(StopTokenTest, DoesNotWaitUnlessPaused) {
  const StopToken token;
  auto worker = std::async(std::launch::async, [&] { token.waitWhilePaused(); });
  ASSERT_EQ(worker.wait_for(kSoon), std::future_status::ready);
}

TEST(StopTokenTest, PauseHoldsUntilItIsLifted) {
  StopToken token;
  token.setPaused(true);
  EXPECT_TRUE(token.isPaused());
  auto worker = std::async(std::launch::async, [&] { token.waitWhilePaused(); });
  EXPECT_EQ(worker.wait_for(kAMoment), std::future_status::timeout);
  token.setPaused(false);
  EXPECT_EQ(worker.wait_for(kSoon), std::future_status::ready);
  EXPECT_FALSE(token.stopRequested());
}

TEST(StopTokenTest, StopEndsAPause) {
  StopToken token;
  token.setPaused(true);
  auto worker = std::async(std::launch::async, [&] { token.waitWhilePaused(); });
  EXPECT_EQ(worker.wait_for(kAMoment), std::future_status::timeout);
  token.requestStop();
  EXPECT_EQ(worker.wait_for(kSoon), std::future_status::ready);
}

}  // namespace
}  // namespace marcie
