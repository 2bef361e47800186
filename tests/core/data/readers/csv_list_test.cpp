#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::optionsFor;
using test::TempFolder;

class CsvListTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 6; ++i) folder.write("img/" + std::to_string(i) + ".png", test::tinyPicture(i));
  }
  Result<Dataset> readText(const std::string& text) {
    folder.write("samples.csv", text);
    return readDataset(optionsFor(folder.path()));
  }
  TempFolder folder;
};

constexpr const char* kPlain =
    "image,label,split,tags\n"
    "img/0.png,pie,train,apple|sugar\n"
    "img/1.png,pie,val,sugar|apple|sugar\n"
    "img/2.png,soup,test,salt\n"
    "img/3.png,soup,train,\n";

TEST_F(CsvListTest, ReadsLabelsSplitsAndTags) {
  const auto dataset = readText(kPlain);
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->reader, "csv_list");
  EXPECT_EQ(dataset->classes, (std::vector<std::string>{"pie", "soup"}));
  EXPECT_EQ(dataset->splitOrigin, "given");
  ASSERT_EQ(dataset->samples.size(), 4U);
  const auto* second = test::sampleNamed(*dataset, "1.png");
  EXPECT_EQ(second->split, Split::val);
  EXPECT_EQ(test::tagNames(*dataset, *second), (std::vector<std::string>{"apple", "sugar"}));
  EXPECT_TRUE(test::sampleNamed(*dataset, "3.png")->tags.empty());
  EXPECT_TRUE(std::filesystem::path(second->path).is_absolute());
}

// "salt" is only on a test picture: it is not part of the vocabulary that training sees.
TEST_F(CsvListTest, CountsTagsOnTrainingPicturesOnly) {
  EXPECT_EQ(readText(kPlain)->tags, (std::vector<std::string>{"apple", "sugar"}));
}

TEST_F(CsvListTest, TakesTheListFileItself) {
  folder.write("strong.csv", "image,label,split,tags\nimg/0.png,pie,test,apple\nimg/1.png,soup,test,salt\n");
  const auto dataset = readDataset(optionsFor(folder / "strong.csv"));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(test::countOf(*dataset, Split::test), 2);
  EXPECT_EQ(dataset->tags.size(), 2U);
}

TEST_F(CsvListTest, ReadsByteOrderMarkCrlfQuotesAndSemicolons) {
  const auto dataset = readText(
      "\xEF\xBB\xBFimage;label;split;tags\r\n"
      "\"img/0.png\";\"pie; \"\"warm\"\"\";train;\"apple|brown\nsugar\"\r\n"
      "img/1.png;soup;train;salt\r\n");
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  ASSERT_EQ(dataset->classes.size(), 2U);
  EXPECT_EQ(dataset->classes[0], "pie; \"warm\"");
  EXPECT_EQ(dataset->tags, (std::vector<std::string>{"apple", "brown\nsugar", "salt"}));
  EXPECT_TRUE(dataset->problems.empty());
}

TEST_F(CsvListTest, ReadsLatin1AndSaysSo) {
  const auto dataset = readText("image,label,split,tags\nimg/0.png,cr\xE8me,train,\nimg/1.png,soup,train,\n");
  ASSERT_TRUE(dataset.ok());
  EXPECT_EQ(dataset->classes[0], "crème");
  EXPECT_EQ(test::problemsOfKind(*dataset, "encoding"), 1);
}

TEST_F(CsvListTest, RefusesUtf16WithAnAnswer) {
  const auto dataset = readText(std::string("\xFF\xFEi\0m\0", 6));
  ASSERT_FALSE(dataset.ok());
}

TEST_F(CsvListTest, NamesTheColumnsThatItFound) {
  const auto dataset = readText("picture,labels,split\nimg/0.png,pie,train\n");
  ASSERT_FALSE(dataset.ok());
  EXPECT_EQ(dataset.error().code, ErrorCode::format);
  const std::string text = dataset.error().toString();
  EXPECT_NE(text.find("no column 'image'"), std::string::npos) << text;
  EXPECT_NE(text.find("picture, labels, split"), std::string::npos) << text;
}

TEST_F(CsvListTest, SuggestsTheNearestColumn) {
  const auto dataset = readText("image,labell,split\nimg/0.png,pie,train\n");
  ASSERT_FALSE(dataset.ok());
  EXPECT_NE(dataset.error().toString().find("Did you mean 'labell'"), std::string::npos) << dataset.error().toString();
}

TEST_F(CsvListTest, MapsColumnsOfOtherNames) {
  folder.write("list.csv", "file,dish,what\nimg/0.png,pie,a/b\nimg/1.png,soup,c\n");
  auto options = optionsFor(folder.path());
  options.imageColumn = "file";
  options.labelColumn = "dish";
  options.tagsColumn = "what";
  options.tagSeparator = "/";
  const auto dataset = readDataset(options);
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->tags, (std::vector<std::string>{"a", "b", "c"}));
  options.tagsColumn = "wat";
  const auto wrong = readDataset(options);
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.error().toString().find("Did you mean 'what'"), std::string::npos) << wrong.error().toString();
}

TEST_F(CsvListTest, LeavesOutBadRowsWithTheirLine) {
  const auto dataset = readText(
      "image,label,split,tags\n"
      "img/0.png,pie,train,a\n"
      "img/gone.png,pie,train,a\n"   // missing
      "img/1.png,pie,sometimes,a\n"  // unknown split
      "img/2.png,,train,a\n"         // no label
      "img/3.png,soup\n"             // too few cells
      "img/0.png,soup,train,b\n"     // a second time
      "img/4.png,soup,train,b\n");
  ASSERT_TRUE(dataset.ok());
  EXPECT_EQ(dataset->samples.size(), 2U);
  ASSERT_EQ(dataset->problems.size(), 5U);
  std::vector<std::int64_t> lines;
  for (const auto& problem : dataset->problems) lines.push_back(problem.line);
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines, (std::vector<std::int64_t>{3, 4, 5, 6, 7}));
}

TEST_F(CsvListTest, FailsWithAReasonWhenNothingIsUsable) {
  const auto nothing = readText("image,label\nno/such.png,pie\n");
  ASSERT_FALSE(nothing.ok());
  EXPECT_EQ(nothing.error().code, ErrorCode::data);
  EXPECT_NE(nothing.error().toString().find("line 2"), std::string::npos) << nothing.error().toString();
  const auto empty = readText("image,label\n");
  ASSERT_FALSE(empty.ok());
  EXPECT_NE(empty.error().toString().find("no rows"), std::string::npos);
}

TEST_F(CsvListTest, ReadsFood10) {
  MARCIE_NEED_DATA(food10, "food10");
  const auto dataset = readDataset(optionsFor(food10));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->reader, "csv_list");
  EXPECT_EQ(test::countOf(*dataset, Split::train), 3397);
  EXPECT_EQ(test::countOf(*dataset, Split::val), 353);
  EXPECT_EQ(test::countOf(*dataset, Split::test), 1250);
  EXPECT_TRUE(dataset->problems.empty());
  EXPECT_EQ(dataset->samples.front().tags.size(), 7U);
}

TEST_F(CsvListTest, ReadsPostersWithPathsThatLeaveTheFolder) {
  MARCIE_NEED_DATA(posters, "posters_genre");
  const auto dataset = readDataset(optionsFor(posters));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->classes, (std::vector<std::string>{"Action", "Comedy", "Drama", "Horror"}));
  EXPECT_TRUE(dataset->problems.empty());
  EXPECT_EQ(dataset->samples.front().path.find(".."), std::string::npos);
}

}  // namespace
}  // namespace marcie::data
