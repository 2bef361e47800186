#include "core/engine/map_store.h"
#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class ProjectionLoadTest : public EngineTest {
 protected:
  static protocol::MapSnapshot makeMap(const std::string& name, float factor) {
    protocol::MapSnapshot map;
    map.entry.name = name;
    map.entry.points = 4;
    map.entry.columns = 2;
    map.points.paths = {"a", "b", "c", "d"};
    map.points.classes = {"x"};
    map.points.labels.resize(16);
    map.points.predictions = map.points.confidences = map.points.labels;
    map.points.splits.resize(4);
    project::Matrix xy(4, 2);
    xy.values = {0, 0, 4 * factor, 0, 4 * factor, 2 * factor, 0, 2 * factor};
    map.coordinates = coordinateBytes(xy);
    return map;
  }
};

TEST_F(ProjectionLoadTest, GivesTheMapAsItWasOrLaidOverAnother) {
  const RunFolder one = engine.makeRun("one"), two = engine.makeRun("two");
  ASSERT_TRUE(saveMap(one, makeMap("map-one", 1)));
  ASSERT_TRUE(saveMap(two, makeMap("map-two", -3)));
  const auto plain = client().call(protocol::ProjectionLoad{two.root().string(), "map-two", "", ""});
  ASSERT_TRUE(plain) << plain.error().toString();
  EXPECT_NEAR(coordinatesOf(*plain).row(1)[0], -12, 1e-5);
  const auto laid =
      client().call(protocol::ProjectionLoad{two.root().string(), "map-two", "map-one", one.root().string()});
  ASSERT_TRUE(laid) << laid.error().toString();
  EXPECT_NEAR(coordinatesOf(*laid).row(1)[0], 4, 1e-4);
  EXPECT_NEAR(coordinatesOf(*laid).row(2)[1], 2, 1e-4);
}

TEST_F(ProjectionLoadTest, SaysWhatIsMissingOrDamaged) {
  const RunFolder run = engine.makeRun("one");
  auto reply = client().call(protocol::ProjectionLoad{run.root().string(), "map-one", "", ""});
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  ASSERT_TRUE(saveMap(run, makeMap("map-one", 1)));
  reply = client().call(protocol::ProjectionLoad{run.root().string(), "map-one", "map-gone", ""});
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  std::filesystem::resize_file(run.snapshotsFolder() / "map-one.msgpack", 40);
  reply = client().call(protocol::ProjectionLoad{run.root().string(), "map-one", "", ""});
  EXPECT_EQ(reply.error().code, ErrorCode::format);
}

}  // namespace
}  // namespace marcie::engine
