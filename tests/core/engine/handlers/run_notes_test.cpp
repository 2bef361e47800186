#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class RunNotesTest : public EngineTest {};

TEST_F(RunNotesTest, NameAndNoteStayWithTheRun) {
  const RunFolder run = engine.makeRun("one");
  ASSERT_TRUE(client().call(protocol::RunSetNotes{run.root().string(), {"菜谱 α=2", "line\nbreak"}}));
  EXPECT_EQ(run.notes().name, "菜谱 α=2");
  EXPECT_EQ(run.notes().note, "line\nbreak");
  EXPECT_EQ(client().call(protocol::RunsList{})->runs.at(0).notes.name, "菜谱 α=2");
}

TEST_F(RunNotesTest, RefusesAFolderThatIsNoRun) {
  const auto reply = client().call(protocol::RunSetNotes{engine.path().string(), {"x", ""}});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  EXPECT_FALSE(std::filesystem::exists(engine.path() / "notes.json"));
}

}  // namespace
}  // namespace marcie::engine
