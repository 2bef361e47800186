#include "core/rec/data/reader.h"
#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

using test::countOf;
using test::DataFolder;

class AllrecipesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder.write(
        "core-data_recipe.csv",
        "recipe_id,recipe_name,image_url,ingredients,cooking_directions,nutritions\n"
        "10,\"Pie, apple\",http://x,apple^sugar^apple,\"{'directions': u'Mix.\nBake, \"\"slowly\"\".'}\",\"{u'fat': "
        "1}\"\n11,Soup,http://x,water,\"{}\",\"{}\"\n");
    const std::string header = "user_id,recipe_id,rating,dateLastModified\n";
    folder.write("core-data-train_rating.csv",
                 header + "1,10,5,\"2013-05-16T12:59:03.7\n\"\n2,10,3,2014-01-01T00:00:00\n");
    folder.write("core-data-valid_rating.csv", header + "1,11,4,2015-01-01T00:00:00\n");
    folder.write("core-data-test_rating.csv", header + "2,11,4,2016-01-01T00:00:00\n2,12,4,2016-01-02T00:00:00\n");
    folder.picture("core-data-images/core-data-images/10.jpg", 5);
  }
  DataFolder folder;
};

TEST_F(AllrecipesTest, ReadsTheRawTables) {
  const auto data = readRecData(folder.path().string());
  ASSERT_TRUE(data.ok()) << data.error().toString();
  EXPECT_EQ(data->reader, "allrecipes");
  EXPECT_EQ(data->items[0].title, "Pie, apple");
  EXPECT_EQ(test::termsOf(*data, data->items[0]), (std::vector<std::string>{"apple", "sugar"}));
  EXPECT_FALSE(data->items[0].image.empty());
  EXPECT_EQ(countOf(*data, "missingImage"), 1);
  EXPECT_EQ(countOf(*data, "unknownItem"), 1);  // 12 has no recipe: kept as a cold item
  ASSERT_NE(test::itemNamed(*data, "12"), nullptr);
  EXPECT_EQ(std::count(data->given.begin(), data->given.end(), Part::train), 2);
  EXPECT_EQ(std::count(data->given.begin(), data->given.end(), Part::test), 2);
  EXPECT_EQ(test::interactionOf(*data, "1", "10")->time, 1368709143);
  EXPECT_TRUE(data->hasTimes);
}

TEST_F(AllrecipesTest, RefusesRecipesWithoutIngredients) {
  folder.write("core-data_recipe.csv", "recipe_id,recipe_name\n10,Pie\n");
  const auto data = readRecData(folder.path().string());
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(data.error().code, ErrorCode::format);
  EXPECT_NE(data.error().toString().find("has no columns 'recipe_id' and 'ingredients'"), std::string::npos);
}

TEST_F(AllrecipesTest, SaysThatRatingsAreMissing) {
  std::filesystem::remove(folder / "core-data-train_rating.csv");
  RecDataOptions options;
  options.reader = "allrecipes";
  const auto data = readRecData(folder.path().string(), options);
  ASSERT_FALSE(data.ok());
  EXPECT_NE(data.error().toString().find("there are no ratings of Allrecipes"), std::string::npos);
}

}  // namespace
}  // namespace marcie::rec
