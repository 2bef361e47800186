#include "core/engine/experiment_plan.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace marcie::engine {
namespace {

class ExperimentPlanTest : public ::testing::Test {
 protected:
  ExperimentRequest shipped(const std::string& name) {
    ExperimentRequest request;
    request.spec = findExperiment(name).value();
    request.source = name;
    request.data = folder_.path();
    return request;
  }
  ExperimentRequest own(std::string_view text) {
    ExperimentRequest request;
    auto spec = parseExperiment(text);
    EXPECT_TRUE(spec.ok()) << spec.error().toString();
    if (spec) request.spec = *spec;
    request.source = "own.json";
    request.data = folder_.path();
    return request;
  }
  std::string problemsOf(const ExperimentRequest& request) {
    const auto plan = makeExperimentPlan(request);
    EXPECT_FALSE(plan.ok());
    return plan.ok() ? std::string() : plan.error().message;
  }
  testing::TempFolder folder_;
};

TEST_F(ExperimentPlanTest, EveryShippedExperimentIsPossible) {
  for (const auto& spec : experiments()) {
    SCOPED_TRACE(spec.name);
    auto request = shipped(spec.name);
    request.axes.clear();
    for (const auto& axis : spec.axes) request.axes.push_back(axis.key);  // those that are off, too
    const auto plan = makeExperimentPlan(request);
    ASSERT_TRUE(plan.ok()) << plan.error().toString();
    std::size_t combinations = 1;
    for (const auto& axis : spec.axes) combinations *= axis.values.size();
    EXPECT_EQ(plan->groups.size(), combinations);
    EXPECT_GE(plan->runs.size(), combinations * spec.rows.size() * static_cast<std::size_t>(spec.seeds));
    // What is compared differs.
    std::set<std::string> specs;
    for (const auto& run : plan->runs) EXPECT_TRUE(specs.insert(dumpJson(toJson(run.spec))).second) << run.title;
  }
}

TEST_F(ExperimentPlanTest, MultipliesRowsAxesAndSeeds) {
  auto request = own(R"({"name": "x", "options": {"model": {"width": 8}}, "rows": [{"name": "a"},
    {"name": "b c", "options": {"model": {"variant": "ema"}}}], "axes": [{"key": "model.dim", "title": "d", "values": [16, 32]}],
    "seedKeys": ["trainer.seed", "data.splitSeed"], "seeds": 2})");
  request.assignments = {"model.phases.joint=3"};
  const auto plan = makeExperimentPlan(request);
  ASSERT_TRUE(plan.ok()) << plan.error().toString();
  ASSERT_EQ(plan->runs.size(), 8U);
  EXPECT_EQ(plan->groups, (std::vector<std::string>{"d = 16", "d = 32"}));
  const PlannedRun& last = plan->runs.back();
  EXPECT_EQ(last.folder, "b_c-dim_32-s2");
  EXPECT_EQ(last.spec.model.variant, MarnetVariant::ema);
  EXPECT_EQ(last.spec.model.dim, 32);
  EXPECT_EQ(last.spec.model.width, 8);
  EXPECT_EQ(last.spec.model.phases.joint, 3);
  EXPECT_EQ(last.spec.trainer.seed, 2U);
  EXPECT_EQ(last.spec.data.splitSeed, 2U);
  EXPECT_EQ(last.spec.trainer.threads, 1) << "figures must not depend on --jobs";
  EXPECT_EQ(last.spec.data.path, folder_.path().string());
  EXPECT_NE(plan->command.find("experiment own.json"), std::string::npos);
  EXPECT_NE(plan->command.find("--set model.phases.joint=3"), std::string::npos);
}

TEST_F(ExperimentPlanTest, PhaseZeroIsSharedByTheRowsOfASeed) {
  const auto plan = makeExperimentPlan(own(R"({"name": "x", "rows": [{"name": "a"},
    {"name": "b", "startFromPhase0": true}, {"name": "c", "startFromPhase0": true, "options": {"model": {"variant": "ema"}}}],
    "phase0": {"options": {"model": {"phases": {"joint": 5}}}}, "seeds": 2})"));
  ASSERT_TRUE(plan.ok()) << plan.error().toString();
  ASSERT_EQ(plan->runs.size(), 8U);
  EXPECT_FALSE(plan->runs[0].row.has_value());
  EXPECT_EQ(plan->runs[0].spec.model.variant, MarnetVariant::backbone);
  EXPECT_EQ(plan->runs[0].spec.model.phases.joint, 5);
  EXPECT_FALSE(plan->runs[1].phase0.has_value());
  EXPECT_EQ(plan->runs[2].phase0, 0U);
  EXPECT_EQ(plan->runs[3].phase0, 0U);
  EXPECT_EQ(plan->runs[7].phase0, 4U) << "another seed, another backbone";
}

TEST_F(ExperimentPlanTest, NamesEverythingThatIsImpossibleBeforeAnythingStarts) {
  auto request = own(R"({"name": "x", "options": {"model": {"widht": 8}}, "rows": [{"name": "a"},
    {"name": "b", "options": {"model": {"cdr": {"steps": 5, "samplingSteps": 9}}}},
    {"name": "c", "options": {"model": {"fusion": "concatt"}}},
    {"name": "d", "options": {"model": {"dim": 1}}}],
    "axes": [{"key": "trainer.batchSize", "values": [16, -4]}]})");
  request.assignments = {"model.dim=64", "trainer.seed=7", "nonsense"};
  request.rows = {"a", "b", "c", "d", "e"};
  const std::string text = problemsOf(request);
  for (const char* part :
       {"'widht'; did you mean 'width'?", "row b: model.cdr.samplingSteps", "row c: model.fusion: 'concatt'",
        "row d: model.dim: must be between", "trainer.batchSize: must be between",
        "--set model.dim: is decided by row 'd'", "--set trainer.seed: is decided by the seed",
        "'nonsense' is not key=value", "--rows: 'e' is not one of"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  EXPECT_EQ(text.find("row a, b, c, d: "), std::string::npos) << "what is wrong everywhere is said once\n" << text;
}

TEST_F(ExperimentPlanTest, AnAxisCanBeSwitchedOnAndGiven) {
  auto request = shipped("ablation");
  EXPECT_EQ(makeExperimentPlan(request)->groups, std::vector<std::string>{""});
  request.axes = {"model.encoder=small_resnet,resnet18", "model.width=8,16"};
  request.rows = {"full"};
  request.seeds = 1;
  const auto plan = makeExperimentPlan(request);
  ASSERT_TRUE(plan.ok()) << plan.error().toString();
  EXPECT_EQ(plan->groups.size(), 4U);
  EXPECT_EQ(plan->runs.size(), 8U) << "the baseline is always there";
  EXPECT_EQ(plan->runs.back().spec.model.encoder, "resnet18");
  EXPECT_EQ(plan->runs.back().spec.model.width, 16);
  request.axes = {"model.depth"};
  EXPECT_NE(problemsOf(request).find("no axis 'model.depth'"), std::string::npos);
  request.axes = {"model.text=none,paired"};
  request.rows = {"no_text"};
  EXPECT_NE(problemsOf(request).find("'model.text' is decided by row 'no_text'"), std::string::npos);
}

TEST_F(ExperimentPlanTest, FoldersMustDiffer) {
  const std::string text = problemsOf(own(R"({"name": "x", "rows": [{"name": "+ EMA"}, {"name": "* ema"}]})"));
  EXPECT_NE(text.find("need names that differ"), std::string::npos) << text;
}

TEST_F(ExperimentPlanTest, SetsThatAreNotThereAreTold) {
  const auto without = makeExperimentPlan(shipped("ablation"));
  ASSERT_TRUE(without.ok());
  EXPECT_TRUE(without->sets.empty());
  ASSERT_EQ(without->notes.size(), 1U);
  EXPECT_NE(without->notes[0].find("strong.csv"), std::string::npos);
  testing::writeText(folder_ / "strong.csv", "image,label\n");
  EXPECT_EQ(makeExperimentPlan(shipped("ablation"))->sets.size(), 1U);
  auto request = shipped("ablation");
  request.data = folder_ / "nowhere";
  EXPECT_EQ(makeExperimentPlan(request).error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::engine
