#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class RunNotesTest : public EngineTest {};

TEST_F(RunNotesTest, NameAndNoteStayWithTheRun) {
  const RunFolder run = engine.makeRun("one");
  ASSERT_TRUE(client().call(
      protocol::RunSetNotes{run.root().string(), {"菜谱 α=2", "line\nbreak", {"paper", "seed 7"}, true}}));
  EXPECT_EQ(run.notes().name, "菜谱 α=2");
  EXPECT_EQ(run.notes().note, "line\nbreak");
  const RunNotes listed = client().call(protocol::RunsList{})->runs.at(0).notes;
  EXPECT_EQ(listed.name, "菜谱 α=2");
  EXPECT_EQ(listed.tags, (std::vector<std::string>{"paper", "seed 7"}));
  EXPECT_TRUE(listed.hidden);
}

TEST_F(RunNotesTest, NotesOfAnOlderVersionAreRead) {
  const RunFolder run = engine.makeRun("one");
  ASSERT_TRUE(writeFileAtomically(run.root() / "notes.json", R"({"name": "old", "note": "n"})"));
  EXPECT_EQ(run.notes().name, "old");
  EXPECT_TRUE(run.notes().tags.empty());
  EXPECT_FALSE(run.notes().hidden);
}

TEST_F(RunNotesTest, RefusesAFolderThatIsNoRun) {
  const auto reply = client().call(protocol::RunSetNotes{engine.path().string(), {"x", "", {}, false}});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  EXPECT_FALSE(std::filesystem::exists(engine.path() / "notes.json"));
}

}  // namespace
}  // namespace marcie::engine
