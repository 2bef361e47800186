#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::optionsFor;
using test::TempFolder;

// The layout of the released archive, with three classes and four ingredients.
class Vireofood172Test : public ::testing::Test {
 protected:
  void SetUp() override {
    write("FoodList.txt", "Braised Pork\r\nSauteed Shrimp\r\nFried Rice\r\n");
    write("IngredientList.txt", "Minced pork\nGarlic clove, crushed\nShrimp\nRice\n");
    write("TR.txt", "/1/1_0.jpg\r\n/1/1_1.jpg\r\n/3/3_0.jpg\r\n\r\n");
    write("VAL.txt", "/2/2_0.jpg\n");
    write("TE.txt", "/2/2_1.jpg\n/3/3_1.jpg\n");
    // In another order than the lists, absent as -1 and as 0.
    write("IngreLabel.txt",
          "/3/3_1.jpg -1 -1 -1 1\n/2/2_0.jpg 0 1 1 0\n/1/1_1.jpg 1 0 0 0\n/1/1_0.jpg 1 1 -1 -1\n"
          "/2/2_1.jpg -1 -1 1 -1\n/3/3_0.jpg -1 1 -1 1\n");
    int number = 0;
    for (const std::string name : {"1/1_0", "1/1_1", "2/2_0", "2/2_1", "3/3_0", "3/3_1"}) {
      folder.write("ready_chinese_food/" + name + ".jpg", test::encoded(test::quadrants(20 + number++, 20), ".jpg"));
    }
  }
  void write(const std::string& name, const std::string& text) { folder.write("SplitAndIngreLabel/" + name, text); }
  TempFolder folder;
};

TEST_F(Vireofood172Test, ReadsClassesSplitsAndIngredientsByPath) {
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->reader, "vireofood172");
  EXPECT_EQ(dataset->classes, (std::vector<std::string>{"Braised Pork", "Sauteed Shrimp", "Fried Rice"}));
  EXPECT_EQ(test::countOf(*dataset, Split::train), 3);
  EXPECT_EQ(test::countOf(*dataset, Split::val), 1);
  EXPECT_EQ(test::countOf(*dataset, Split::test), 2);
  EXPECT_TRUE(dataset->problems.empty());
  const auto* first = test::sampleNamed(*dataset, "/1/1_0.jpg");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->label, 0);
  EXPECT_EQ(test::tagNames(*dataset, *first), (std::vector<std::string>{"Garlic clove, crushed", "Minced pork"}));
  EXPECT_EQ(test::tagNames(*dataset, *test::sampleNamed(*dataset, "/3/3_1.jpg")), (std::vector<std::string>{"Rice"}));
  // Zero and minus one both mean absent.
  EXPECT_EQ(test::tagNames(*dataset, *test::sampleNamed(*dataset, "/2/2_0.jpg")),
            (std::vector<std::string>{"Garlic clove, crushed"}))
      << "Shrimp is on no training picture and so out of the vocabulary";
}

TEST_F(Vireofood172Test, IsFoundFromItsSubfolders) {
  for (const std::string below : {"SplitAndIngreLabel", "ready_chinese_food"}) {
    auto options = optionsFor(folder / below);
    options.reader = "vireofood172";
    const auto dataset = readDataset(options);
    ASSERT_TRUE(dataset.ok()) << below << ": " << dataset.error().toString();
    EXPECT_EQ(dataset->samples.size(), 6U);
  }
}

TEST_F(Vireofood172Test, ReportsRowsThatDoNotFit) {
  write("TR.txt", "/1/1_0.jpg\n/9/9_0.jpg\n/1/gone.jpg\n/3/3_0.jpg\n");
  write("IngreLabel.txt", "/1/1_0.jpg 1 1 -1 -1\n/3/3_0.jpg -1 1\n");
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_TRUE(dataset.ok());
  EXPECT_EQ(test::problemsOfKind(*dataset, "unknownClass"), 1);
  EXPECT_EQ(test::problemsOfKind(*dataset, "missing"), 1);
  EXPECT_EQ(test::problemsOfKind(*dataset, "row"), 1);
  EXPECT_EQ(test::problemsOfKind(*dataset, "noAnnotation"), 4);
}

TEST_F(Vireofood172Test, RefusesAnIngredientListOfAnotherLength) {
  write("IngredientList.txt", "Minced pork\nGarlic\n");
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_FALSE(dataset.ok());
  EXPECT_EQ(dataset.error().code, ErrorCode::format);
  EXPECT_NE(dataset.error().toString().find("4 values a line but IngredientList.txt has 2 lines"), std::string::npos)
      << dataset.error().toString();
}

TEST_F(Vireofood172Test, SaysThatPicturesAreMissing) {
  std::filesystem::remove_all(folder / "ready_chinese_food");
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_FALSE(dataset.ok());
  EXPECT_NE(dataset.error().toString().find("the pictures are not"), std::string::npos);
}

}  // namespace
}  // namespace marcie::data
