#include "tests/core/engine/engine_harness.h"
#include "tests/support/child_process.h"

namespace marcie::engine {
namespace {

using protocol::RunAction;
using Control = RunFolder::Control;

class RunControlTest : public EngineTest {
 protected:
  RunFolder runWithState(RunState state) {
    const RunFolder run = engine.makeRun("one");
    RunStatus status;
    status.state = state;
    status.session = 1;
    EXPECT_TRUE(replaceFile(run.statusFile(), dumpJson(toJson(status))));
    return run;
  }
  Result<protocol::Empty> ask(const RunFolder& run, RunAction action, std::int64_t epochs = 0) {
    return client().call(protocol::RunControl{run.root().string(), action, epochs});
  }
};

TEST_F(RunControlTest, RequestsBecomeFilesThatTheTrainerSees) {
  const RunFolder run = runWithState(RunState::running);
  const auto lock = FileLock::acquire(run.lockFile());
  ASSERT_TRUE(lock);
  ASSERT_TRUE(ask(run, RunAction::pause));
  EXPECT_TRUE(run.isRequested(Control::pause));
  ASSERT_TRUE(ask(run, RunAction::unpause));
  EXPECT_FALSE(run.isRequested(Control::pause));
  ASSERT_TRUE(ask(run, RunAction::pause));
  ASSERT_TRUE(ask(run, RunAction::stop));
  EXPECT_TRUE(run.isRequested(Control::stop));
  EXPECT_FALSE(run.isRequested(Control::pause)) << "a paused run must be able to stop";
  ASSERT_TRUE(ask(run, RunAction::discard));
  EXPECT_TRUE(run.isRequested(Control::discard));
}

TEST_F(RunControlTest, RefusesWhatDoesNotFitTheState) {
  const RunFolder run = runWithState(RunState::completed);
  for (const auto action : {RunAction::pause, RunAction::stop, RunAction::discard}) {
    const auto reply = ask(run, action);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::unavailable);
  }
  EXPECT_FALSE(run.isRequested(Control::stop)) << "a refused request must not wait for the next trainer";
  EXPECT_EQ(ask(run, RunAction::resume).error().code, ErrorCode::unavailable);
  EXPECT_EQ(ask(run, RunAction::moreEpochs, 0).error().code, ErrorCode::option);
  EXPECT_EQ(ask(RunFolder("/nowhere"), RunAction::pause).error().code, ErrorCode::notFound);
}

TEST_F(RunControlTest, ResumeForgetsOldRequestsAndStartsATrainer) {
  const RunFolder run = runWithState(RunState::stopped);
  run.request(Control::stop);
  ASSERT_TRUE(ask(run, RunAction::resume));
  EXPECT_FALSE(run.isRequested(Control::stop));
  const auto started = [&] { return testing::readText(run.root() / "started.txt"); };
  ASSERT_TRUE(testing::eventually([&] { return !started().empty(); }));
  EXPECT_EQ(started(), "train --out " + run.root().string() + " --resume\n");
}

TEST_F(RunControlTest, MoreEpochsCarriesTheirNumber) {
  const RunFolder run = runWithState(RunState::completed);
  ASSERT_TRUE(ask(run, RunAction::moreEpochs, 5));
  const auto started = [&] { return testing::readText(run.root() / "started.txt"); };
  ASSERT_TRUE(testing::eventually([&] { return !started().empty(); }));
  EXPECT_EQ(started(), "train --out " + run.root().string() + " --more-epochs 5\n");
}

TEST_F(RunControlTest, ALiveRunIsNotStartedTwice) {
  const RunFolder run = runWithState(RunState::running);
  const auto lock = FileLock::acquire(run.lockFile());
  ASSERT_TRUE(lock);
  EXPECT_EQ(ask(run, RunAction::resume).error().code, ErrorCode::busy);
  EXPECT_FALSE(std::filesystem::exists(run.root() / "started.txt"));
}

TEST_F(RunControlTest, PauseReachesATrainerThatHasNotTakenItsLockYet) {
  EngineHarness engine("sleep 1");
  const RunFolder run = engine.makeRun("one");
  RunStatus status;
  status.state = RunState::stopped;
  status.session = 1;
  ASSERT_TRUE(replaceFile(run.statusFile(), dumpJson(toJson(status))));
  const std::string name = run.root().string();
  ASSERT_TRUE(engine.client().call(protocol::RunControl{name, RunAction::resume}));
  ASSERT_TRUE(engine.client().call(protocol::RunControl{name, RunAction::pause}));
  EXPECT_TRUE(run.isRequested(Control::pause));
}

}  // namespace
}  // namespace marcie::engine
