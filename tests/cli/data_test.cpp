// Looking at data of users and items as a person at a terminal does; pictures keep their own preview.
#include "tests/cli/cli_harness.h"

namespace marcie::cli {
namespace {

class DataTest : public CliTest {
 protected:
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
  static std::string shop() {
    std::filesystem::create_directories(path("shop"));
    testing::writeText(path("shop") / "items.csv",
                       "item_id,title,cold,tags\n1,Egg,0,food\n2,Salt,0,\n3,Pan,1,tool|iron\n");
    testing::writeText(path("shop") / "interactions.csv",
                       "user_id,item_id,rating,timestamp\na,1,5,1\na,2,4,2\na,3,4,3\nb,1,3,4\nb,2,4,5\nb,9,2,6\n");
    return path("shop").string();
  }
};

TEST_F(DataTest, ShowsUsersAndItemsByTheLayout) {
  const auto shown = run({"data", "inspect", shop()});
  ASSERT_EQ(shown.exitCode, 0) << shown.err;
  EXPECT_TRUE(has(shown.out, "2, 4, 6")) << shown.out;
  EXPECT_TRUE(has(shown.out, "Tables of items and interactions (tables)"));
  EXPECT_TRUE(has(shown.out, "marked_cold"));
  EXPECT_TRUE(has(shown.out, "interactions.csv:7: '9'")) << shown.out;
  const auto json = run({"data", "inspect", shop(), "--json", "--protocol", "leave_one_out"});
  ASSERT_EQ(json.exitCode, 0) << json.err;
  const Json summary = Json::parse(json.out);
  EXPECT_EQ(summary["users"], 2);
  EXPECT_EQ(summary["protocol"], "leave_one_out");
  EXPECT_EQ(summary["test"], 2);
  EXPECT_EQ(summary["terms"], 3);
}

TEST_F(DataTest, SaysWhatItCannotRead) {
  const auto protocol = run({"data", "inspect", shop(), "--protocol", "guess"});
  EXPECT_EQ(protocol.exitCode, 2);
  EXPECT_TRUE(has(protocol.err, "there is no protocol 'guess'")) << protocol.err;
  const auto column = run({"data", "inspect", shop(), "--interactions", "--user-column", "who"});
  EXPECT_EQ(column.exitCode, 3);
  EXPECT_TRUE(has(column.err, "who")) << column.err;
  std::filesystem::create_directories(path("empty"));
  testing::writeText(path("empty") / "notes.txt", "nothing");
  const auto none = run({"data", "inspect", path("empty").string(), "--interactions"});
  EXPECT_EQ(none.exitCode, 3);
  EXPECT_TRUE(has(none.err, "What can be read:")) << none.err;
}

TEST_F(DataTest, AKitchenIsPicturesUnlessItsPeopleAreAskedFor) {
  const auto pictures = run({"data", "inspect", kitchen(), "--json"});
  ASSERT_EQ(pictures.exitCode, 0) << pictures.err;
  EXPECT_TRUE(Json::parse(pictures.out).contains("classes"));
  const auto people = run({"data", "inspect", kitchen(), "--json", "--interactions"});
  ASSERT_EQ(people.exitCode, 0) << people.err;
  EXPECT_EQ(Json::parse(people.out)["reader"], "kitchen_world");
  EXPECT_TRUE(Json::parse(people.out)["looksAtPictures"].get<bool>());
}

}  // namespace
}  // namespace marcie::cli
