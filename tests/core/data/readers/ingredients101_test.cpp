#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::optionsFor;
using test::TempFolder;

// Food-101 and Ingredients101 as they unpack, with two classes.
class Ingredients101Test : public ::testing::Test {
 protected:
  void SetUp() override {
    write("classes.txt", "apple_pie\nbibimbap\n");
    write("ingredients.txt", "butter,flour, apple ,apple\r\nrice,egg,butter\r\n");
    write("ingredients_simplified.txt", "butter,apple\nrice,egg\n");
    write("train_images.txt", "apple_pie/1\napple_pie/2\nbibimbap/1\n");
    write("train_labels.txt", "0\n0\n1\n");
    write("val_images.txt", "bibimbap/2\n");
    write("val_labels.txt", "1\n");
    write("test_images.txt", "apple_pie/3\n");
    write("test_labels.txt", "0\n");
    int number = 0;
    for (const std::string name : {"apple_pie/1", "apple_pie/2", "apple_pie/3", "bibimbap/1", "bibimbap/2"}) {
      folder.write("food-101/images/" + name + ".jpg", test::encoded(test::quadrants(20 + number++, 20), ".jpg"));
    }
  }
  void write(const std::string& name, const std::string& text) {
    folder.write("Ingredients101/Annotations/" + name, text);
  }
  Result<Dataset> readWith(DataOptions options) {
    options.reader = "ingredients101";
    return readDataset(options);
  }
  TempFolder folder;
};

TEST_F(Ingredients101Test, IsRecognisedFromTheFolderAboveAndReadsTheFullList) {
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->reader, "ingredients101");
  EXPECT_EQ(dataset->classes, (std::vector<std::string>{"apple_pie", "bibimbap"}));
  EXPECT_EQ(test::countOf(*dataset, Split::train), 3);
  EXPECT_EQ(test::countOf(*dataset, Split::val), 1);
  EXPECT_EQ(test::countOf(*dataset, Split::test), 1);
  EXPECT_EQ(test::tagNames(*dataset, *test::sampleNamed(*dataset, "apple_pie/3.jpg")),
            (std::vector<std::string>{"apple", "butter", "flour"}));
  EXPECT_EQ(test::sampleNamed(*dataset, "bibimbap/2.jpg")->label, 1);
}

TEST_F(Ingredients101Test, FindsThePicturesFromWhereverItIsDropped) {
  for (const std::string below : {"Ingredients101", "Ingredients101/Annotations"}) {
    const auto dataset = readWith(optionsFor(folder / below));
    ASSERT_TRUE(dataset.ok()) << below << ": " << dataset.error().toString();
    EXPECT_EQ(dataset->samples.size(), 5U) << below;
  }
}

TEST_F(Ingredients101Test, ReadsTheSimplifiedListWhenAsked) {
  auto options = optionsFor(folder.path());
  options.tagsColumn = "ingredients_simplified";
  const auto dataset = readWith(options);
  ASSERT_TRUE(dataset.ok());
  EXPECT_EQ(test::tagNames(*dataset, *test::sampleNamed(*dataset, "apple_pie/3.jpg")),
            (std::vector<std::string>{"apple", "butter"}));
}

TEST_F(Ingredients101Test, RefusesListsOfDifferentLength) {
  write("train_labels.txt", "0\n0\n");
  const auto images = readWith(optionsFor(folder.path()));
  ASSERT_FALSE(images.ok());
  EXPECT_EQ(images.error().code, ErrorCode::format);
  const std::string text = images.error().toString();
  EXPECT_NE(text.find("train_images.txt has 3 lines but train_labels.txt has 2"), std::string::npos) << text;
  write("train_labels.txt", "0\n0\n1\n");
  write("ingredients.txt", "butter\n");
  const auto lists = readWith(optionsFor(folder.path()));
  ASSERT_FALSE(lists.ok());
  EXPECT_NE(lists.error().toString().find("ingredients.txt has 1 lines but classes.txt has 2"), std::string::npos);
}

TEST_F(Ingredients101Test, ReportsMissingPicturesAndContradictions) {
  std::filesystem::remove(folder / "food-101/images/apple_pie/2.jpg");
  write("train_labels.txt", "0\n0\n7\n");
  write("val_labels.txt", "0\n");
  const auto dataset = readWith(optionsFor(folder.path()));
  ASSERT_TRUE(dataset.ok());
  EXPECT_EQ(dataset->samples.size(), 2U);
  EXPECT_EQ(test::problemsOfKind(*dataset, "missing"), 1);
  EXPECT_EQ(test::problemsOfKind(*dataset, "unknownClass"), 1);
  EXPECT_EQ(test::problemsOfKind(*dataset, "row"), 1);
}

TEST_F(Ingredients101Test, SaysPlainlyThatPicturesAreMissing) {
  MARCIE_NEED_DATA(formats, "label_formats");
  const auto dataset = readDataset(optionsFor(formats / "ingredients101"));
  ASSERT_FALSE(dataset.ok());
  EXPECT_EQ(dataset.error().code, ErrorCode::notFound);
  const std::string text = dataset.error().toString();
  EXPECT_NE(text.find("annotations of 101 classes are there, but the Food-101 pictures"), std::string::npos) << text;
}

TEST_F(Ingredients101Test, ReadsTheOriginalLayoutOfFood10LikeItsList) {
  MARCIE_NEED_DATA(food10, "food10");
  const auto dataset = readWith(optionsFor(food10));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(test::countOf(*dataset, Split::train), 3397);
  EXPECT_EQ(test::countOf(*dataset, Split::val), 353);
  EXPECT_EQ(test::countOf(*dataset, Split::test), 1250);
  const auto list = readDataset(optionsFor(food10));
  ASSERT_TRUE(list.ok());
  for (std::size_t i = 0; i < list->samples.size(); i += 311) {
    const Sample& wanted = list->samples[i];
    const Sample* found = test::sampleNamed(*dataset, wanted.path);
    ASSERT_NE(found, nullptr) << wanted.path;
    EXPECT_EQ(found->split, wanted.split);
    EXPECT_EQ(test::tagNames(*dataset, *found), test::tagNames(*list, wanted));
  }
}

}  // namespace
}  // namespace marcie::data
