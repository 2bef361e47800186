#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class RunUnwatchTest : public EngineTest {};

TEST_F(RunUnwatchTest, NothingComesAfterIt) {
  const RunFolder watched = engine.makeRun("watched");
  const RunFolder dropped = engine.makeRun("dropped");
  auto toWatched = RunFolderWriter::open(watched, {});
  auto toDropped = RunFolderWriter::open(dropped, {});
  for (const auto* run : {&watched, &dropped}) {
    ASSERT_TRUE(client().call(protocol::RunWatch{run->root().string()}));
    ASSERT_TRUE(client().notification(protocol::RunEventsNote::kMethod, [&](const Json& params) {
      return params["run"] == run->root().string() && params["caughtUp"] == true;
    }));
  }
  ASSERT_TRUE(client().call(protocol::RunUnwatch{dropped.root().string()}));
  toDropped->onEvent({1, 0, 0, EpochEnd{}});
  toWatched->onEvent({1, 0, 0, EpochEnd{}});
  // The later event of the other run has arrived: the earlier one of this run would have, too.
  const auto arrived = [&](const RunFolder& run) {
    return client().notification(
        protocol::RunEventsNote::kMethod,
        [&](const Json& params) { return params["run"] == run.root().string() && !params["events"].empty(); },
        std::chrono::seconds(1));
  };
  EXPECT_TRUE(arrived(watched).has_value());
  EXPECT_FALSE(arrived(dropped).has_value());
  EXPECT_TRUE(client().call(protocol::RunUnwatch{dropped.root().string()})) << "twice is no error";
}

}  // namespace
}  // namespace marcie::engine
