#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/api/run_folder.h"
#include "tests/support/temp_folder.h"

namespace marcie {
namespace {

using marcie::testing::readText;
using marcie::testing::TempFolder;
using marcie::testing::writeText;

class RunFolderWriterTest : public ::testing::Test {
 protected:
  RunFolderWriterTest() : run_(RunFolder::create(parent_ / "run", RunSpec{}).value()) {}

  static RunEvent step(std::int64_t number) { return {number, 0.5, 1, StepEnd{0.1, {{"loss", 2.5}}}}; }
  static RunEvent epoch(std::int64_t number) { return {number, 1, 2, EpochEnd{{{"loss", 2}, {"top1", 0.5}}}}; }

  TempFolder parent_;
  RunFolder run_;
};

TEST_F(RunFolderWriterTest, EventsAreVisibleAtOnce) {
  auto writer = RunFolderWriter::open(run_, {});
  ASSERT_TRUE(writer.ok());
  writer->onEvent(step(1));
  const std::string text = readText(run_.eventsFile());
  ASSERT_FALSE(text.empty());
  EXPECT_EQ(text.back(), '\n');
  const auto json = parseJsonText(trimmed(text));
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(runEventFromJson(*json)->step, 1);
}

TEST_F(RunFolderWriterTest, MetricsBecomeRows) {
  auto writer = RunFolderWriter::open(run_, {});
  ASSERT_TRUE(writer.ok());
  writer->onEvent(step(9));
  writer->onEvent(epoch(10));
  writer->onEvent({10, 1, 2, MetricsReady{"val", {{"top1", 0.25}}}});
  EXPECT_EQ(readText(run_.metricsFile()),
            "step,epoch,split,metric,value\n10,1,train,loss,2\n10,1,train,top1,0.5\n10,1,val,top1,0.25\n");
}

TEST_F(RunFolderWriterTest, ResumingCutsOffWhatCameAfterTheCheckpoint) {
  RunFolderWriter::Position position;
  std::string events, metrics;
  {
    auto writer = RunFolderWriter::open(run_, {});
    ASSERT_TRUE(writer.ok());
    writer->onEvent(epoch(1));
    const auto synced = writer->sync();
    ASSERT_TRUE(synced.ok());
    position = *synced;
    events = readText(run_.eventsFile());
    metrics = readText(run_.metricsFile());
    writer->onEvent(epoch(2));
    writer->onEvent(step(3));
  }
  EXPECT_EQ(position.eventsBytes, static_cast<std::int64_t>(events.size()));
  EXPECT_EQ(position.metricsBytes, static_cast<std::int64_t>(metrics.size()));
  auto writer = RunFolderWriter::open(run_, position);
  ASSERT_TRUE(writer.ok());
  EXPECT_EQ(readText(run_.eventsFile()), events);
  EXPECT_EQ(readText(run_.metricsFile()), metrics);
  writer->onEvent(epoch(2));
  EXPECT_EQ(readText(run_.metricsFile()), metrics + "2,1,train,loss,2\n2,1,train,top1,0.5\n");
}

TEST_F(RunFolderWriterTest, AFileShorterThanItsCheckpointIsRefused) {
  writeText(run_.eventsFile(), "short\n");
  writeText(run_.metricsFile(), "short\n");
  const auto writer = RunFolderWriter::open(run_, {1000, 0});
  ASSERT_FALSE(writer.ok());
  EXPECT_EQ(writer.error().code, ErrorCode::checkpoint);
  EXPECT_EQ(RunFolderWriter::open(run_, {0, 1000}).error().code, ErrorCode::checkpoint);
}

TEST_F(RunFolderWriterTest, AFullDiskIsReportedBySync) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4000, 4000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto writer = RunFolderWriter::open(run_, {});
    if (!writer.ok()) ::_exit(1);
    for (int i = 0; i < 200; ++i) writer->onEvent(step(i));
    const auto synced = writer->sync();
    ::_exit(synced.ok() ? 2 : synced.error().code == ErrorCode::diskFull ? 0 : 3);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  // What fitted is still readable.
  EventTail tail(run_);
  EXPECT_GT(tail.poll().events.size(), 10U);
}

}  // namespace
}  // namespace marcie
