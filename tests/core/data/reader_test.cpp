#include "core/data/reader.h"

#include <set>

#include "core/base/random.h"
#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::optionsFor;
using test::TempFolder;

Error errorOf(const DataOptions& options) {
  auto dataset = readDataset(options);
  EXPECT_FALSE(dataset.ok());
  return dataset.ok() ? Error{} : std::move(dataset).error();
}

TEST(ReaderTest, RefusesMissingAndEmptyFolders) {
  const TempFolder folder;
  const Error missing = errorOf(optionsFor(folder / "not there"));
  EXPECT_EQ(missing.code, ErrorCode::notFound);
  EXPECT_NE(missing.message.find("not there"), std::string::npos);
  const Error empty = errorOf(optionsFor(folder.path()));
  EXPECT_EQ(empty.code, ErrorCode::data);
  EXPECT_NE(empty.message.find("is empty"), std::string::npos);
  EXPECT_EQ(errorOf(DataOptions{}).code, ErrorCode::notFound);
}

TEST(ReaderTest, SaysWhatItFoundAndWhatEachReaderExpects) {
  const TempFolder folder;
  folder.write("photo.png", test::tinyPicture(1));
  folder.write("notes.txt", "hello");
  folder.write("stuff/readme.md", "hello");
  const Error error = errorOf(optionsFor(folder.path()));
  EXPECT_EQ(error.code, ErrorCode::data);
  EXPECT_NE(error.message.find("1 folder (stuff), 1 picture, 1 other file (notes.txt)"), std::string::npos)
      << error.message;
  for (const DatasetReader* reader : readers()) {
    EXPECT_NE(error.hint.find(reader->title), std::string::npos) << reader->name;
    EXPECT_NE(error.hint.find(reader->expects), std::string::npos) << reader->name;
  }
}

TEST(ReaderTest, RefusesUnknownReadersWithTheNearestName) {
  const TempFolder folder;
  folder.write("a/1.png", test::tinyPicture(1));
  auto options = optionsFor(folder.path());
  options.reader = "csv_lst";
  const Error error = errorOf(options);
  EXPECT_EQ(error.code, ErrorCode::option);
  EXPECT_NE(error.hint.find("csv_list"), std::string::npos);
}

// Contract of every entry of the catalog.
TEST(ReaderTest, EveryReaderDescribesItselfAndSurvivesNothing) {
  const TempFolder folder;
  folder.write("note.txt", "x");
  std::set<std::string_view> names;
  for (const DatasetReader* reader : readers()) {
    EXPECT_TRUE(names.insert(reader->name).second) << reader->name;
    EXPECT_FALSE(reader->title.empty());
    EXPECT_GT(reader->expects.size(), 40U);
    for (const auto& path : {folder.path(), folder / "note.txt", folder / "absent"}) {
      EXPECT_LT(reader->recognise(optionsFor(path)).score, 0.15) << reader->name << " on " << path;
      const auto dataset = reader->read(optionsFor(path), {});
      ASSERT_FALSE(dataset.ok()) << reader->name << " on " << path;
      EXPECT_FALSE(dataset.error().message.empty());
    }
  }
  EXPECT_EQ(names.size(), 4U);
}

TEST(ReaderTest, StopsWhenAsked) {
  const TempFolder folder;
  folder.write("a/1.png", test::tinyPicture(1));
  folder.write("b/1.png", test::tinyPicture(2));
  StopToken stop;
  stop.requestStop();
  const auto dataset = readDataset(optionsFor(folder.path()), stop);
  ASSERT_FALSE(dataset.ok());
  EXPECT_EQ(dataset.error().code, ErrorCode::cancelled);
}

// Random mutations of every list file: any answer is right, a crash or an index out of range is not.
TEST(ReaderTest, SurvivesMutatedLists) {
  const TempFolder folder;
  for (const std::string name : {"img/1.png", "img/2.png", "images/a/1.jpg", "images/b/2.jpg",
                                 "ready_chinese_food/1/1.jpg", "ready_chinese_food/2/2.jpg"}) {
    folder.write(name, "x");
  }
  const std::vector<std::pair<std::string, std::string>> files{
      {"samples.csv", "image,label,split,tags\nimg/1.png,\"a,\"\"b\",train,x|y\nimg/2.png,b,test,z\n"},
      {"Annotations/classes.txt", "a\nb\n"},
      {"Annotations/ingredients.txt", "x,y\nz\n"},
      {"Annotations/train_images.txt", "a/1\nb/2\n"},
      {"Annotations/train_labels.txt", "0\n1\n"},
      {"SplitAndIngreLabel/TR.txt", "/1/1.jpg\n/2/2.jpg\n"},
      {"SplitAndIngreLabel/IngreLabel.txt", "/1/1.jpg 1 -1\n/2/2.jpg 0 1\n"},
      {"SplitAndIngreLabel/IngredientList.txt", "salt\npepper\n"},
      {"SplitAndIngreLabel/FoodList.txt", "pie\nsoup\n"}};
  for (const auto& [name, text] : files) folder.write(name, text);
  Rng rng(11);
  const std::string alphabet = "\n\r\",;|/ -019ab\xFF\0\t.";
  int readable = 0;
  for (int round = 0; round < 250; ++round) {
    const auto& [name, text] = files[rng.below(files.size())];
    std::string bytes = text;
    for (auto changes = 1 + rng.below(4); changes > 0 && !bytes.empty(); --changes) {
      const auto at = rng.below(bytes.size());
      switch (rng.below(3)) {
        case 0:
          bytes[at] = alphabet[rng.below(alphabet.size())];
          break;
        case 1:
          bytes.insert(at, 1, alphabet[rng.below(alphabet.size())]);
          break;
        default:
          bytes.erase(at, 1 + rng.below(5));
      }
    }
    folder.write(name, bytes);
    for (const DatasetReader* reader : readers()) {
      auto options = optionsFor(folder.path());
      options.reader = reader->name;
      const auto dataset = readDataset(options);
      if (!dataset.ok()) {
        EXPECT_FALSE(dataset.error().message.empty());
        continue;
      }
      ++readable;
      for (const Sample& sample : dataset->samples) {
        ASSERT_LT(static_cast<std::size_t>(sample.label), dataset->classes.size());
        for (const auto tag : sample.tags) ASSERT_LT(static_cast<std::size_t>(tag), dataset->tags.size());
        ASSERT_TRUE(std::is_sorted(sample.tags.begin(), sample.tags.end()));
      }
    }
    folder.write(name, text);
  }
  EXPECT_GT(readable, 250);
}

}  // namespace
}  // namespace marcie::data
