#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class RunsListTest : public EngineTest {};

TEST_F(RunsListTest, ListsRunsWithStateNotesAndMetrics) {
  EXPECT_TRUE(client().call(protocol::RunsList{})->runs.empty()) << "no folder yet is an empty list";
  const RunFolder first = engine.makeRun("first");
  const RunFolder second = engine.makeRun("second");
  ASSERT_TRUE(second.saveNotes({"My second", "with a note"}));
  RunStatus status;
  status.state = RunState::running;  // but nobody holds its lock
  status.session = 1;
  ASSERT_TRUE(replaceFile(second.statusFile(), dumpJson(toJson(status))));
  auto writer = RunFolderWriter::open(second, {});
  ASSERT_TRUE(writer);
  writer->onEvent({10, 1, 1.0, MetricsReady{"val", {{"top1", 0.5}}}});

  const auto reply = client().call(protocol::RunsList{});
  ASSERT_TRUE(reply) << reply.error().toString();
  ASSERT_EQ(reply->runs.size(), 2U);
  const auto& found = reply->runs[0].path == second.root().string() ? reply->runs[0] : reply->runs[1];
  EXPECT_EQ(found.notes.name, "My second");
  EXPECT_EQ(found.status.state, RunState::interrupted);
  ASSERT_EQ(found.metrics.size(), 1U);
  EXPECT_EQ(found.metrics[0].value, 0.5);
}

TEST_F(RunsListTest, AnyFolderCanBeListed) {
  std::filesystem::create_directories(engine.path() / "other");
  ASSERT_TRUE(RunFolder::create(engine.path() / "other" / "one", RunSpec{}));
  const auto reply = client().call(protocol::RunsList{.root = (engine.path() / "other").string()});
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->runs.size(), 1U);
  EXPECT_EQ(reply->runs[0].notes.name, "one");
}

}  // namespace
}  // namespace marcie::engine
