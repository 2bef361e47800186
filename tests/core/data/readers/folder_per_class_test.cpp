#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::optionsFor;
using test::TempFolder;

void writeClasses(const TempFolder& folder, const std::string& prefix, int perClass, int first = 0) {
  for (const std::string name : {"soup", "apple pie", "curry"}) {
    for (int i = 0; i < perClass; ++i) {
      folder.write(prefix + name + "/" + std::to_string(i) + ".png", test::tinyPicture(first++));
    }
  }
}

TEST(FolderPerClassTest, ReadsClassesAndDrawsAStratifiedSplit) {
  const TempFolder folder;
  writeClasses(folder, "", 20);
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->reader, "folder_per_class");
  EXPECT_EQ(dataset->classes, (std::vector<std::string>{"apple pie", "curry", "soup"}));
  EXPECT_TRUE(dataset->tags.empty());
  EXPECT_EQ(test::countOf(*dataset, Split::test), 3 * 4);
  EXPECT_EQ(test::countOf(*dataset, Split::val), 3 * 2);
  EXPECT_EQ(test::countOf(*dataset, Split::train), 3 * 14);
  EXPECT_NE(dataset->splitOrigin.find("seeded (seed 1"), std::string::npos) << dataset->splitOrigin;
}

TEST(FolderPerClassTest, TakesGivenSplitFolders) {
  const TempFolder folder;
  writeClasses(folder, "Training/", 10);
  writeClasses(folder, "valid/", 2, 100);
  writeClasses(folder, "test/", 4, 200);
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_TRUE(dataset.ok());
  EXPECT_EQ(dataset->splitOrigin, "given");
  EXPECT_EQ(test::countOf(*dataset, Split::train), 30);
  EXPECT_EQ(test::countOf(*dataset, Split::val), 6);
  EXPECT_EQ(test::countOf(*dataset, Split::test), 12);
}

TEST(FolderPerClassTest, TakesMissingValidationFromTraining) {
  const TempFolder folder;
  writeClasses(folder, "train/", 10);
  writeClasses(folder, "test/", 4, 200);
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_TRUE(dataset.ok());
  EXPECT_EQ(test::countOf(*dataset, Split::val), 3);
  EXPECT_EQ(test::countOf(*dataset, Split::train), 27);
  EXPECT_EQ(test::countOf(*dataset, Split::test), 12);
  EXPECT_NE(dataset->splitOrigin.find("validation taken from training"), std::string::npos);
}

TEST(FolderPerClassTest, ReportsWhatItLeavesOut) {
  const TempFolder folder;
  writeClasses(folder, "", 4);
  folder.write("soup/notes.txt", "remember the salt");
  folder.write("soup/.DS_Store", "clutter");
  folder.write("loose.png", test::tinyPicture(999));
  folder.write("curry/deeper/below.png", test::tinyPicture(998));
  const auto dataset = readDataset(optionsFor(folder.path()));
  ASSERT_TRUE(dataset.ok());
  EXPECT_EQ(dataset->samples.size(), 13U);
  EXPECT_NE(test::sampleNamed(*dataset, "deeper/below.png"), nullptr);
  ASSERT_EQ(dataset->problems.size(), 2U);
  EXPECT_EQ(test::problemsOfKind(*dataset, "notAnImage"), 1);
  EXPECT_EQ(test::problemsOfKind(*dataset, "unknownClass"), 1);
}

TEST(FolderPerClassTest, DoesNotClaimAFlatFolder) {
  const TempFolder folder;
  folder.write("a.png", test::tinyPicture(1));
  folder.write("b.png", test::tinyPicture(2));
  for (const auto& score : scoreReaders(optionsFor(folder.path()))) EXPECT_EQ(score.score, 0) << score.name;
}

TEST(FolderPerClassTest, ReadsTheFoldersOfFood10) {
  MARCIE_NEED_DATA(food10, "food10");
  const auto dataset = readDataset(optionsFor(food10 / "images"));
  ASSERT_TRUE(dataset.ok()) << dataset.error().toString();
  EXPECT_EQ(dataset->reader, "folder_per_class");
  EXPECT_EQ(dataset->samples.size(), 5000U);
  EXPECT_EQ(dataset->classes.size(), 10U);
  EXPECT_EQ(test::countOf(*dataset, Split::test), 1000);
}

}  // namespace
}  // namespace marcie::data
