#include "core/data/splits.h"

#include <map>

#include "tests/core/data/dataset_fixtures.h"

namespace marcie::data {
namespace {

Dataset toy(int perClass, const std::string& root = "/data/x") {
  Dataset dataset;
  dataset.root = root;
  dataset.classes = {"a", "b"};
  dataset.tags = {"often", "seldom", "test only"};
  for (int i = 0; i < 2 * perClass; ++i) {
    dataset.samples.push_back({root + "/" + std::to_string(i) + ".jpg", i % 2, Split::train, {0}});
  }
  return dataset;
}

std::map<std::string, Split> assignment(const Dataset& dataset) {
  std::map<std::string, Split> result;
  for (const auto& sample : dataset.samples) result[sample.path.substr(dataset.root.size())] = sample.split;
  return result;
}

TEST(SplitsTest, DependsOnTheSeedAndNotOnThePlace) {
  DataOptions options;
  Dataset first = toy(50);
  Dataset moved = toy(50, "/elsewhere/y");
  Dataset other = toy(50);
  completeSplits(first, options);
  completeSplits(moved, options);
  options.splitSeed = 2;
  completeSplits(other, options);
  EXPECT_EQ(assignment(first), assignment(moved));
  EXPECT_NE(assignment(first), assignment(other));
}

TEST(SplitsTest, IsStratified) {
  Dataset dataset = toy(50);
  completeSplits(dataset, {});
  std::map<std::pair<int, Split>, int> counts;
  for (const auto& sample : dataset.samples) ++counts[{sample.label, sample.split}];
  for (int label = 0; label < 2; ++label) {
    EXPECT_EQ((counts[{label, Split::test}]), 10);
    EXPECT_EQ((counts[{label, Split::val}]), 4);
    EXPECT_EQ((counts[{label, Split::train}]), 36);
  }
}

// A picture more changes the place of few others: the draw looks at each path, not at its position.
TEST(SplitsTest, IsStableWhenPicturesAreAdded) {
  Dataset before = toy(50);
  Dataset after = toy(51);
  completeSplits(before, {});
  completeSplits(after, {});
  const auto now = assignment(after);
  int changed = 0;
  for (const auto& [path, split] : assignment(before)) changed += now.at(path) != split ? 1 : 0;
  EXPECT_LE(changed, 4);
}

TEST(SplitsTest, LeavesTinyClassesInTraining) {
  Dataset dataset = toy(2);
  completeSplits(dataset, {});
  EXPECT_EQ(test::countOf(dataset, Split::train), 4);
}

TEST(SplitsTest, KeepsATestOnlyListAsItIs) {
  Dataset dataset = toy(5);
  for (auto& sample : dataset.samples) sample.split = Split::test;
  dataset.splitOrigin = "given";
  completeSplits(dataset, {});
  dropRareTags(dataset, 1);
  EXPECT_EQ(test::countOf(dataset, Split::test), 10);
  EXPECT_EQ(dataset.tags.size(), 3U);
}

TEST(SplitsTest, KeepsAStratifiedShareOfTraining) {
  Dataset dataset = toy(40);
  for (std::size_t i = 0; i < 20; ++i) dataset.samples[i].split = Split::test;
  DataOptions options;
  options.trainFraction = 0.25;
  keepTrainFraction(dataset, options);
  EXPECT_EQ(test::countOf(dataset, Split::test), 20);
  EXPECT_EQ(test::countOf(dataset, Split::train), 2 * 8);  // 0.25 of 30, rounded
  options.trainFraction = 0.01;
  keepTrainFraction(dataset, options);
  EXPECT_EQ(test::countOf(dataset, Split::train), 2);
}

TEST(SplitsTest, DropsTagsThatTrainingRarelyHas) {
  Dataset dataset = toy(10);
  dataset.samples[0].tags = {0, 1};
  dataset.samples[1].tags = {0, 1, 2};
  dataset.samples[1].split = Split::test;
  dropRareTags(dataset, 1);
  EXPECT_EQ(dataset.tags, (std::vector<std::string>{"often", "seldom"}));
  EXPECT_EQ(dataset.samples[1].tags, (std::vector<std::int32_t>{0, 1}));
  dropRareTags(dataset, 2);
  EXPECT_EQ(dataset.tags, (std::vector<std::string>{"often"}));
}

}  // namespace
}  // namespace marcie::data
