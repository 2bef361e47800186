#include "core/eval/experiment_table.h"

#include <cmath>

#include <gtest/gtest.h>

namespace marcie::eval {
namespace {

ExperimentFrame frame() {
  ExperimentFrame result;
  result.spec.name = "probe";
  result.spec.title = "A probe";
  result.spec.rows = {{"base", "Base, plain", "", Json::object(), false}, {"new_50%", "", "", Json::object(), false}};
  result.spec.baseline = "base";
  result.spec.metrics = {"top1", "tagAuc"};
  result.groups = {""};
  result.seeds = 3;
  result.command = "marcie-cli experiment probe --data X --out DIR";
  return result;
}

// 100 pictures, the first `hits` of them right.
PictureScores scores(int hits, const std::string& hash = "aaaa") {
  PictureScores result;
  result.data = {"test", 100, 4, hash};
  for (int i = 0; i < 100; ++i) result.ranks.push_back(i < hits ? 0 : 1);
  result.report.top1 = hits / 100.0;
  result.report.n = 100;
  return result;
}

RunScores run(std::size_t row, int seed, int hits) {
  RunScores result;
  result.row = row;
  result.seed = seed;
  result.name = "row " + std::to_string(row) + ", seed " + std::to_string(seed);
  result.sets = {scores(hits)};
  return result;
}

std::vector<RunScores> six() {
  return {run(0, 1, 50), run(0, 2, 52), run(0, 3, 54), run(1, 1, 54), run(1, 2, 55), run(1, 3, 59)};
}

TEST(ExperimentTableTest, ComparesSeedBySeed) {
  const auto table = makeExperimentTable(frame(), six());
  ASSERT_TRUE(table.ok()) << table.error().toString();
  const TableCell& base = table->cells[0][0][0];
  EXPECT_NEAR(base.summary.mean, .52, 1e-12);
  EXPECT_NEAR(base.summary.deviation, .02, 1e-12);
  EXPECT_FALSE(base.comparison.has_value());
  const auto& comparison = table->cells[0][1][0].comparison;
  ASSERT_TRUE(comparison.has_value());
  EXPECT_NEAR(comparison->difference.mean, .04, 1e-12);  // .04, .03, .05
  EXPECT_EQ(comparison->wins, 3);
  EXPECT_EQ(comparison->pairs, 3);
  EXPECT_NEAR(comparison->tTest, metrics::studentTwoSided(.04 / (.01 / std::sqrt(3.0)), 2), 1e-9);
  EXPECT_NEAR(comparison->wilcoxon, .25, 1e-12);
  ASSERT_TRUE(comparison->bootstrap.has_value());
  EXPECT_NEAR(comparison->bootstrap->difference, .04, 1e-12);
  EXPECT_EQ(table->cells[0][0][1].summary.n, 0) << "no annotation was predicted";
}

TEST(ExperimentTableTest, DoesNotDependOnTheOrderOfTheRuns) {
  auto reversed = six();
  std::reverse(reversed.begin(), reversed.end());
  const auto a = makeExperimentTable(frame(), six());
  const auto b = makeExperimentTable(frame(), reversed);
  EXPECT_EQ(tableMarkdown(*a), tableMarkdown(*b));
  EXPECT_EQ(tableCsv(*a), tableCsv(*b));
  EXPECT_EQ(tableTex(*a), tableTex(*b));
  EXPECT_EQ(tableJson(*a), tableJson(*b));
}

TEST(ExperimentTableTest, AMissingSeedIsLeftOutOfThePairs) {
  auto runs = six();
  runs.erase(runs.begin() + 1);
  const auto table = makeExperimentTable(frame(), runs);
  EXPECT_EQ(table->cells[0][0][0].summary.n, 2);
  EXPECT_EQ(table->cells[0][1][0].comparison->pairs, 2);
  EXPECT_NEAR(table->cells[0][1][0].comparison->difference.mean, .045, 1e-12);
}

TEST(ExperimentTableTest, RefusesToCompareOtherPictures) {
  auto runs = six();
  runs[4].sets[0] = scores(55, "bbbb");
  const auto table = makeExperimentTable(frame(), runs);
  ASSERT_FALSE(table.ok());
  EXPECT_EQ(table.error().code, ErrorCode::data);
  for (const char* part : {"row 0, seed 2", "row 1, seed 2", "100 test pictures of 4 classes (aaaa)", "(bbbb)"}) {
    EXPECT_NE(table.error().message.find(part), std::string::npos) << part << " in " << table.error().message;
  }
  runs[4].sets[0].data = {"val", 100, 4, "aaaa"};
  EXPECT_FALSE(makeExperimentTable(frame(), runs).ok()) << "another split";
}

TEST(ExperimentTableTest, SeedsMayHaveTheirOwnPicturesAndItIsSaid) {
  auto runs = six();
  for (auto& one : runs) one.sets[0].data.hash = "seed" + std::to_string(one.seed);
  const auto table = makeExperimentTable(frame(), runs);
  ASSERT_TRUE(table.ok());
  EXPECT_NE(tableMarkdown(*table).find("others for other seeds"), std::string::npos);
}

TEST(ExperimentTableTest, WritesWhatAPersonNeeds) {
  auto described = frame();
  described.notes = {"the set 'strong' is left out"};
  const auto table = makeExperimentTable(described, six());
  const std::string text = tableMarkdown(*table);
  for (const char* part : {"# A probe", "3 seeds; split `test`: 100 test pictures of 4 classes",
                           "Made by `marcie-cli experiment probe", "| Base, plain | 52.0 ± 2.0 [47.0, 57.0] |",
                           "| new_50% | top-1 | +4.0 | [+1.5, +6.5] |", "3 of 3", "the set 'strong' is left out"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  EXPECT_NE(tableTex(*table).find("new\\_50\\% & 56.0 $\\pm$ 2.6"), std::string::npos) << tableTex(*table);
  EXPECT_NE(tableTex(*table).find("Base, plain & 52.0 $\\pm$ 2.0 & --"), std::string::npos) << tableTex(*table);
  const std::string csv = tableCsv(*table);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5);
  for (const auto line : split(csv, '\n')) {
    if (line.empty()) continue;
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 17) << line;
  }
  const Json json = tableJson(*table);
  EXPECT_EQ(json["groups"][0]["rows"]["base"]["top1"]["values"]["2"], .52);
  EXPECT_EQ(json["groups"][0]["rows"]["new_50%"]["top1"]["difference"]["wins"], 3);
  EXPECT_EQ(json["baseline"], "base");
}

TEST(ExperimentTableTest, DamagedPicturesAreAColumnAndATable) {
  auto described = frame();
  described.corruptions = {"JPEG", "Scale"};
  described.spec.robustness.emplace();
  auto runs = six();
  for (auto& one : runs) {
    one.byCorruption = {.25, .5};
    one.damaged.assign(100, one.row == 0 ? .25 : .5);
  }
  const auto table = makeExperimentTable(described, runs);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->columns.back().name, "top1@damaged");
  EXPECT_NEAR(table->cells[0][1].back().comparison->difference.mean, .25, 1e-12);
  EXPECT_NE(tableMarkdown(*table).find("| JPEG | 25.0 ± 0.0 | 25.0 ± 0.0 |"), std::string::npos)
      << tableMarkdown(*table);
}

}  // namespace
}  // namespace marcie::eval
