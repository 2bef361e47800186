#include "core/rec/data/reader.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::countOf;
using test::DataFolder;

TEST(TablesTest, ReadsItemsAndInteractionsByTheirUsualNames) {
  DataFolder folder;
  folder.picture("images/a.jpg", 3);
  folder.write(
      "items.csv",
      "item_id,title,image,cold,tags\n1,\"Eggs, poached\",images/a.jpg,0,egg|salt|egg\n2,Toast,images/b.jpg,1,\n");
  folder.write("interactions.csv", "user_id,item_id,rating,timestamp\nu,1,4.5,100\nv,2,3,50\nv,1,2,60\n");
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->reader, "tables");
  ASSERT_EQ(data->items.size(), 2U);
  EXPECT_EQ(data->items[0].title, "Eggs, poached");
  EXPECT_EQ(data->items[0].image, (folder / "images/a.jpg").string());
  EXPECT_EQ(test::termsOf(*data, data->items[0]), (std::vector<std::string>{"egg", "salt"}));
  EXPECT_FALSE(data->items[0].markedCold);
  EXPECT_TRUE(data->items[1].markedCold);
  EXPECT_EQ(countOf(*data, "missingImage"), 1);
  EXPECT_EQ(countOf(*data, "noContent"), 1);
  EXPECT_TRUE(data->hasTimes);
  // By user, then time.
  ASSERT_EQ(data->interactions.size(), 3U);
  EXPECT_EQ(data->interactions[1].time, 50);
  EXPECT_FLOAT_EQ(data->interactions[0].rating, 4.5F);
}

TEST(TablesTest, UsesColumnsThatAreNamedAndSaysWhichThereAre) {
  DataFolder folder;
  folder.write("interactions.csv",
               "who;what;stars;when\nA B;\"x;y\";5;2020-02-03 04:05:06\nÄ;999999999999;1;2020-02-03\n");
  RecDataOptions options;
  options.reader = "tables";
  options.userColumn = "who";
  options.itemColumn = "what";
  options.timeColumn = "when";
  const auto data = readRecData(folder.path().string(), options);
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->users, (std::vector<std::string>{"A B", "Ä"}));
  EXPECT_EQ(data->items[0].id, "x;y");
  EXPECT_EQ(data->items[1].id, "999999999999");
  EXPECT_EQ(data->interactions[0].time, 1580702706);
  EXPECT_EQ(data->interactions[1].time, 1580688000);
  options.userColumn = "whom";
  const auto wrong = readRecData(folder.path().string(), options);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, ErrorCode::format);
  EXPECT_NE(wrong.error().toString().find("has no column 'whom'. Its columns: who, what, stars, when"),
            std::string::npos)
      << wrong.error().toString();
}

TEST(TablesTest, CountsWhatIsOddAndKeepsTheRest) {
  DataFolder folder;
  folder.write("items.csv", "item_id,tags\n1,a\n1,b\n,c\n");
  folder.write("interactions.csv",
               "user_id,item_id,rating,timestamp\n"
               "u,1,5,1\nu,1,3,9\nu,stranger,4,2\nv,1,7,3\nv,1,abc,3\nw,1\n,1,2,4\nv,1,1,\n");
  RecDataOptions options;
  options.ratingLow = 1;
  options.ratingHigh = 5;
  const auto data = readRecData(folder.path().string(), options);
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(countOf(*data, "duplicateItem"), 1);
  EXPECT_EQ(test::termsOf(*data, *test::itemNamed(*data, "1")), (std::vector<std::string>{"a"}));
  EXPECT_EQ(countOf(*data, "duplicate"), 1);
  EXPECT_FLOAT_EQ(test::interactionOf(*data, "u", "1")->rating, 3);  // the newest counts
  EXPECT_EQ(countOf(*data, "unknownItem"), 1);
  ASSERT_NE(test::interactionOf(*data, "u", "stranger"), nullptr);
  EXPECT_EQ(countOf(*data, "noTime"), 1);
  EXPECT_FALSE(data->hasTimes);
  EXPECT_EQ(countOf(*data, "rating"), 2);
  EXPECT_EQ(countOf(*data, "row"), 3);  // the item without an id, the short row, the row without a user
  EXPECT_EQ(data->interactions.size(), 3U);
  EXPECT_EQ(test::problemOf(data->problems, "unknownItem")->examples.front(), "interactions.csv:4: 'stranger'");
}

TEST(TablesTest, ReadsPartsFromFilesOrFromAColumnAndKeepsLeaksOutOfTheTest) {
  DataFolder folder;
  folder.write("train.csv", "user,item\nu,1\nu,2\n");
  folder.write("valid.csv", "user,item\nu,3\n");
  folder.write("test.csv", "user,item\nu,2\nv,4\n");
  const auto files = readRecData(folder.path().string());
  ASSERT_TRUE(files.ok()) << files.error().toString();
  ASSERT_EQ(files->given.size(), files->interactions.size());
  EXPECT_EQ(files->interactions.size(), 4U);
  EXPECT_EQ(countOf(*files, "duplicateAcrossParts"), 1);
  EXPECT_EQ(std::count(files->given.begin(), files->given.end(), Part::test), 1);

  DataFolder other;
  other.write("interactions.csv", "user,item,split\nu,1,train\nu,2,Validation\nv,3,test\nv,4,holdout\n");
  const auto column = readRecData(other.path().string());
  ASSERT_TRUE(column.ok()) << column.error().toString();
  EXPECT_EQ(column->given, (std::vector<Part>{Part::train, Part::validation, Part::test}));
  EXPECT_EQ(countOf(*column, "part"), 1);
}

TEST(TablesTest, CutsRareUsersAndItemsUntilNothingChanges) {
  DataFolder folder;
  folder.write("interactions.csv", "user,item\na,1\na,2\nb,1\nb,2\nc,2\nc,3\n");
  RecDataOptions options;
  options.minItemInteractions = 2;
  options.minUserInteractions = 2;
  const auto data = readRecData(folder.path().string(), options);
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->users, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(data->items.size(), 2U);
  EXPECT_EQ(data->interactions.size(), 4U);
  EXPECT_EQ(countOf(*data, "fewUsers"), 1);
  EXPECT_EQ(countOf(*data, "fewItems"), 1);
}

TEST(TablesTest, RefusesWhatHoldsNoInteractions) {
  DataFolder folder;
  EXPECT_EQ(readRecData((folder / "nowhere").string()).error().code, ErrorCode::notFound);
  folder.write("interactions.csv", "colour,size\nred,1\n");
  const auto unknown = readRecData(folder.path().string());
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ErrorCode::data);
  EXPECT_NE(unknown.error().toString().find("has no columns for user and item"), std::string::npos);
  folder.write("interactions.csv", "user,item,rating\nu,1,nan\n");
  const auto empty = readRecData(folder.path().string());
  ASSERT_FALSE(empty.ok());
  EXPECT_NE(empty.error().toString().find("no interaction is left"), std::string::npos);
  EXPECT_NE(empty.error().toString().find("ratings that are no numbers"), std::string::npos);
  RecDataOptions options;
  options.reader = "table";
  EXPECT_NE(readRecData(folder.path().string(), options).error().toString().find("Did you mean 'tables'?"),
            std::string::npos);
  options.minRating = -1;
  options.ratingLow = 3;
  options.ratingHigh = 2;
  const auto wrong = readRecData(folder.path().string(), options);
  EXPECT_NE(wrong.error().toString().find("minRating"), std::string::npos);
  EXPECT_NE(wrong.error().toString().find("ratingHigh"), std::string::npos);
}

TEST(TablesTest, ReadsTheMoviePosters) {
  MARCIE_NEED_REC_DATA(posters, "movies_posters");
  const auto data = readRecData(posters.string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->reader, "tables");
  EXPECT_EQ(data->userCount(), 609);
  EXPECT_EQ(data->itemCount(), 1979);
  EXPECT_EQ(data->interactions.size(), 40268U);
  EXPECT_EQ(std::count_if(data->items.begin(), data->items.end(), [](const Item& i) { return i.markedCold; }), 365);
  EXPECT_EQ(std::count_if(data->items.begin(), data->items.end(), [](const Item& i) { return i.image.empty(); }), 0);
  EXPECT_EQ(data->items[0].title, "Toy Story (1995)");
  EXPECT_TRUE(data->hasTimes);
}

}  // namespace
}  // namespace marcie::rec
