#include "core/engine/lane_worker.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

namespace marcie::engine {
namespace {

// Lets the test decide when the running job ends.
class LaneWorkerTest : public ::testing::Test {
 protected:
  Handler plain{"plain", Lane::quick, false, nullptr};
  Handler latest{"latest", Lane::quick, true, nullptr};
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::int64_t> ran, rejected;
  bool open = false;
  LaneWorker worker{[this](Job& job) {
                      std::unique_lock lock(mutex);
                      ran.push_back(job.id);
                      changed.notify_all();
                      // A request to stop notifies nobody: look again now and then.
                      while (!open && !job.stop.stopRequested()) changed.wait_for(lock, std::chrono::milliseconds(2));
                    },
                    [this](const Job& job) {
                      const std::lock_guard lock(mutex);
                      rejected.push_back(job.id);
                      changed.notify_all();
                    }};

  void TearDown() override { openGate(); }
  void waitForStart(std::int64_t id) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !ran.empty() && ran.back() == id; });
  }
  void openGate() {
    const std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }
};

TEST_F(LaneWorkerTest, RunsInOrder) {
  openGate();
  for (int i = 1; i <= 5; ++i) worker.push({i, &plain, {}, {}});
  waitForStart(5);
  EXPECT_EQ(ran, (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
}

TEST_F(LaneWorkerTest, LatestWinsDropsWaitingOnesOfItsMethodOnly) {
  worker.push({1, &plain, {}, {}});
  waitForStart(1);
  worker.push({2, &latest, {}, {}});
  worker.push({3, &plain, {}, {}});
  worker.push({4, &latest, {}, {}});
  EXPECT_EQ(rejected, (std::vector<std::int64_t>{2}));
  openGate();
  waitForStart(4);
  EXPECT_EQ(ran, (std::vector<std::int64_t>{1, 3, 4}));
}

TEST_F(LaneWorkerTest, LatestWinsTellsAskersApart) {
  worker.push({1, &plain, {}, {}});
  waitForStart(1);
  worker.push({2, &latest, {}, {}, 7});
  worker.push({3, &latest, {}, {}, 8});
  worker.push({4, &latest, {}, {}, 7});
  EXPECT_EQ(rejected, (std::vector<std::int64_t>{2}));
  openGate();
  waitForStart(4);
  EXPECT_EQ(ran, (std::vector<std::int64_t>{1, 3, 4}));
}

TEST_F(LaneWorkerTest, CancelRejectsWaitingAndStopsRunning) {
  worker.push({1, &plain, {}, {}});
  waitForStart(1);
  worker.push({2, &plain, {}, {}});
  worker.push({3, &plain, {}, {}});
  EXPECT_TRUE(worker.cancel(2));
  EXPECT_EQ(rejected, (std::vector<std::int64_t>{2}));
  StopToken unrelated;
  EXPECT_FALSE(worker.cancel(9));
  openGate();
  waitForStart(3);
  EXPECT_EQ(ran, (std::vector<std::int64_t>{1, 3}));
}

TEST_F(LaneWorkerTest, CloseStopsTheRunningJobAndForgetsTheRest) {
  StopToken stop;
  worker.push({1, &plain, {}, stop});
  waitForStart(1);
  worker.push({2, &plain, {}, {}});
  {
    const std::lock_guard lock(mutex);
    stop.requestStop();  // as close() will; the gate is still shut
    changed.notify_all();
  }
  worker.close();
  EXPECT_TRUE(stop.stopRequested());
  EXPECT_LE(ran.size(), 2U);
  EXPECT_TRUE(rejected.empty());
}

}  // namespace
}  // namespace marcie::engine
