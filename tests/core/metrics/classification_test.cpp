#include "core/metrics/classification.h"

#include <limits>

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace marcie::metrics {
namespace {

TEST(ClassificationTest, TopKCountsRanksAndTies) {
  const at::Tensor logits =
      torch::tensor({{0.1F, 0.9F, 0.5F, 0.2F}, {0.9F, 0.8F, 0.7F, 0.6F}, {1.0F, 1.0F, 0.0F, 0.0F}});
  TopKAccuracy top1(1);
  TopKAccuracy top2(2);
  top1.add(logits, torch::tensor({1, 2, 1}));
  top2.add(logits, torch::tensor({2, 1, 1}));
  EXPECT_DOUBLE_EQ(top1.value(), 1.0 / 3);  // the tie of row 2 goes to the smaller index, as argmax does
  EXPECT_DOUBLE_EQ(top2.value(), 1.0);
  top1.add(logits.slice(0, 0, 1), torch::tensor({1}));
  EXPECT_DOUBLE_EQ(top1.value(), 0.5);
  EXPECT_EQ(top1.count(), 4);
}

TEST(ClassificationTest, TopKNeverRewardsNan) {
  TopKAccuracy top5(5);
  top5.add(torch::full({1, 3}, std::numeric_limits<float>::quiet_NaN()), torch::tensor({0}));
  EXPECT_EQ(top5.value(), 0);
}

TEST(ClassificationTest, ScoresByHand) {
  // truth 0,0,0,1,1,2 → predicted 0,0,1,1,0,0; class 3 never occurs.
  const at::Tensor predicted = torch::tensor({0, 0, 1, 1, 0, 0});
  const at::Tensor logits = torch::nn::functional::one_hot(predicted, 4).to(torch::kFloat);
  ConfusionCounts confusion(4);
  confusion.add(logits.slice(0, 0, 2), torch::tensor({0, 0}));
  confusion.add(logits.slice(0, 2, 6), torch::tensor({0, 1, 1, 2}));
  const auto scores = confusion.perClass();
  EXPECT_EQ(confusion.count(0, 1), 1);
  EXPECT_DOUBLE_EQ(scores[0].precision(), 0.5);
  EXPECT_DOUBLE_EQ(scores[0].recall(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(scores[0].f1(), 4.0 / 7);
  EXPECT_DOUBLE_EQ(scores[1].f1(), 0.5);
  EXPECT_DOUBLE_EQ(scores[2].f1(), 0);
  EXPECT_DOUBLE_EQ(confusion.macroF1(), (4.0 / 7 + 0.5 + 0) / 3);
}

TEST(ClassificationTest, EmptyIsZeroNotNan) {
  EXPECT_EQ(TopKAccuracy(1).value(), 0);
  EXPECT_EQ(ConfusionCounts(3).macroF1(), 0);
}

}  // namespace
}  // namespace marcie::metrics
