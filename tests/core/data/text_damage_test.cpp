#include "core/data/text_damage.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

namespace marcie::data {
namespace {

constexpr int kPictures = 2000;
constexpr std::int32_t kOwn = 5;  // annotations 0 … 4 of 30 on every picture

Dataset menu() {
  Dataset dataset;
  dataset.classes = {"a"};
  for (int t = 0; t < 30; ++t) dataset.tags.push_back(std::to_string(t));
  for (int i = 0; i < kPictures; ++i) {
    dataset.samples.push_back({"", 0, i % 10 == 0 ? Split::val : Split::train, {0, 1, 2, 3, 4}});
  }
  return dataset;
}

struct Counts {
  double right = 0, wrong = 0;  // a training picture, as a share of its own annotations
};
Counts counted(const Dataset& dataset) {
  Counts counts;
  double pictures = 0;
  for (const Sample& sample : dataset.samples) {
    EXPECT_TRUE(std::is_sorted(sample.tags.begin(), sample.tags.end()));
    EXPECT_EQ(std::adjacent_find(sample.tags.begin(), sample.tags.end()), sample.tags.end());
    if (sample.split != Split::train) {
      EXPECT_EQ(sample.tags, (std::vector<std::int32_t>{0, 1, 2, 3, 4})) << "only training text is damaged";
      continue;
    }
    ++pictures;
    for (const auto tag : sample.tags) (tag < kOwn ? counts.right : counts.wrong) += 1;
  }
  return {counts.right / pictures / kOwn, counts.wrong / pictures / kOwn};
}
Counts after(double drop, double swap, double noise) {
  Dataset dataset = menu();
  DataOptions options;
  options.textDrop = drop;
  options.textSwap = swap;
  options.textNoise = noise;
  damageTrainingText(dataset, options, 1);
  return counted(dataset);
}

TEST(TextDamageTest, DoesWhatTheSharesSay) {
  EXPECT_NEAR(after(.3, 0, 0).right, .7, .02);
  EXPECT_EQ(after(.3, 0, 0).wrong, 0);
  EXPECT_NEAR(after(0, .3, 0).right, .7, .02);
  EXPECT_NEAR(after(0, .3, 0).wrong, .3, .03);
  EXPECT_EQ(after(0, 0, .3).right, 1);
  EXPECT_NEAR(after(0, 0, .3).wrong, .3, .03);
  EXPECT_EQ(after(1, 0, 0).right, 0);
  EXPECT_EQ(after(0, 1, 0).right, 0);
}

TEST(TextDamageTest, IsAFunctionOfTheSeedAndGrowsWithTheShare) {
  DataOptions options;
  options.textDrop = .2;
  Dataset once = menu();
  Dataset again = menu();
  Dataset other = menu();
  Dataset more = menu();
  damageTrainingText(once, options, 1);
  damageTrainingText(again, options, 1);
  damageTrainingText(other, options, 2);
  options.textDrop = .5;
  damageTrainingText(more, options, 1);
  bool differs = false;
  for (std::size_t i = 0; i < once.samples.size(); ++i) {
    const auto& tags = once.samples[i].tags;
    EXPECT_EQ(tags, again.samples[i].tags);
    differs = differs || tags != other.samples[i].tags;
    const auto& fewer = more.samples[i].tags;
    EXPECT_TRUE(std::includes(tags.begin(), tags.end(), fewer.begin(), fewer.end())) << "lost at .2, back at .5";
  }
  EXPECT_TRUE(differs);
}

TEST(TextDamageTest, NothingIsDoneUnlessAsked) {
  EXPECT_EQ(after(0, 0, 0).right, 1);
  EXPECT_EQ(after(0, 0, 0).wrong, 0);
}

// Where a picture has every annotation there is none to mistake it for.
TEST(TextDamageTest, AFullListStaysWhole) {
  Dataset dataset = menu();
  dataset.tags.resize(kOwn);
  DataOptions options;
  options.textSwap = 1;
  options.textNoise = 1;
  damageTrainingText(dataset, options, 1);
  EXPECT_EQ(counted(dataset).right, 1);
}

}  // namespace
}  // namespace marcie::data
