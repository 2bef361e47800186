#include "core/data/leak_check.h"

#include <gmock/gmock.h>

#include "core/data/inspect.h"
#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

using ::testing::HasSubstr;

class LeakCheckTest : public ::testing::Test {
 protected:
  LeakCheckTest() {
    made.classes = {"pie", "soup"};
    made.tags = {"apple", "leek", "salt"};
  }
  void add(const std::string& name, const std::string& bytes, int label, Split split, std::vector<std::int32_t> tags) {
    folder.write(name, bytes);
    made.samples.push_back({(folder / name).string(), label, split, std::move(tags)});
  }
  LeakFinding finding(const std::string& kind, std::int64_t duplicates = 0) const {
    for (auto& found : leakCheck(made, duplicates)) {
      if (found.kind == kind) return found;
    }
    ADD_FAILURE() << "no finding " << kind;
    return {};
  }
  test::TempFolder folder;
  Dataset made;
};

TEST_F(LeakCheckTest, FindsPicturesInTwoSplits) {
  add("a.png", test::tinyPicture(1), 0, Split::train, {0});
  add("b.png", test::tinyPicture(1), 0, Split::train, {0});  // twice in one split: no leak
  add("c.png", test::tinyPicture(2), 1, Split::train, {1});
  add("d.png", test::tinyPicture(2), 1, Split::test, {1});
  std::string almost = test::tinyPicture(3);
  add("e.png", almost, 1, Split::val, {1});
  almost[almost.size() / 2] ^= 1;  // as long, but not the same
  add("f.png", almost, 1, Split::test, {1});
  made.samples.push_back({(folder / "gone.png").string(), 0, Split::test, {}});
  const auto shared = picturesInTwoSplits(made);
  ASSERT_TRUE(shared.ok()) << shared.error().toString();
  EXPECT_EQ(shared->count, 1);
  ASSERT_EQ(shared->pairs.size(), 1U);
  EXPECT_TRUE(shared->pairs[0].first.ends_with("c.png"));
  EXPECT_TRUE(shared->pairs[0].second.ends_with("d.png"));
  EXPECT_EQ(shared->pairs[0].secondSplit, "test");
  EXPECT_TRUE(finding("duplicates", shared->count).leaks);
  EXPECT_FALSE(finding("duplicates", 0).leaks);
  StopToken stop;
  stop.requestStop();
  EXPECT_EQ(picturesInTwoSplits(made, stop).error().code, ErrorCode::cancelled);
}

TEST_F(LeakCheckTest, SaysThatTextIsTheLabel) {
  for (int i = 0; i < 6; ++i) {
    add(std::to_string(i) + ".png", test::tinyPicture(i), i % 2, i < 4 ? Split::train : Split::test, {i % 2, 2});
  }
  EXPECT_TRUE(finding("text").leaks);
  EXPECT_EQ(finding("text").message,
            "Each class has one text, so text is the label: only picture-only results mean anything.");
  made.samples[0].tags = {2};
  made.samples[1].tags = {2};  // now two classes share a text
  const LeakFinding text = finding("text");
  EXPECT_FALSE(text.leaks);
  EXPECT_THAT(text.message, HasSubstr("3 texts in 2 classes"));
  EXPECT_THAT(text.message, HasSubstr("67 %"));
  for (Sample& sample : made.samples) sample.tags.clear();
  EXPECT_THAT(finding("text").message, HasSubstr("no annotations"));
}

TEST_F(LeakCheckTest, ProvesThatTestAnnotationsStayAway) {
  for (int i = 0; i < 20; ++i) add(std::to_string(i) + ".png", "not looked at", i % 2, Split::test, {0, 1});
  const LeakFinding test = finding("testAnnotations");
  EXPECT_FALSE(test.leaks);
  EXPECT_EQ(test.count, 8);
  EXPECT_THAT(test.message, HasSubstr("NaN (seen on 8 of 20)"));
}

TEST_F(LeakCheckTest, InspectionReportsIt) {
  folder.write("samples.csv",
               "image,label,split,tags\n1.png,pie,train,apple\n2.png,soup,train,leek\n3.png,pie,test,apple\n"
               "4.png,soup,test,leek\n");
  for (int i = 1; i <= 4; ++i) folder.write(std::to_string(i) + ".png", test::tinyPicture(i == 3 ? 1 : i));
  const auto summary = inspectDataset(test::optionsFor(folder.path()));
  ASSERT_TRUE(summary.ok()) << summary.error().toString();
  ASSERT_EQ(summary->leaks.size(), 3U);
  EXPECT_TRUE(summary->leaks[0].leaks) << "the first pie is in train and in test";
  EXPECT_TRUE(summary->leaks[1].leaks);
  EXPECT_FALSE(summary->leaks[2].leaks);
}

}  // namespace
}  // namespace marcie::data
