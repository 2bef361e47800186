#include "core/metrics/alignment_report.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/metrics/alignment.h"

namespace marcie::metrics {
namespace {

double total(const std::vector<double>& shares) {
  return std::accumulate(shares.begin(), shares.end(), 0.0);
}

TEST(AlignmentReportTest, ByHand) {
  // Three texts on the axes; pictures 0 and 1 have text 0. Picture 1 is nearest to text 1.
  const at::Tensor semantic = torch::tensor({{1.F, 0.F, 0.F}, {1.F, 0.F, 0.F}, {0.F, 1.F, 0.F}, {0.F, 0.F, 1.F}});
  const at::Tensor visual = torch::tensor({{2.F, 0.F, 0.F}, {0.6F, 0.8F, 0.F}, {0.F, 3.F, 0.F}, {0.F, 0.F, -1.F}});
  const at::Tensor text = torch::tensor({5, 5, 2, 9}, torch::kLong);
  const auto report = alignmentReport(visual, semantic, text);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->texts, 3);
  EXPECT_EQ(report->ranks, (std::vector<std::int64_t>{0, 1, 0, 2}));
  EXPECT_DOUBLE_EQ(report->imageToText[0], 0.5);
  EXPECT_DOUBLE_EQ(report->imageToText[1], 1);
  // Text 9's own picture scores -1, below the three others; the other two texts find theirs first.
  EXPECT_NEAR(report->textToImage[0], 2.0 / 3, 1e-12);
  EXPECT_NEAR(report->matchedCosine, (1 + 0.6 + 1 - 1) / 4, 1e-6);
  // Mismatched pairs: of 4 × 4 those whose texts differ (5 with 5: two more pairs match).
  EXPECT_NEAR(report->mismatchedCosine, 0.8 / 10, 1e-6);
  EXPECT_NEAR(report->cosines[1], 0.6, 1e-6);
  EXPECT_NEAR(total(report->matched), 1, 1e-12);
  EXPECT_NEAR(total(report->mismatched), 1, 1e-12);
  EXPECT_NEAR(report->matched.back(), 0.5, 1e-12);    // two of four at 1
  EXPECT_NEAR(report->matched.front(), 0.25, 1e-12);  // one at -1
  EXPECT_NEAR(report->mismatched[45], 0.1, 1e-12);    // 0.8 is in [0.8, 0.84)
}

TEST(AlignmentReportTest, AgreesWithTheShortFigures) {
  torch::manual_seed(3);
  const at::Tensor tags = (torch::rand({700, 6}) > 0.6).to(torch::kFloat);
  // The short figures tell texts apart by their annotations, and take one row for each.
  const at::Tensor number = tags.matmul(torch::tensor({1.F, 2.F, 4.F, 8.F, 16.F, 32.F})).to(torch::kLong);
  const at::Tensor semantic = tags.matmul(torch::randn({6, 12})) + 0.1;
  const at::Tensor visual = semantic + 1.5 * torch::randn({700, 12});
  const AlignmentScores scores = alignmentScores(visual, semantic, tags);
  const auto report = alignmentReport(visual, semantic, number);
  ASSERT_TRUE(report.ok());
  EXPECT_NEAR(report->imageToText[0], scores.imageToTextR1, 1e-6);
  EXPECT_NEAR(report->imageToText[1], scores.imageToTextR5, 1e-6);
  EXPECT_NEAR(report->textToImage[0], scores.textToImageR1, 1e-6);
  EXPECT_NEAR(report->textToImage[1], scores.textToImageR5, 1e-6);
  EXPECT_NEAR(report->matchedCosine, scores.matchedCosine, 1e-5);
  EXPECT_NEAR(report->mismatchedCosine, scores.mismatchedCosine, 1e-5);
  EXPECT_NEAR(report->modalityGap, scores.modalityGap, 1e-5);
  EXPECT_GE(report->imageToText[2], report->imageToText[1]);
}

TEST(AlignmentReportTest, OneTextForAllHasNoMismatch) {
  const auto report = alignmentReport(torch::ones({3, 2}), torch::ones({3, 2}), torch::zeros({3}, torch::kLong));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->texts, 1);
  EXPECT_DOUBLE_EQ(total(report->mismatched), 0);
  EXPECT_DOUBLE_EQ(report->imageToText[0], 1);
  EXPECT_NEAR(report->modalityGap, 0, 1e-6);
}

TEST(AlignmentReportTest, CanBeCancelled) {
  StopToken stop;
  stop.requestStop();
  const auto report = alignmentReport(torch::ones({3, 2}), torch::ones({3, 2}), torch::arange(3), stop);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace marcie::metrics
