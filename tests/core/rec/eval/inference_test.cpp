#include "core/rec/eval/inference.h"

#include <cmath>

#include <torch/torch.h>

#include "tests/core/rec/rec_fixtures.h"

namespace marcie::rec {
namespace {

// Four items; terms a, b, c; the last item has none.
RecData annotatedWorld() {
  RecData data = test::makeData(1, 4, {});
  data.vocabulary = {"a", "b", "c"};
  data.items[0].annotations = {0};
  data.items[1].annotations = {0, 1};
  data.items[2].annotations = {1};
  return data;
}
const std::vector<std::int32_t> kItems{0, 1, 2, 3};

TEST(InferenceTest, ComputesEveryFigureByHand) {
  const RecData data = annotatedWorld();
  const at::Tensor said =
      torch::tensor({0.9F, 0.6F, 0.1F, 0.4F, 0.8F, 0.2F, 0.7F, 0.3F, 0.6F, 1.0F, 1.0F, 1.0F}).reshape({4, 3});
  InferenceOptions options;
  options.ks = {1, 2};
  const auto report = judgeInference(said, data, kItems, {}, options);
  ASSERT_TRUE(report.ok()) << report.error().toString();
  EXPECT_EQ(report->items, 3);
  EXPECT_EQ(report->terms, 2);
  // Term a: order 0 (hit), 2, 1 (hit): (1 + 2/3) / 2. Term b: 1 (hit), 0, 2 (hit): the same.
  EXPECT_NEAR(report->meanAveragePrecision, (1 + 2.0 / 3) / 2, 1e-6);
  EXPECT_NEAR(report->chance, 2.0 / 3, 1e-9);
  // From 0.5: a is said of 0 and 2 (one hit of two there), b of 0 and 1 (one of two), c of 2 (none there).
  EXPECT_NEAR(report->macroF1, 0.5, 1e-9);
  EXPECT_NEAR(report->microF1, 2.0 * 2 / (5 + 4), 1e-9);
  // First terms: a (hit), b (hit), a. First two: a b, b a, a c.
  EXPECT_NEAR(report->at[0].precision, 2.0 / 3, 1e-9);
  EXPECT_NEAR(report->at[0].recall, (1 + 0.5 + 0) / 3, 1e-9);
  EXPECT_NEAR(report->at[1].precision, (0.5 + 1 + 0) / 3, 1e-9);
  EXPECT_NEAR(report->at[1].recall, (1 + 1 + 0) / 3.0, 1e-9);
  EXPECT_TRUE(inferenceJson(*report).contains("recall@2"));
}

TEST(InferenceTest, AnInferenceThatSaysTheSameOfEverythingIsWorthChance) {
  RecData data = test::makeData(1, 4, {});
  data.vocabulary = {"a", "b"};
  // a: two of four items, all scores equal. Over the six orders the mean of average precision is 49/72.
  data.items[0].annotations = {0};
  data.items[2].annotations = {0};
  data.items[1].annotations = {1};
  data.items[3].annotations = {1};
  const auto report = judgeInference(torch::full({4, 2}, 0.3), data, kItems, {});
  ASSERT_TRUE(report.ok());
  EXPECT_NEAR(report->meanAveragePrecision, 49.0 / 72, 1e-9);
  EXPECT_NEAR(report->chance, 0.5, 1e-9);
  EXPECT_EQ(report->microF1, 0);
}

TEST(InferenceTest, JudgesTheTermsItIsTold) {
  const RecData data = annotatedWorld();
  const std::vector<std::int32_t> terms{1};
  const auto report = judgeInference(torch::tensor({0.1F, 0.9F, 0.8F, 0.7F}).reshape({4, 1}), data, kItems, terms);
  ASSERT_TRUE(report.ok()) << report.error().toString();
  EXPECT_EQ(report->items, 2);
  EXPECT_DOUBLE_EQ(report->meanAveragePrecision, 1);
  EXPECT_DOUBLE_EQ(report->microF1, 1);
}

TEST(InferenceTest, RefusesWhatDoesNotFitAndHasNothingToSayOfNothing) {
  const RecData data = annotatedWorld();
  EXPECT_EQ(judgeInference(torch::rand({4, 2}), data, kItems, {}).error().code, ErrorCode::data);
  EXPECT_EQ(judgeInference(torch::rand({3, 3}), data, kItems, {}).error().code, ErrorCode::data);
  EXPECT_EQ(judgeInference(torch::full({4, 3}, NAN), data, kItems, {}).error().code, ErrorCode::data);
  const std::vector<std::int32_t> last{3};
  const auto nothing = judgeInference(torch::rand({1, 3}), data, last, {});
  ASSERT_TRUE(nothing.ok());
  EXPECT_TRUE(std::isnan(nothing->meanAveragePrecision));
  EXPECT_TRUE(inferenceJson(*nothing)["map"].is_null());
}

}  // namespace
}  // namespace marcie::rec
