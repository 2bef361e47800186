#include "core/api/sample_table.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace marcie {
namespace {

// Label, prediction, confidence, probability of the label.
struct Row {
  std::int32_t label, predicted;
  float confidence, truth;
};
SampleTable table(const std::vector<Row>& rows) {
  SampleTable result;
  result.classes = {"b", "a", "c"};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    result.paths.push_back("/p" + std::to_string(i));
    result.labels.push_back(rows[i].label);
    result.predicted.push_back(rows[i].predicted);
    result.confidence.push_back(rows[i].confidence);
    result.truth.push_back(rows[i].truth);
    result.loss.push_back(1);
  }
  return result;
}

const std::vector<Row> kRows{{0, 0, 0.9F, 0.9F}, {0, 1, 0.8F, 0.1F},   {0, 0, 0.7F, 0.7F}, {1, 1, 0.6F, 0.6F},
                             {1, 1, 0.8F, 0.8F}, {2, 1, 0.95F, 0.02F}, {2, 2, 0.5F, 0.5F}, {2, 0, 0.4F, 0.3F}};

TEST(SampleTableTest, CountsConfusions) {
  const SampleTable t = table(kRows);
  ASSERT_TRUE(t.isSound());
  const Confusion confusion = confusionOf(t);
  EXPECT_EQ(confusion.counts, (std::vector<std::int64_t>{2, 1, 0, 0, 2, 0, 1, 1, 1}));
  EXPECT_EQ(confusion.ofLabel(2), 3);
  EXPECT_EQ(confusion.ofPrediction(1), 4);
  const auto figures = figuresByClass(t, confusion);
  EXPECT_DOUBLE_EQ(figures[1].precision, 0.5);
  EXPECT_DOUBLE_EQ(figures[1].recall, 1);
  EXPECT_DOUBLE_EQ(figures[2].f1, 0.5);
}

TEST(SampleTableTest, OrdersClasses) {
  const SampleTable t = table(kRows);
  const Confusion confusion = confusionOf(t);
  using Order = std::vector<std::size_t>;
  EXPECT_EQ(classOrder(t, confusion, ClassOrder::data), (Order{0, 1, 2}));
  EXPECT_EQ(classOrder(t, confusion, ClassOrder::name), (Order{1, 0, 2}));
  EXPECT_EQ(classOrder(t, confusion, ClassOrder::worst), (Order{2, 0, 1}));
  // Every class once, whatever is confused with what.
  Order alike = classOrder(t, confusion, ClassOrder::alike);
  std::sort(alike.begin(), alike.end());
  EXPECT_EQ(alike, (Order{0, 1, 2}));
}

TEST(SampleTableTest, ClassesThatAreConfusedStandSideBySide) {
  SampleTable t;
  t.classes = {"a", "b", "c", "d"};
  const auto add = [&](std::int32_t label, std::int32_t predicted, int count) {
    for (int i = 0; i < count; ++i) {
      t.paths.push_back("/" + std::to_string(t.paths.size()));
      t.labels.push_back(label);
      t.predicted.push_back(predicted);
      t.confidence.push_back(1);
      t.truth.push_back(0);
      t.loss.push_back(0);
    }
  };
  add(0, 3, 9), add(1, 2, 5), add(0, 0, 1);
  EXPECT_EQ(classOrder(t, confusionOf(t), ClassOrder::alike), (std::vector<std::size_t>{0, 3, 1, 2}));
}

TEST(SampleTableTest, CalibrationByHand) {
  // Two bins of ten: 0.8 … 0.9 holds two pictures, one of them right; the bin of 1.0 one that is right.
  const SampleTable t = table({{0, 0, 0.85F, 0.85F}, {0, 1, 0.85F, 0.1F}, {0, 0, 1.0F, 1.0F}});
  const Calibration c = calibrationOf(t, 10);
  EXPECT_EQ(c.bins[8].n, 2);
  EXPECT_EQ(c.bins[9].n, 1);
  EXPECT_NEAR(c.bins[8].accuracy, 0.5, 1e-9);
  EXPECT_NEAR(c.ece, 2.0 / 3 * 0.35, 1e-6);
  EXPECT_NEAR(c.largest, 0.35, 1e-6);
  EXPECT_NEAR(c.accuracy, 2.0 / 3, 1e-9);
  EXPECT_EQ(calibrationOf(table({}), 10).ece, 0);
}

TEST(SampleTableTest, DoubtsLabelsThatOtherClassesClaimSurely) {
  // Usual confidence of class 1 is 0.7: 0.8 and 0.95 are as sure, and the surer one comes first.
  const auto doubts = doubtfulLabels(table(kRows));
  ASSERT_EQ(doubts.size(), 2U);
  EXPECT_EQ(doubts[0].row, 5U);
  EXPECT_NEAR(doubts[0].usual, 0.7, 1e-6);
  EXPECT_EQ(doubts[1].row, 1U);
}

TEST(SampleTableTest, DifferenceOfTwoRuns) {
  const SampleTable a = table({{0, 0, 0.9F, 0.9F}, {0, 1, 0.8F, 0.1F}, {1, 2, 0.5F, 0.1F}, {2, 2, 0.5F, 0.5F}});
  SampleTable b = table({{0, 1, 0.6F, 0.2F}, {0, 0, 0.7F, 0.7F}, {1, 0, 0.6F, 0.1F}, {2, 2, 0.9F, 0.9F}});
  // The other run has its pictures and classes in another order.
  std::swap(b.paths[0], b.paths[1]);
  std::swap(b.labels[0], b.labels[1]);
  std::swap(b.predicted[0], b.predicted[1]);
  const auto difference = differenceOf(a, b);
  ASSERT_TRUE(difference.ok()) << difference.error().toString();
  ASSERT_EQ(difference->gained.size(), 1U);
  EXPECT_EQ(a.paths[difference->gained[0].a], "/p1");
  ASSERT_EQ(difference->lost.size(), 1U);
  EXPECT_EQ(a.paths[difference->lost[0].a], "/p0");
  EXPECT_EQ(difference->otherwise.size(), 1U);
  EXPECT_EQ(difference->counts, (std::vector<std::int64_t>{0, 0, 0, 1, 0, -1, 0, 0, 0}));
}

TEST(SampleTableTest, RefusesToCompareOtherPictures) {
  const SampleTable a = table(kRows);
  SampleTable fewer = table({kRows[0]});
  EXPECT_EQ(differenceOf(a, fewer).error().code, ErrorCode::data);
  SampleTable renamed = a;
  renamed.classes[0] = "x";
  EXPECT_NE(differenceOf(a, renamed).error().message.find("'x'"), std::string::npos);
  SampleTable relabelled = a;
  relabelled.labels[3] = 2;
  EXPECT_FALSE(differenceOf(a, relabelled).ok());
}

TEST(SampleTableTest, WritesTables) {
  const SampleTable t = table({{0, 1, 0.75F, 0.25F}});
  EXPECT_EQ(sampleCsv(t),
            "path,label,prediction,confidence,truth_probability,loss,right,doubtful_label\n"
            "/p0,b,a,0.75,0.25,1,0,0\n");
  EXPECT_EQ(confusionCsv(t, confusionOf(t).counts, {1, 0, 2}), "label,a,b,c\na,0,0,0\nb,1,0,0\nc,0,0,0\n");
  SampleTable broken = t;
  broken.labels[0] = 3;
  EXPECT_FALSE(broken.isSound());
  broken = t;
  broken.loss.clear();
  EXPECT_FALSE(broken.isSound());
}

}  // namespace
}  // namespace marcie
