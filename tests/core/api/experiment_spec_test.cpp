#include "core/api/experiment_spec.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace marcie {
namespace {

std::string problemsOf(std::string_view text) {
  const auto spec = parseExperiment(text);
  EXPECT_FALSE(spec.ok());
  return spec.ok() ? std::string() : spec.error().message;
}

TEST(ExperimentSpecTest, EveryShippedExperimentIsWhole) {
  std::set<std::string> names;
  for (const auto& spec : experiments()) {
    SCOPED_TRACE(spec.name);
    EXPECT_TRUE(names.insert(spec.name).second);
    EXPECT_FALSE(spec.title.empty());
    EXPECT_FALSE(spec.help.empty());
    EXPECT_GE(spec.rows.size(), 2U);
    EXPECT_GE(spec.seeds, 4) << "fewer seeds say little";
    EXPECT_FALSE(spec.baseline.empty());
  }
  for (const char* name : {"ablation", "low_data", "text_corruption", "temperature", "loss_weights"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(ExperimentSpecTest, TheAblationHasItsControls) {
  const auto spec = findExperiment("ablation");
  ASSERT_TRUE(spec.ok());
  std::set<std::string> rows;
  for (const auto& row : spec->rows) rows.insert(row.name);
  EXPECT_EQ(rows, (std::set<std::string>{"backbone", "tag_head", "ema", "cdr", "full", "no_text", "permuted",
                                         "ema_no_text"}));
}

TEST(ExperimentSpecTest, ReadsWhatAPersonWrites) {
  const testing::TempFolder folder;
  testing::writeText(folder / "mine.json", R"({"name": "mine", "rows": [{"name": "a"},
    {"name": "b", "title": "B", "options": {"model": {"width": 8}}}], "axes": [{"key": "model.dim", "values": [8, 16]}],
    "sets": [{"name": "strong", "file": "strong.csv"}], "robustness": {"severities": [3]}})");
  const auto spec = findExperiment((folder / "mine.json").string());
  ASSERT_TRUE(spec.ok()) << spec.error().toString();
  EXPECT_EQ(spec->rows[1].shown(), "B");
  EXPECT_EQ(spec->rows[0].shown(), "a");
  EXPECT_EQ(spec->axes[0].values[1], 16);
  EXPECT_TRUE(spec->axes[0].enabled);
  ASSERT_TRUE(spec->robustness.has_value());
  EXPECT_EQ(spec->robustness->corruptions, std::vector<std::string>{"all"});
  EXPECT_EQ(spec->split, "test");
  EXPECT_EQ(toJson(*spec), toJson(*parseExperiment(dumpJson(toJson(*spec)))));
}

TEST(ExperimentSpecTest, NamesUnknownKeysWithTheNearest) {
  const std::string text = problemsOf(R"({"name": "x", "rowz": [], "rows": [{"nam": "a"}]})");
  EXPECT_NE(text.find("unknown option 'rowz'; did you mean 'rows'?"), std::string::npos) << text;
  EXPECT_NE(text.find("rows[0]: unknown option 'nam'; did you mean 'name'?"), std::string::npos) << text;
}

TEST(ExperimentSpecTest, NamesEverythingThatCannotBeAtOnce) {
  const std::string text = problemsOf(R"({"name": "", "rows": [{"name": "a", "startFromPhase0": true}, {"name": "a"}],
    "axes": [{"key": "model.dim", "values": []}, {"key": "model.dim", "values": [1, 1]}], "baseline": "b",
    "metrics": ["top2"], "split": "tests", "seeds": 0, "seedKeys": [], "robustness": {"severities": [6]}})");
  for (const char* part :
       {"name: must not be empty", "rows[1].name: 'a' is there twice", "starts from phase 0", "axes[0].values",
        "axes[1].key: 'model.dim' is there twice", "axes[1].values: a value is there twice",
        "baseline: 'b' is not one of a, a", "metrics: 'top2' is not one of top1, top5, macroF1, tagAuc",
        "split: 'tests' is not one of train, val, test; did you mean 'test'?", "seeds: must be between 1 and 100",
        "seedKeys", "robustness.severities"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
}

TEST(ExperimentSpecTest, SaysWhatThereIs) {
  const auto none = findExperiment("ablaton");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, ErrorCode::notFound);
  EXPECT_NE(none.error().hint.find("Did you mean 'ablation'?"), std::string::npos) << none.error().hint;
  EXPECT_NE(none.error().hint.find("low_data"), std::string::npos);
}

}  // namespace
}  // namespace marcie
