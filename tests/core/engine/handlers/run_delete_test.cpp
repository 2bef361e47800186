#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class RunDeleteTest : public EngineTest {
 protected:
  // As a trainer that has ended leaves it.
  RunFolder finishedRun(const std::string& name) {
    const RunFolder run = engine.makeRun(name);
    RunStatus status;
    status.state = RunState::completed;
    status.session = 1;
    EXPECT_TRUE(replaceFile(run.statusFile(), dumpJson(toJson(status))));
    return run;
  }
};

TEST_F(RunDeleteTest, MovesToTheTrashAndNeverOverwritesThere) {
  for (int round = 0; round < 2; ++round) {
    const RunFolder run = finishedRun("one");
    testing::writeText(run.root() / "keep.txt", std::to_string(round));
    ASSERT_TRUE(client().call(protocol::RunDelete{run.root().string()}));
    EXPECT_FALSE(std::filesystem::exists(run.root()));
  }
  EXPECT_EQ(testing::readText(engine.runsRoot() / ".trash" / "one" / "keep.txt"), "0");
  EXPECT_EQ(testing::readText(engine.runsRoot() / ".trash" / "one-2" / "keep.txt"), "1");
  EXPECT_TRUE(client().call(protocol::RunsList{})->runs.empty());
}

TEST_F(RunDeleteTest, RefusesWhileTheTrainerLives) {
  const RunFolder run = finishedRun("one");
  {
    const auto lock = FileLock::acquire(run.lockFile());
    ASSERT_TRUE(lock);
    const auto reply = client().call(protocol::RunDelete{run.root().string()});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::busy);
    EXPECT_TRUE(std::filesystem::exists(run.root()));
  }
  EXPECT_TRUE(client().call(protocol::RunDelete{run.root().string()}));
}

}  // namespace
}  // namespace marcie::engine
