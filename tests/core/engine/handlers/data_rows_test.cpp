#include "tests/core/engine/engine_harness.h"

namespace marcie::engine {
namespace {

class DataRowsTest : public EngineTest {
 protected:
  protocol::DataRows request(int perClass = 10) {
    protocol::DataRows rows;
    rows.data.path = engine.makePictures(perClass).string();
    return rows;
  }
};

TEST_F(DataRowsTest, PagesThroughEveryPictureOnce) {
  auto rows = request();
  rows.count = 7;
  std::vector<std::int64_t> seen;
  for (rows.offset = 0; rows.offset < 35; rows.offset += rows.count) {
    const auto reply = client().call(rows);
    ASSERT_TRUE(reply) << reply.error().toString();
    EXPECT_EQ(reply->total, 30);
    for (const auto& row : reply->rows) {
      seen.push_back(row.index);
      EXPECT_TRUE(std::filesystem::exists(row.path)) << row.path;
      EXPECT_NE(row.path.find("/" + row.label + "/"), std::string::npos);
    }
  }
  ASSERT_EQ(seen.size(), 30U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

TEST_F(DataRowsTest, FiltersByClassSplitAndText) {
  auto rows = request();
  rows.label = "green";
  auto reply = client().call(rows);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->total, 10);
  for (const auto& row : reply->rows) EXPECT_EQ(row.label, "green");

  rows.split = "test";
  reply = client().call(rows);
  ASSERT_TRUE(reply);
  EXPECT_GT(reply->total, 0);
  EXPECT_LT(reply->total, 10);

  rows.split = rows.label = "";
  rows.text = "BLUE/3";
  reply = client().call(rows);
  ASSERT_TRUE(reply);
  ASSERT_EQ(reply->total, 1) << "text is found in the path, whatever its case";
  EXPECT_EQ(reply->rows[0].label, "blue");

  rows.text = "";
  rows.label = "no such class";
  EXPECT_EQ(client().call(rows)->total, 0);
  rows.label = "";
  rows.text = "pictures";  // part of the data set's own folder
  EXPECT_EQ(client().call(rows)->total, 0);
}

TEST_F(DataRowsTest, IndexSurvivesAFilter) {
  auto rows = request();
  const auto all = client().call(rows);
  rows.label = "red";
  const auto red = client().call(rows);
  ASSERT_TRUE(all);
  ASSERT_TRUE(red);
  for (const auto& row : red->rows) EXPECT_EQ(all->rows[static_cast<std::size_t>(row.index)].path, row.path);
}

TEST_F(DataRowsTest, SaysWhatIsWrongWithTheFolder) {
  protocol::DataRows rows;
  rows.data.path = (engine.path() / "nothing").string();
  const auto reply = client().call(rows);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::notFound);
  EXPECT_NE(reply.error().message.find("nothing"), std::string::npos);
}

}  // namespace
}  // namespace marcie::engine
