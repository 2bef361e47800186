#include "core/metrics/alignment.h"

#include <cmath>

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace marcie::metrics {
namespace {

TEST(AlignmentTest, PerfectPairs) {
  const auto scores = alignmentScores(torch::eye(6), 3 * torch::eye(6), torch::eye(6));
  EXPECT_DOUBLE_EQ(scores.imageToTextR1, 1);
  EXPECT_DOUBLE_EQ(scores.textToImageR1, 1);
  EXPECT_NEAR(scores.matchedCosine, 1, 1e-6);
  EXPECT_NEAR(scores.mismatchedCosine, 0, 1e-6);
  EXPECT_NEAR(scores.modalityGap, 0, 1e-6);
}

TEST(AlignmentTest, SwappedPairsAreFoundOnlyAmongFive) {
  const at::Tensor swapped = torch::eye(6).index_select(0, torch::tensor({1, 0, 3, 2, 5, 4}));
  const auto scores = alignmentScores(torch::eye(6) + 0.01, swapped, torch::eye(6));
  EXPECT_DOUBLE_EQ(scores.imageToTextR1, 0);
  EXPECT_DOUBLE_EQ(scores.textToImageR1, 0);
  EXPECT_LT(scores.matchedCosine, scores.mismatchedCosine);
}

TEST(AlignmentTest, EqualTextsAreOneText) {
  // Pictures 0 and 1 share a text; picture 1 is its own text's second-best picture, which is still a hit.
  const at::Tensor tags = torch::tensor({{1.0F, 0.0F}, {1.0F, 0.0F}, {0.0F, 1.0F}});
  const at::Tensor semantic = torch::tensor({{1.0F, 0.0F}, {1.0F, 0.0F}, {0.0F, 1.0F}});
  const at::Tensor visual = torch::tensor({{1.0F, 0.1F}, {1.0F, 0.5F}, {0.2F, 1.0F}});
  const auto scores = alignmentScores(visual, semantic, tags);
  EXPECT_DOUBLE_EQ(scores.imageToTextR1, 1);
  EXPECT_DOUBLE_EQ(scores.textToImageR1, 1);
}

TEST(AlignmentTest, GapIsTheDistanceOfTheMeans) {
  const at::Tensor visual = torch::tensor({{1.0F, 0.0F}, {1.0F, 0.0F}});
  const at::Tensor semantic = torch::tensor({{0.0F, 2.0F}, {0.0F, 1.0F}});
  EXPECT_NEAR(alignmentScores(visual, semantic, torch::eye(2)).modalityGap, std::sqrt(2.0), 1e-6);
}

TEST(AlignmentTest, AucByHand) {
  const auto auc = [](std::vector<float> scores, std::vector<float> truth) {
    return rocAuc(torch::tensor(scores), torch::tensor(truth));
  };
  EXPECT_DOUBLE_EQ(auc({0.1F, 0.4F, 0.35F, 0.8F}, {0, 0, 1, 1}), 0.75);
  EXPECT_DOUBLE_EQ(auc({0.5F, 0.5F, 0.5F}, {0, 1, 1}), 0.5);  // ties count half
  EXPECT_DOUBLE_EQ(auc({1, 2, 3}, {0, 0, 1}), 1);
  EXPECT_TRUE(std::isnan(auc({1, 2}, {1, 1})));
}

TEST(AlignmentTest, TagScoresSkipWhatNeverVaries) {
  const at::Tensor truth = torch::tensor({{1.0F, 1.0F}, {0.0F, 1.0F}});
  const at::Tensor probability = torch::tensor({{0.9F, 0.2F}, {0.6F, 0.8F}});
  const TagScores scores = tagScores(probability, truth);
  EXPECT_DOUBLE_EQ(scores.meanAuc, 1);
  EXPECT_DOUBLE_EQ(scores.microF1, 2.0 * 2 / (3 + 3));
}

}  // namespace
}  // namespace marcie::metrics
