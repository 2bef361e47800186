#include <gtest/gtest.h>

#include "core/api/run_folder.h"
#include "tests/support/temp_folder.h"

namespace marcie {
namespace {

using marcie::testing::appendText;
using marcie::testing::TempFolder;
using marcie::testing::writeText;

class EventTailTest : public ::testing::Test {
 protected:
  EventTailTest() : run_(RunFolder::create(parent_ / "run", RunSpec{}).value()) { setSession(1); }

  void setSession(std::int64_t session) const {
    RunStatus status;
    status.state = RunState::running;
    status.session = session;
    writeText(run_.statusFile(), dumpJson(toJson(status)));
  }
  static std::string line(std::int64_t step) {
    return dumpJson(runEventToJson({step, 1, 1, EpochEnd{{{"loss", 1}}}})) + "\n";
  }
  static std::vector<std::int64_t> steps(const EventTail::Batch& batch) {
    std::vector<std::int64_t> numbers;
    for (const auto& event : batch.events) numbers.push_back(event.step);
    return numbers;
  }

  TempFolder parent_;
  RunFolder run_;
};

using Steps = std::vector<std::int64_t>;

TEST_F(EventTailTest, NothingYetIsNoError) {
  EventTail tail(run_);
  const auto batch = tail.poll();
  EXPECT_TRUE(batch.events.empty());
  EXPECT_FALSE(batch.restarted);
  appendText(run_.eventsFile(), line(1));
  EXPECT_EQ(steps(tail.poll()), Steps{1});
}

TEST_F(EventTailTest, EachEventComesOnce) {
  EventTail tail(run_);
  appendText(run_.eventsFile(), line(1) + line(2));
  EXPECT_EQ(steps(tail.poll()), (Steps{1, 2}));
  EXPECT_TRUE(tail.poll().events.empty());
  appendText(run_.eventsFile(), line(3));
  EXPECT_EQ(steps(tail.poll()), Steps{3});
}

TEST_F(EventTailTest, ALineIsTakenWhenItIsComplete) {
  EventTail tail(run_);
  const std::string text = line(1) + line(2);
  for (std::size_t cut = line(1).size(); cut < text.size(); ++cut) {
    writeText(run_.eventsFile(), text.substr(0, cut));
    EventTail fresh(run_);
    ASSERT_EQ(steps(fresh.poll()), Steps{1}) << "cut at " << cut;
    appendText(run_.eventsFile(), text.substr(cut));
    ASSERT_EQ(steps(fresh.poll()), Steps{2}) << "cut at " << cut;
  }
}

TEST_F(EventTailTest, TheLimitIsKeptAndNothingIsLost) {
  std::string text;
  for (int i = 1; i <= 7; ++i) text += line(i);
  writeText(run_.eventsFile(), text);
  EventTail tail(run_);
  EXPECT_EQ(steps(tail.poll(3)), (Steps{1, 2, 3}));
  EXPECT_EQ(steps(tail.poll(3)), (Steps{4, 5, 6}));
  EXPECT_EQ(steps(tail.poll(3)), Steps{7});
}

TEST_F(EventTailTest, DamagedLinesAreCountedAndLeftOut) {
  writeText(run_.eventsFile(), line(1) + "{\"type\":\n" + "\n" + "{\"type\":\"party\"}\n" + line(2));
  EventTail tail(run_);
  const auto batch = tail.poll();
  EXPECT_EQ(steps(batch), (Steps{1, 2}));
  EXPECT_EQ(batch.damagedLines, 3);
}

TEST_F(EventTailTest, AResumedRunIsReadFromTheStartAgain) {
  writeText(run_.eventsFile(), line(1) + line(2) + line(3));
  EventTail tail(run_);
  EXPECT_EQ(tail.poll().events.size(), 3U);
  // The trainer came back at step 2, cut the file and is already longer than before.
  setSession(2);
  writeText(run_.eventsFile(), line(1) + line(2) + line(30) + line(40));
  const auto batch = tail.poll();
  EXPECT_TRUE(batch.restarted);
  EXPECT_EQ(steps(batch), (Steps{1, 2, 30, 40}));
  EXPECT_FALSE(tail.poll().restarted);
}

TEST_F(EventTailTest, AFileThatShrankIsReadFromTheStartAgain) {
  writeText(run_.eventsFile(), line(1) + line(2) + line(3));
  EventTail tail(run_);
  EXPECT_EQ(tail.poll().events.size(), 3U);
  writeText(run_.eventsFile(), line(1));
  const auto batch = tail.poll();
  EXPECT_TRUE(batch.restarted);
  EXPECT_EQ(steps(batch), Steps{1});
}

}  // namespace
}  // namespace marcie
