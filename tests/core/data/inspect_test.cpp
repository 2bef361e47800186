#include "core/data/inspect.h"

#include <chrono>
#include <gmock/gmock.h>

#include "core/data/kitchen/kitchen.h"
#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using test::optionsFor;
using test::TempFolder;

std::string reasonOf(const DatasetSummary& summary, const std::string& ending, const std::string& kind) {
  for (const auto& problem : summary.problems) {
    if (problem.path.ends_with(ending)) {
      EXPECT_EQ(problem.kind, kind) << ending;
      return problem.reason;
    }
  }
  ADD_FAILURE() << "no problem for " << ending;
  return {};
}

bool warns(const DatasetSummary& summary, const std::string& part) {
  return std::any_of(summary.warnings.begin(), summary.warnings.end(),
                     [&](const std::string& warning) { return warning.find(part) != std::string::npos; });
}

TEST(InspectTest, FindsEveryKindOfBadFile) {
  const TempFolder folder;
  for (int i = 0; i < 10; ++i) {
    folder.write("pie/" + std::to_string(i) + ".png", test::tinyPicture(i));
    folder.write("soup/" + std::to_string(i) + ".png", test::tinyPicture(100 + i));
  }
  const std::string jpeg = test::encoded(test::quadrants(300, 200), ".jpg");
  folder.write("pie/cut.jpg", jpeg.substr(0, jpeg.size() / 2));
  folder.write("pie/empty.jpg", "");
  folder.write("pie/text.jpg", "I am a recipe, not a picture");
  folder.write("soup/huge.png", test::pngHeaderOnly(20000, 20000));
  folder.write("soup/huge.jpg", test::jpegHeaderOnly(20000, 20000));
  folder.write("soup/turned.jpg", test::withOrientation(jpeg, 6));
  folder.write("soup/grey.png", test::encoded(cv::Mat(30, 20, CV_8UC1, cv::Scalar(9)), ".png"));
  folder.write("soup/alpha.png", test::encoded(cv::Mat(30, 20, CV_8UC4, cv::Scalar(9, 9, 9, 9)), ".png"));
  const auto summary = inspectDataset(optionsFor(folder.path()));
  ASSERT_TRUE(summary.ok()) << summary.error().toString();
  EXPECT_EQ(summary->images, 23);
  EXPECT_EQ(summary->problemCount, 5);
  EXPECT_THAT(reasonOf(*summary, "cut.jpg", "corrupt"), ::testing::HasSubstr("cut off"));
  EXPECT_THAT(reasonOf(*summary, "empty.jpg", "corrupt"), ::testing::HasSubstr("empty"));
  EXPECT_THAT(reasonOf(*summary, "text.jpg", "notAnImage"), ::testing::HasSubstr("text file"));
  EXPECT_THAT(reasonOf(*summary, "huge.png", "tooLarge"), ::testing::HasSubstr("20000"));
  EXPECT_THAT(reasonOf(*summary, "huge.jpg", "tooLarge"), ::testing::HasSubstr("20000"));
  EXPECT_EQ(summary->rotated, 1);
  EXPECT_EQ(summary->grey, 1);
  EXPECT_EQ(summary->withAlpha, 1);
  EXPECT_EQ(summary->smallestSide, 18);
  EXPECT_EQ(summary->largestSide, 300);
  EXPECT_EQ(summary->train + summary->val + summary->test, 23);
  EXPECT_TRUE(warns(*summary, "no annotations"));
}

TEST(InspectTest, FindsExactDuplicatesWithinAndAcrossSplits) {
  const TempFolder folder;
  int number = 0;
  for (const std::string split : {"train/", "test/", "val/"}) {
    for (const std::string name : {"a/", "b/"}) {
      for (int i = 0; i < 3; ++i) folder.write(split + name + std::to_string(i) + ".png", test::tinyPicture(++number));
    }
  }
  folder.write("train/a/copy.png", test::tinyPicture(1));  // within train
  folder.write("test/a/leak.png", test::tinyPicture(2));   // train and test
  folder.write("test/b/other.png", test::tinyPicture(3));  // and under another class
  const auto summary = inspectDataset(optionsFor(folder.path()));
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->duplicatesWithinSplit, 1);
  EXPECT_EQ(summary->duplicatesAcrossSplits, 2);
  ASSERT_EQ(summary->duplicates.size(), 3U);
  EXPECT_EQ(summary->duplicates[0].firstSplit, "train");
  EXPECT_EQ(summary->duplicates[0].secondSplit, "test");
  EXPECT_EQ(summary->duplicates[2].firstSplit, summary->duplicates[2].secondSplit);
  EXPECT_TRUE(warns(*summary, "2 pictures are, byte for byte, in two splits"));
  EXPECT_EQ(summary->duplicatesAcrossClasses, 1);
  EXPECT_TRUE(warns(*summary, "1 pictures are, byte for byte, in two classes"));
}

TEST(InspectTest, WarnsOfClassesWithoutTrainingPicturesAndEmptyAnnotations) {
  const TempFolder folder;
  std::string list = "image,label,split,tags\n";
  for (int i = 0; i < 12; ++i) {
    const std::string name = std::to_string(i) + ".png";
    folder.write(name, test::tinyPicture(i));
    list += name +
            (i < 8    ? (i % 2 == 0 ? ",a,train," : ",b,train,")
             : i < 10 ? ",never,test,"
                      : ",a,val,") +
            (i % 3 == 0 ? "" : "salt|tag" + std::to_string(i % 5)) + "\n";
  }
  folder.write("samples.csv", list);
  const auto summary = inspectDataset(optionsFor(folder.path()));
  ASSERT_TRUE(summary.ok());
  EXPECT_TRUE(warns(*summary, "1 class has no training pictures and can never be predicted: never."));
  EXPECT_TRUE(warns(*summary, "4 of 12 pictures have no annotations"));
  EXPECT_EQ(summary->imagesWithoutTags, 4);
  EXPECT_EQ(summary->tags.front().name, "salt");
  EXPECT_FALSE(summary->textIdentifiesClass);
  EXPECT_EQ(summary->classes[2].name, "never");
  EXPECT_EQ(summary->classes[2].test, 2);
}

TEST(InspectTest, StopsWhenAsked) {
  const TempFolder folder;
  for (int i = 0; i < 8; ++i)
    folder.write((i % 2 == 0 ? "a/" : "b/") + std::to_string(i) + ".png", test::tinyPicture(i));
  StopToken stop;
  stop.requestStop();
  const auto summary = inspectDataset(optionsFor(folder.path()), {}, stop);
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().code, ErrorCode::cancelled);
}

TEST(InspectTest, TheKitchenWorldHasNothingWrongAndTextsOfItsOwn) {
  const TempFolder folder;
  KitchenOptions kitchen;
  kitchen.images = 120;
  kitchen.imageSize = 48;
  kitchen.users = 2;
  ASSERT_TRUE(synthKitchen(kitchen, folder / "k").ok());
  std::int64_t seen = 0;
  const auto summary = inspectDataset(optionsFor(folder / "k"), [&](std::int64_t done, std::int64_t) { seen = done; });
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(seen, 120);
  EXPECT_EQ(summary->images, 120);
  EXPECT_EQ(summary->problemCount, 0);
  EXPECT_EQ(summary->duplicates.size(), 0U);
  EXPECT_TRUE(summary->warnings.empty()) << summary->warnings.front();
  EXPECT_FALSE(summary->textIdentifiesClass);
  EXPECT_GT(summary->distinctTexts, 80);
  EXPECT_NEAR(summary->tagsPerImage, 4.9, 0.6);
}

TEST(InspectTest, Food10HasDuplicatesAndOneTextAClass) {
  MARCIE_NEED_DATA(food10, "food10");
  const auto start = std::chrono::steady_clock::now();
  const auto summary = inspectDataset(optionsFor(food10));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(summary.ok());
  std::printf("5,000 pictures inspected in %.1f s\n", seconds.count());
  EXPECT_EQ(summary->images, 5000);
  EXPECT_EQ(summary->problemCount, 0);
  EXPECT_EQ(summary->train, 3397);
  EXPECT_TRUE(summary->textIdentifiesClass);
  EXPECT_EQ(summary->distinctTexts, 10);
  EXPECT_GT(summary->duplicatesAcrossSplits + summary->duplicatesWithinSplit, 0);
  std::printf("duplicates: %d across splits, %d within\n", static_cast<int>(summary->duplicatesAcrossSplits),
              static_cast<int>(summary->duplicatesWithinSplit));
  EXPECT_EQ(summary->readers.front().name, "csv_list");
}

TEST(InspectTest, PostersHaveTheirOwnTexts) {
  MARCIE_NEED_DATA(posters, "posters_genre");
  const auto summary = inspectDataset(optionsFor(posters));
  ASSERT_TRUE(summary.ok());
  EXPECT_FALSE(summary->textIdentifiesClass);
  EXPECT_GT(summary->distinctTexts, 500);
  EXPECT_EQ(summary->classes.size(), 4U);
}

}  // namespace
}  // namespace marcie::data
