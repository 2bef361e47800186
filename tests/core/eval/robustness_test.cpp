#include "core/eval/robustness.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/eval/evaluate.h"
#include "tests/core/train/toy_run.h"

namespace marcie::eval {
namespace {
namespace fs = std::filesystem;

// Two trained runs for all tests of the suite: the full method and the backbone.
class RobustnessTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new testing::TempFolder;
    train::fixtures::writeToyData(world_->path() / "toy");
    for (const auto variant : {MarnetVariant::full, MarnetVariant::backbone}) {
      RunSpec spec = train::fixtures::toySpec(world_->path() / "toy");
      spec.model.variant = variant;
      spec.model.phases.joint = 40;
      spec.augment.enabled = false;
      const auto folder = RunFolder::create(world_->path() / std::string(enumKey(variant)), spec);
      ASSERT_TRUE(folder.ok());
      ASSERT_TRUE(train::runTraining(*folder, {}, {}).ok());
    }
  }
  static void TearDownTestSuite() { delete world_; }
  static RunFolder full() { return RunFolder(world_->path() / "full"); }
  static RunFolder backbone() { return RunFolder(world_->path() / "backbone"); }
  static RobustnessPlan plan(std::vector<std::string> names, std::vector<int> severities) {
    RobustnessPlan result;
    result.corruptions = findAll(names);
    result.severities = std::move(severities);
    return result;
  }
  static std::vector<const image::CorruptionEntry*> findAll(const std::vector<std::string>& names) {
    return image::findCorruptions(names).value();
  }
  static void forget(const RunFolder& run) {
    for (const auto& entry : fs::directory_iterator(run.snapshotsFolder())) fs::remove_all(entry.path());
  }
  static inline testing::TempFolder* world_ = nullptr;
};

TEST_F(RobustnessTest, CleanAgreesWithEvaluateAndDamageHurts) {
  const auto both = plan({"contrast", "gaussian_noise"}, {1, 5});
  const std::vector<RunFolder> runs{full(), backbone()};
  const auto snapshots = measureRobustness(runs, both);
  ASSERT_TRUE(snapshots.ok()) << snapshots.error().toString();
  ASSERT_EQ(snapshots->size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto report = robustnessReport("r", (*snapshots)[i], both);
    EXPECT_DOUBLE_EQ(report.clean, evaluateRun(runs[i], {}, data::Split::test)->top1);
    EXPECT_EQ(report.pictures, 9);
    ASSERT_EQ(report.byCorruption.size(), 2U);
    EXPECT_EQ(report.byCorruption[0].bySeverity.size(), 2U);
    EXPECT_LE(report.byCorruption[1].bySeverity[1], report.clean);
    EXPECT_NEAR(report.corrupted,
                (report.byCorruption[0].bySeverity[0] + report.byCorruption[0].bySeverity[1] +
                 report.byCorruption[1].bySeverity[0] + report.byCorruption[1].bySeverity[1]) /
                    4,
                1e-12);
    EXPECT_NEAR(report.drop, report.clean - report.corrupted, 1e-12);
    ASSERT_EQ(report.byClass.size(), 3U);
    EXPECT_GE(report.byClass.front().drop, report.byClass.back().drop) << "most affected first";
    double n = 0;
    double corrupted = 0;
    for (const auto& one : report.byClass) {
      n += static_cast<double>(one.n);
      corrupted += one.corrupted * static_cast<double>(one.n);
    }
    EXPECT_EQ(n, 9);
    EXPECT_NEAR(corrupted / 9, report.corrupted, 1e-12);
  }
}

TEST_F(RobustnessTest, IsTheSameAloneTogetherAndAgain) {
  const auto one = plan({"occlusion"}, {3});
  forget(full());
  forget(backbone());
  const std::vector<RunFolder> alone{full()};
  const auto first = measureRobustness(alone, one);
  ASSERT_TRUE(first.ok());
  forget(full());
  const std::vector<RunFolder> together{backbone(), full()};
  const auto second = measureRobustness(together, one);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(toJson((*first)[0]), toJson((*second)[1]));
}

// What is kept is not measured again: a cell that was changed on disk comes back as it is there.
TEST_F(RobustnessTest, KeepsWhatItMeasuredAndAddsWhatIsNew) {
  forget(full());
  const std::vector<RunFolder> runs{full()};
  ASSERT_TRUE(measureRobustness(runs, plan({"jpeg"}, {2})).ok());
  fs::path kept;
  for (const auto& entry : fs::directory_iterator(full().snapshotsFolder())) {
    if (entry.path().filename().string().starts_with("robustness-test-")) kept = entry.path();
  }
  ASSERT_FALSE(kept.empty());
  Json json = *parseJsonText(*readFile(kept));
  for (auto& cell : json["cells"]) {
    if (cell["corruption"] == "jpeg") cell["hits"] = "101010101";
  }
  ASSERT_TRUE(replaceFile(kept, dumpJson(json)).ok());
  const auto again = plan({"jpeg", "scale"}, {2});
  const auto report = robustnessReport("r", measureRobustness(runs, again)->front(), again);
  EXPECT_NEAR(report.byCorruption[0].mean, 5.0 / 9, 1e-12);
  EXPECT_EQ(report.byCorruption[1].corruption, "scale");
  json["checkpoint"] = "of another step";
  ASSERT_TRUE(replaceFile(kept, dumpJson(json)).ok());
  const auto fresh = measureRobustness(runs, plan({"jpeg"}, {2}));
  for (const auto& cell : fresh->front().cells) {
    if (cell.corruption == "jpeg") {
      EXPECT_NE(cell.hits, "101010101");
    }
  }
}

TEST_F(RobustnessTest, ComparesRunAgainstRun) {
  RobustnessSnapshot a;
  a.classes = {"x", "y"};
  for (int i = 0; i < 100; ++i) {
    a.pictures.push_back(std::to_string(i));
    a.labels.push_back(i % 2);
  }
  RobustnessSnapshot b = a;
  a.cells = {{"", 0, std::string(100, '1')}, {"jpeg", 2, std::string(90, '1') + std::string(10, '0')}};
  b.cells = {{"", 0, std::string(100, '1')}, {"jpeg", 2, std::string(60, '1') + std::string(40, '0')}};
  const auto result = compareRobustness("a", a, "b", b, plan({"jpeg"}, {2}));
  EXPECT_EQ(result.cleanDifference, 0);
  EXPECT_EQ(result.cleanP, 1);
  EXPECT_NEAR(result.difference, .3, 1e-12);
  EXPECT_GT(result.low, .2);
  EXPECT_LT(result.high, .4);
  EXPECT_LT(result.p, .01);
}

TEST_F(RobustnessTest, RefusesOtherPictures) {
  RunSpec spec = train::fixtures::toySpec(world_->path() / "toy");
  const fs::path other = world_->path() / "other";
  if (!fs::exists(other)) {
    fs::copy(world_->path() / "toy", other, fs::copy_options::recursive);
    fs::remove(other / "images" / "test3.png");
  }
  spec.data.path = other.string();
  spec.model.phases.joint = 1;
  const auto folder = RunFolder::create(world_->path() / "elsewhere", spec);
  ASSERT_TRUE(folder.ok());
  ASSERT_TRUE(train::runTraining(*folder, {}, {}).ok());
  const std::vector<RunFolder> runs{full(), *folder};
  const auto refused = measureRobustness(runs, plan({"jpeg"}, {1}));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::data);
  EXPECT_NE(refused.error().message.find("cannot be compared"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().message.find("elsewhere"), std::string::npos);
  auto named = plan({"jpeg"}, {1});
  named.dataPath = (world_->path() / "toy").string();
  EXPECT_TRUE(measureRobustness(runs, named).ok()) << "the same pictures for both";
}

TEST_F(RobustnessTest, StopsAndKeepsWhatItHas) {
  forget(full());
  StopToken stop;
  const std::vector<RunFolder> runs{full()};
  const auto both = plan({"jpeg", "scale"}, {1, 2, 3});
  const auto cancelled = measureRobustness(runs, both, stop, [&](std::int64_t done, std::int64_t) {
    if (done >= 18) stop.requestStop();
  });
  ASSERT_FALSE(cancelled.ok());
  EXPECT_EQ(cancelled.error().code, ErrorCode::cancelled);
  std::size_t kept = 0;
  for (const auto& entry : fs::directory_iterator(full().snapshotsFolder())) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("robustness-")) kept = (*parseJsonText(*readFile(entry.path())))["cells"].size();
  }
  EXPECT_EQ(kept, 2U);
}

// The scores behind an evaluation: kept, and measured again when the run has gone on.
TEST_F(RobustnessTest, ScoresAreKeptByCheckpoint) {
  forget(backbone());
  const auto first = scoreRun(backbone(), {}, data::Split::test);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->ranks.size(), 9U);
  EXPECT_EQ(static_cast<double>(std::count(first->ranks.begin(), first->ranks.end(), 0)) / 9, first->report.top1);
  const auto again = scoreRun(backbone(), {}, data::Split::test);
  EXPECT_EQ(toJson(*first), toJson(*again));
  fs::path kept;
  for (const auto& entry : fs::directory_iterator(backbone().snapshotsFolder())) {
    if (entry.path().filename().string().starts_with("scores-test-")) kept = entry.path();
  }
  ASSERT_FALSE(kept.empty());
  Json json = toJson(*first);
  json["report"]["macroF1"] = 0.125;
  ASSERT_TRUE(replaceFile(kept, dumpJson(json)).ok());
  EXPECT_EQ(scoreRun(backbone(), {}, data::Split::test)->report.macroF1, 0.125) << "read, not measured";
  json["checkpoint"] = "older";
  ASSERT_TRUE(replaceFile(kept, dumpJson(json)).ok());
  EXPECT_EQ(scoreRun(backbone(), {}, data::Split::test)->report.macroF1, first->report.macroF1);
}

}  // namespace
}  // namespace marcie::eval
