#include "core/engine/map_store.h"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace marcie::engine {
namespace {

class MapStoreTest : public ::testing::Test {
 protected:
  static RunFolder makeRun(const std::filesystem::path& root) {
    RunSpec spec;
    spec.data.path = "pictures";
    return RunFolder::create(root, spec).value();
  }
  // Point i at (i, i² mod 7), named p<i>.
  static protocol::MapSnapshot makeMap(const std::string& name, std::int64_t points, std::int64_t firstPath = 0) {
    protocol::MapSnapshot map;
    map.entry.name = name;
    map.entry.points = points;
    map.entry.columns = 2;
    project::Matrix xy(points, 2);
    for (std::int64_t i = 0; i < points; ++i) {
      map.points.paths.push_back("p" + std::to_string(firstPath + i));
      xy.row(i)[0] = static_cast<float>(i);
      xy.row(i)[1] = static_cast<float>((i * i) % 7);
    }
    map.points.classes = {"a"};
    map.points.labels.resize(static_cast<std::size_t>(4 * points));
    map.points.predictions = map.points.confidences = map.points.labels;
    map.points.splits.resize(static_cast<std::size_t>(points));
    map.coordinates = coordinateBytes(xy);
    return map;
  }
  testing::TempFolder folder_;
};

TEST_F(MapStoreTest, TheNameIsThatOfWhatTheMapIsMadeOf) {
  protocol::ProjectionStart request;
  request.split = "val";
  const std::string name = mapName(request, 120);
  const auto changed = [&request](const auto& change) {
    protocol::ProjectionStart other = request;
    change(other);
    return mapName(other, 120);
  };
  EXPECT_EQ(changed([](auto& r) { r.options.threads = 5; }), name);
  EXPECT_EQ(changed([](auto& r) { r.pane = "right"; }), name);
  EXPECT_NE(changed([](auto& r) { r.options.seed = 2; }), name);
  EXPECT_NE(changed([](auto& r) { r.space = EmbeddingSpace::fused; }), name);
  EXPECT_NE(changed([](auto& r) { r.split.clear(); }), name);
  EXPECT_NE(changed([](auto& r) { r.limit = 50; }), name);
  EXPECT_NE(changed([](auto& r) { r.withTexts = true; }), name);
  EXPECT_NE(mapName(request, 121), name);
}

TEST_F(MapStoreTest, AMapComesBackAsItWasAndIsListed) {
  const RunFolder run = makeRun(folder_.path() / "run");
  const auto map = makeMap("map-one", 9);
  ASSERT_TRUE(saveMap(run, map).ok());
  const auto back = loadMap(run, "map-one");
  ASSERT_TRUE(back.ok()) << back.error().toString();
  EXPECT_EQ(toJson(*back), toJson(map));
  ASSERT_EQ(listMaps(run).size(), 1U);
  EXPECT_EQ(listMaps(run)[0].points, 9);
}

TEST_F(MapStoreTest, AHalfWrittenOrDamagedMapIsNoMap) {
  const RunFolder run = makeRun(folder_.path() / "run");
  ASSERT_TRUE(saveMap(run, makeMap("map-one", 9)).ok());
  std::filesystem::resize_file(run.snapshotsFolder() / "map-one.msgpack", 60);
  auto back = loadMap(run, "map-one");
  ASSERT_FALSE(back.ok());
  EXPECT_EQ(back.error().code, ErrorCode::format);
  // The data without the small file: a crash between the two.
  ASSERT_TRUE(saveMap(run, makeMap("map-two", 9)).ok());
  std::filesystem::remove(run.snapshotsFolder() / "map-two.json");
  EXPECT_EQ(loadMap(run, "map-two").error().code, ErrorCode::notFound);
  // Arrays that are shorter than the entry says.
  auto shortMap = makeMap("map-three", 9);
  shortMap.points.labels.pop_back();
  ASSERT_TRUE(saveMap(run, shortMap).ok());
  EXPECT_EQ(loadMap(run, "map-three").error().code, ErrorCode::format);
  std::ofstream(run.snapshotsFolder() / "map-four.json") << "{";
  std::ofstream(run.snapshotsFolder() / "map-four.msgpack") << "x";
  for (const auto& entry : listMaps(run)) EXPECT_NE(entry.name, "map-four");
}

TEST_F(MapStoreTest, ANameCannotLeaveTheFolder) {
  const RunFolder run = makeRun(folder_.path() / "run");
  for (const char* name : {"../run", "map-../../x", "", "gallery-1"}) {
    EXPECT_EQ(loadMap(run, name).error().code, ErrorCode::notFound) << name;
  }
}

TEST_F(MapStoreTest, ADeletedRunIsNotMadeAgain) {
  const RunFolder run(folder_.path() / "gone");
  EXPECT_EQ(saveMap(run, makeMap("map-one", 3)).error().code, ErrorCode::notFound);
  EXPECT_FALSE(std::filesystem::exists(run.root()));
}

// The reference has p0 … p8, the map p3 … p11, turned by a quarter and twice as large.
TEST_F(MapStoreTest, MapsAreLaidOverEachOtherByPicture) {
  const auto reference = makeMap("map-one", 9);
  const project::Matrix known = coordinatesOf(reference);
  std::vector<std::string> paths;
  project::Matrix map(9, 2);
  for (std::int64_t i = 0; i < 9; ++i) {
    paths.push_back("p" + std::to_string(i + 3));
    const float x = static_cast<float>(i + 3), y = static_cast<float>(((i + 3) * (i + 3)) % 7);
    map.row(i)[0] = -2 * y + 10;
    map.row(i)[1] = 2 * x - 4;
  }
  MapAligner(reference, paths).align(map);
  for (std::int64_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(map.row(i)[0], known.row(i + 3)[0], 1e-4);
    EXPECT_NEAR(map.row(i)[1], known.row(i + 3)[1], 1e-4);
  }
  EXPECT_NEAR(map.row(8)[0], 11, 1e-3);  // moves with the others
}

}  // namespace
}  // namespace marcie::engine
