#include <cmath>

#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class RunWatchTest : public EngineTest {
 protected:
  static RunEvent step(std::int64_t number) {
    return {number, static_cast<double>(number) / 100, 0.01 * static_cast<double>(number),
            StepEnd{0.1, {{"loss", 1.0 / static_cast<double>(number)}}}};
  }
  // All events up to the one that completes the history.
  std::vector<Json> history(const RunFolder& run, bool* restarted = nullptr) {
    std::vector<Json> events;
    for (bool complete = false; !complete;) {
      const auto note = client().notification(
          protocol::RunEventsNote::kMethod, [&](const Json& params) { return params["run"] == run.root().string(); },
          std::chrono::seconds(20));
      if (!note) {
        ADD_FAILURE() << "no events";
        break;
      }
      if (events.empty() && restarted != nullptr) *restarted = (*note)["restarted"];
      EXPECT_LE((*note)["events"].size(), 2000U);
      for (const auto& event : (*note)["events"]) events.push_back(event);
      complete = (*note)["caughtUp"];
    }
    return events;
  }
};

TEST_F(RunWatchTest, SendsTheWholeHistoryThenWhatIsNew) {
  const RunFolder run = engine.makeRun("one");
  auto writer = RunFolderWriter::open(run, {});
  ASSERT_TRUE(writer);
  for (int i = 1; i <= 4500; ++i) writer->onEvent(step(i));
  const auto info = client().call(protocol::RunWatch{run.root().string()});
  ASSERT_TRUE(info) << info.error().toString();
  EXPECT_EQ(info->path, run.root().string());
  bool restarted = false;
  const auto events = history(run, &restarted);
  EXPECT_TRUE(restarted) << "the first note begins at the beginning";
  ASSERT_EQ(events.size(), 4500U);
  for (std::size_t i = 0; i < events.size(); ++i) {
    ASSERT_EQ(runEventFromJson(events[i])->step, static_cast<std::int64_t>(i) + 1);
  }
  writer->onEvent(step(4501));
  const auto fresh = history(run);
  ASSERT_EQ(fresh.size(), 1U);
  EXPECT_EQ(runEventFromJson(fresh[0])->step, 4501);
}

TEST_F(RunWatchTest, ReportsAStatusOnlyWhenItChanges) {
  const RunFolder run = engine.makeRun("one");
  const auto lock = FileLock::acquire(run.lockFile());
  RunStatus status;
  status.session = 1;
  const auto become = [&](RunState state) {
    status.state = state;
    ASSERT_TRUE(replaceFile(run.statusFile(), dumpJson(toJson(status))));
  };
  const auto seen = [&](const char* state) {
    return client()
        .notification(
            protocol::RunStatusNote::kMethod, [&](const Json& params) { return params["status"]["state"] == state; },
            std::chrono::seconds(10))
        .has_value();
  };
  become(RunState::running);
  ASSERT_TRUE(client().call(protocol::RunWatch{run.root().string()}));
  EXPECT_TRUE(seen("running"));
  become(RunState::paused);
  EXPECT_TRUE(seen("paused"));
  become(RunState::running);
  EXPECT_TRUE(seen("running"));
  EXPECT_TRUE(client().notifications.empty() ||
              std::none_of(client().notifications.begin(), client().notifications.end(),
                           [](const Json& note) { return note["method"] == protocol::RunStatusNote::kMethod; }));
}

TEST_F(RunWatchTest, ARestartedRunBeginsAgain) {
  const RunFolder run = engine.makeRun("one");
  RunStatus status;
  status.session = 1;
  status.state = RunState::running;
  ASSERT_TRUE(replaceFile(run.statusFile(), dumpJson(toJson(status))));
  {
    auto writer = RunFolderWriter::open(run, {});
    for (int i = 1; i <= 10; ++i) writer->onEvent(step(i));
  }
  ASSERT_TRUE(client().call(protocol::RunWatch{run.root().string()}));
  EXPECT_EQ(history(run).size(), 10U);
  auto writer = RunFolderWriter::open(run, {});  // cuts the file back to nothing
  writer->onEvent(step(1));
  status.session = 2;
  ASSERT_TRUE(replaceFile(run.statusFile(), dumpJson(toJson(status))));
  const auto note = client().notification(
      protocol::RunEventsNote::kMethod, [](const Json& params) { return params["restarted"] == true; },
      std::chrono::seconds(10));
  ASSERT_TRUE(note.has_value());
}

TEST_F(RunWatchTest, WatchingAgainSendsTheHistoryAgain) {
  const RunFolder run = engine.makeRun("one");
  auto writer = RunFolderWriter::open(run, {});
  for (int i = 1; i <= 5; ++i) writer->onEvent(step(i));
  for (int round = 0; round < 2; ++round) {
    ASSERT_TRUE(client().call(protocol::RunWatch{run.root().string()}));
    EXPECT_EQ(history(run).size(), 5U);
  }
}

TEST_F(RunWatchTest, NotARun) {
  const auto reply = client().call(protocol::RunWatch{engine.path().string()});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
