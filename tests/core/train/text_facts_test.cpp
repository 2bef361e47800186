#include "core/train/text_facts.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace marcie::train {
namespace {

data::Dataset datasetOf(std::vector<data::Sample> samples) {
  data::Dataset dataset;
  dataset.classes = {"a", "b"};
  dataset.tags = {"x", "y", "z"};
  dataset.samples = std::move(samples);
  return dataset;
}

TEST(TextFactsTest, CountsTrainingPicturesWithTextOnly) {
  using data::Split;
  const TextFacts facts = textFacts(datasetOf({{"1", 0, Split::train, {0, 1}},
                                               {"2", 0, Split::train, {0}},
                                               {"3", 1, Split::train, {2}},
                                               {"4", 1, Split::train, {}},
                                               {"5", 1, Split::val, {0, 1, 2}},
                                               {"6", 1, Split::test, {1}}}));
  EXPECT_EQ(facts.distinctTexts, 3);
  EXPECT_EQ(facts.classesWithText, 2);
  EXPECT_TRUE(torch::allclose(facts.tagFrequency, torch::tensor({2.0F, 1.0F, 1.0F}) / 3));
  EXPECT_TRUE(torch::allclose(facts.classTags, torch::tensor({{1.0F, 0.5F, 0.0F}, {0.0F, 0.0F, 1.0F}})));
  EXPECT_EQ(facts.kind(), "image");
  EXPECT_EQ(resolveTarget({}, facts), CdrTarget::multihot);
  EXPECT_EQ(resolveTarget({.mode = CdrMode::visualStart}, facts), CdrTarget::textZ);
  EXPECT_EQ(resolveTarget({.target = CdrTarget::textZ}, facts), CdrTarget::textZ);
}

TEST(TextFactsTest, OneTextAClassIsClassLevel) {
  using data::Split;
  const TextFacts facts = textFacts(
      datasetOf({{"1", 0, Split::train, {0, 1}}, {"2", 0, Split::train, {0, 1}}, {"3", 1, Split::train, {2}}}));
  EXPECT_EQ(facts.kind(), "class");
  EXPECT_EQ(resolveTarget({}, facts), CdrTarget::textZ);
  EXPECT_EQ(resolveTarget({.target = CdrTarget::multihot}, facts), CdrTarget::multihot);
}

TEST(TextFactsTest, NoTextIsNone) {
  EXPECT_EQ(textFacts(datasetOf({{"1", 0, data::Split::train, {}}})).kind(), "none");
}

}  // namespace
}  // namespace marcie::train
