#include "core/engine/map_store.h"
#include "tests/core/engine/handlers/tiny_run.h"

namespace marcie::engine {
namespace {

class ProjectionListTest : public EngineTest {};

TEST_F(ProjectionListTest, ListsWhatTheFolderKeepsWithItsOptions) {
  const RunFolder run = trainTinyRun(engine);
  EXPECT_TRUE(client().call(protocol::ProjectionList{run.root().string()})->maps.empty());
  protocol::ProjectionStart request = quickProjection(run);
  request.options.method = ProjectionMethod::pca;
  request.options.seed = 9;
  request.split = "test";
  const auto finished = finishedNote(client(), client().call(request)->job);
  ASSERT_TRUE(finished && finished->error.is_null());
  const auto list = client().call(protocol::ProjectionList{run.root().string()});
  ASSERT_EQ(list->maps.size(), 1U);
  EXPECT_EQ(list->maps[0].name, finished->entry.name);
  EXPECT_EQ(list->maps[0].split, "test");
  EXPECT_EQ(list->maps[0].options.seed, 9U);
  EXPECT_EQ(list->maps[0].options.method, ProjectionMethod::pca);
  EXPECT_GT(list->maps[0].quality.explained, 0);
}

TEST_F(ProjectionListTest, RefusesAFolderThatIsNoRun) {
  EXPECT_EQ(client().call(protocol::ProjectionList{engine.path().string()}).error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
