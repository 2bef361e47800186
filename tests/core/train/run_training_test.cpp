#include "core/train/run_training.h"

#include <chrono>
#include <cmath>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/train/safetensors.h"
#include "tests/core/train/feature_fixture.h"

namespace marcie::train {
namespace {
namespace fs = std::filesystem;
using fixtures::kFresh;
using fixtures::kResume;
using fixtures::toySpec;

class RunTrainingTest : public fixtures::ToyRuns {
 protected:
  static void SetUpTestSuite() {
    ToyRuns::SetUpTestSuite();
    fixtures::writeToyData(data().parent_path() / "plain", false);
  }
  static std::vector<RunEvent> eventsOf(const RunFolder& run) {
    EventTail tail(run);
    auto batch = tail.poll();
    EXPECT_EQ(batch.damagedLines, 0);
    return std::move(batch.events);
  }
  template <class Body>
  static std::vector<Body> bodiesOf(const RunFolder& run) {
    std::vector<Body> found;
    for (const RunEvent& event : eventsOf(run)) {
      if (const auto* body = std::get_if<Body>(&event.body)) found.push_back(*body);
    }
    return found;
  }
  static double value(const std::vector<NamedValue>& values, const std::string& name) {
    for (const NamedValue& item : values) {
      if (item.name == name) return item.value;
    }
    ADD_FAILURE() << "no value " << name;
    return std::nan("");
  }
};

TEST_F(RunTrainingTest, WritesWhatARunFolderHolds) {
  RunSpec spec = toySpec(data());
  spec.model.phases.joint = 40;
  spec.augment.enabled = false;
  spec.trainer.evaluateEvery = 5;
  const RunFolder run = trained("run", spec);
  const auto events = eventsOf(run);
  ASSERT_GT(events.size(), 10U);
  EXPECT_TRUE(std::holds_alternative<RunStarted>(events.front().body));
  EXPECT_TRUE(std::holds_alternative<RunFinished>(events.back().body));
  EXPECT_EQ(bodiesOf<RunFinished>(run).size(), 1U);
  EXPECT_EQ(bodiesOf<RunFinished>(run)[0].outcome, "completed");
  EXPECT_EQ(bodiesOf<StepEnd>(run).size(), 120U);
  EXPECT_EQ(bodiesOf<EpochEnd>(run).size(), 40U);
  const auto metrics = bodiesOf<MetricsReady>(run);
  ASSERT_EQ(metrics.size(), 8U);
  for (const char* name : {"top1", "top5", "macroF1", "loss", "headTrainPathTop1", "headSampledTop1", "imageToTextR1",
                           "matchedCosine", "modalityGap", "tagAuc"}) {
    EXPECT_TRUE(std::isfinite(value(metrics.back().values, name))) << name;
  }
  EXPECT_GE(value(metrics.back().values, "top1"), 0.9) << "colours should be learned by now";
  const auto steps = bodiesOf<StepEnd>(run);
  for (const char* part : {"loss", "ce", "ema", "cdr_mse", "cdr_ce", "ce_v", "ce_s"}) value(steps[0].losses, part);

  const auto status = run.status();
  EXPECT_EQ(status.state, RunState::completed);
  EXPECT_EQ(status.step, 120);
  EXPECT_EQ(status.totalSteps, 120);
  EXPECT_EQ(status.session, 1);
  EXPECT_GT(status.memoryBytes, 0);
  EXPECT_LE(listCheckpoints(run).size(), 2U);
  EXPECT_TRUE(fs::exists(bestCheckpointPath(run)));
  const auto dataset = Json::parse(marcie::testing::readText(run.datasetFile()));
  EXPECT_EQ(dataset["classes"].size(), 3U);
  EXPECT_EQ(dataset["splits"]["train"], 24);
  EXPECT_EQ(dataset["cdrTarget"], "multihot");
}

TEST_F(RunTrainingTest, TheSameSpecGivesTheSameRun) {
  const RunFolder a = trained("a", toySpec(data()));
  const RunFolder b = trained("b", toySpec(data()));
  EXPECT_EQ(fixtures::timelessEvents(a), fixtures::timelessEvents(b));
  fixtures::expectSameWeights(a, b);
  RunSpec other = toySpec(data());
  other.trainer.seed = 2;
  EXPECT_NE(fixtures::timelessEvents(a), fixtures::timelessEvents(trained("c", other)));
}

TEST_F(RunTrainingTest, LoaderThreadsDoNotChangeTheRun) {
  RunSpec spec = toySpec(data());
  const RunFolder a = trained("a", spec);
  spec.data.workers = 3;
  spec.data.useCache = true;
  fixtures::expectSameWeights(a, trained("b", spec));
}

TEST_F(RunTrainingTest, StoppedAndResumedEqualsUninterrupted) {
  RunSpec spec = toySpec(data());
  spec.model.phases = {1, 2, 1, {}};  // every phase border is crossed
  spec.model.cdr.samplingSteps = 3;
  spec.trainer.averageDecay = 0.9;
  spec.trainer.gradientClip = 5;
  spec.trainer.checkpointEverySteps = 2;
  const RunFolder whole = trained("whole", spec);
  for (const std::int64_t step : {1, 2, 3, 5, 6, 7, 9, 11}) {
    const RunFolder run = makeRun("stopped" + std::to_string(step), spec);
    StopToken stop;
    fixtures::StopAt watcher(step, stop);
    const auto first = runTraining(run, kFresh, stop, &watcher);
    ASSERT_TRUE(first.ok()) << first.error().toString();
    EXPECT_EQ(first->end, TrainEnd::stopped);
    EXPECT_EQ(first->step, step);
    EXPECT_EQ(run.status().state, RunState::stopped);
    EXPECT_EQ(bodiesOf<RunFinished>(run).back().outcome, "stopped");
    const auto second = runTraining(run, kResume, {});
    ASSERT_TRUE(second.ok()) << second.error().toString();
    EXPECT_EQ(second->end, TrainEnd::completed);
    EXPECT_EQ(run.status().session, 2);
    EXPECT_EQ(fixtures::timelessEvents(run), fixtures::timelessEvents(whole)) << "stopped at " << step;
    EXPECT_EQ(marcie::testing::readText(run.metricsFile()), marcie::testing::readText(whole.metricsFile()));
    fixtures::expectSameWeights(run, whole);
  }
}

// What is left after kill -9: the files as they were, with lines after the newest checkpoint, and no RunFinished.
TEST_F(RunTrainingTest, KilledAndResumedEqualsUninterrupted) {
  RunSpec spec = toySpec(data());
  spec.model.phases.joint = 3;
  spec.trainer.checkpointEverySteps = 2;
  const RunFolder whole = trained("whole", spec);
  const RunFolder run = makeRun("killed", spec);
  StopToken stop;
  fixtures::StopAt watcher(7, stop);
  ASSERT_TRUE(runTraining(run, kFresh, stop, &watcher).ok());
  fs::remove(checkpointPath(run, 7));  // the checkpoint of the stop: a kill would not have made it
  marcie::testing::appendText(run.eventsFile(), R"({"type":"stepEnd","step":8,"half a li)");
  const auto outcome = runTraining(run, kResume, {});
  ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
  EXPECT_EQ(fixtures::timelessEvents(run), fixtures::timelessEvents(whole));
  fixtures::expectSameWeights(run, whole);
}

TEST_F(RunTrainingTest, KilledBeforeTheFirstCheckpointBeginsAgain) {
  const RunFolder whole = trained("whole", toySpec(data()));
  const RunFolder run = makeRun("killed", toySpec(data()));
  StopToken stop;
  fixtures::StopAt watcher(1, stop);
  ASSERT_TRUE(runTraining(run, kFresh, stop, &watcher).ok());
  fs::remove(checkpointPath(run, 1));
  ASSERT_TRUE(runTraining(run, kResume, {}).ok());
  EXPECT_EQ(fixtures::timelessEvents(run), fixtures::timelessEvents(whole));
}

TEST_F(RunTrainingTest, DamagedNewestCheckpointFallsBackToTheOneBefore) {
  const RunFolder whole = trained("whole", toySpec(data()));
  const RunFolder run = makeRun("run", toySpec(data()));
  StopToken stop;
  fixtures::StopAt watcher(5, stop);
  ASSERT_TRUE(runTraining(run, kFresh, stop, &watcher).ok());
  fs::resize_file(checkpointPath(run, 5), 1000);
  std::ofstream(checkpointPath(run, 6).string() + ".tmp123") << "half a checkpoint";
  const auto outcome = runTraining(run, kResume, {});
  ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
  EXPECT_EQ(fixtures::timelessEvents(run), fixtures::timelessEvents(whole));
  for (const auto& entry : fs::directory_iterator(run.checkpointsFolder())) {
    EXPECT_EQ(entry.path().string().find(".tmp"), std::string::npos) << entry.path();
  }
}

TEST_F(RunTrainingTest, MoreEpochsContinueTheCurve) {
  RunFolder run = trained("run", toySpec(data()));
  const auto before = eventsOf(run);
  const auto refused = runTraining(run, kResume, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::usage);
  const auto outcome = runTraining(run, {TrainMode::Kind::moreEpochs, 2}, {});
  ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
  EXPECT_EQ(outcome->step, 12);
  const auto after = eventsOf(run);
  // What was there stays, but for the RunFinished that ended it; no step twice, no step missing.
  ASSERT_GT(after.size(), before.size());
  for (std::size_t i = 0; i + 1 < before.size(); ++i) {
    Json was = runEventToJson(before[i]);
    Json is = runEventToJson(after[i]);
    was.erase("wallTime");
    is.erase("wallTime");
    EXPECT_EQ(was, is) << i;
  }
  std::int64_t expected = 1;
  double wallTime = 0;
  for (const RunEvent& event : after) {
    EXPECT_GE(event.wallTime, wallTime);
    wallTime = event.wallTime;
    if (std::holds_alternative<StepEnd>(event.body)) {
      EXPECT_EQ(event.step, expected++);
    }
  }
  EXPECT_EQ(expected, 13);
  const auto phases = bodiesOf<PhaseStarted>(run);
  ASSERT_EQ(phases.size(), 2U);
  EXPECT_EQ(phases[1].name, "more");
  EXPECT_EQ(bodiesOf<RunFinished>(run).size(), 1U);
  EXPECT_LE(bodiesOf<StepEnd>(run)[6].learningRate, 0.1 * 0.05 + 1e-12);
  EXPECT_EQ(run.spec()->model.phases.more, std::vector<int>{2});
  ASSERT_TRUE(runTraining(run, {TrainMode::Kind::moreEpochs, 1}, {}).ok());
  EXPECT_EQ(run.status().step, 15);
}

TEST_F(RunTrainingTest, DiscardSavesNothing) {
  const RunFolder run = makeRun("run", toySpec(data()));
  class DiscardAt : public EventSink {
   public:
    explicit DiscardAt(RunFolder folder) : folder_(std::move(folder)) {}
    void onEvent(const RunEvent& event) override {
      if (std::holds_alternative<StepEnd>(event.body) && event.step == 2) folder_.request(RunFolder::Control::discard);
    }

   private:
    RunFolder folder_;
  } watcher(run);
  const auto outcome = runTraining(run, kFresh, {}, &watcher);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->end, TrainEnd::discarded);
  EXPECT_TRUE(listCheckpoints(run).empty());
  EXPECT_EQ(bodiesOf<RunFinished>(run).back().message, "discarded");
  EXPECT_FALSE(run.isRequested(RunFolder::Control::discard)) << "a request that was met must not meet the next session";
}

TEST_F(RunTrainingTest, PauseHoldsBetweenTwoStepsAndTimeStandsStill) {
  const RunFolder run = makeRun("run", toySpec(data()));
  run.request(RunFolder::Control::pause);
  std::thread trainer([&run] { EXPECT_TRUE(runTraining(run, kFresh, {}).ok()); });
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (run.status().state != RunState::paused && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_EQ(run.status().state, RunState::paused);
  EXPECT_TRUE(bodiesOf<StepEnd>(run).empty());
  run.withdraw(RunFolder::Control::pause);
  trainer.join();
  EXPECT_EQ(run.status().state, RunState::completed);
  EXPECT_EQ(bodiesOf<StepEnd>(run).size(), 6U);
}

TEST_F(RunTrainingTest, SecondTrainerIsRefused) {
  const RunFolder run = makeRun("run", toySpec(data()));
  const auto lock = FileLock::acquire(run.lockFile());
  ASSERT_TRUE(lock.ok());
  const auto refused = runTraining(run, kFresh, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::busy);
  EXPECT_FALSE(fs::exists(run.eventsFile())) << "the second must not touch what the first writes";
}

TEST_F(RunTrainingTest, FreshRefusesATrainedFolder) {
  const RunFolder run = trained("run", toySpec(data()));
  const auto refused = runTraining(run, kFresh, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::exists);
}

TEST_F(RunTrainingTest, VariantsThatNeedTextSayThatThereIsNone) {
  const RunFolder run = makeRun("run", toySpec(data().parent_path() / "plain"));
  const auto refused = runTraining(run, kFresh, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::option);
  EXPECT_NE(refused.error().message.find("annotations"), std::string::npos);
  EXPECT_EQ(bodiesOf<RunFinished>(run).back().outcome, "failed");
  EXPECT_EQ(run.status().state, RunState::failed);

  RunSpec plain = toySpec(data().parent_path() / "plain");
  plain.model.variant = MarnetVariant::backbone;
  trained("plain", plain);
}

TEST_F(RunTrainingTest, CheckpointOfAnotherModelIsNamedKeyByKey) {
  const RunFolder run = makeRun("run", toySpec(data()));
  StopToken stop;
  fixtures::StopAt watcher(2, stop);
  ASSERT_TRUE(runTraining(run, kFresh, stop, &watcher).ok());
  RunSpec wider = toySpec(data());
  wider.model.width = 8;
  ASSERT_TRUE(run.saveSpec(wider).ok());
  const auto refused = runTraining(run, kResume, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::checkpoint);
  EXPECT_NE(refused.error().message.find("encoder.conv1.weight [4, 3, 3, 3] where [8, 3, 3, 3] is needed"),
            std::string::npos)
      << refused.error().message;
}

TEST_F(RunTrainingTest, StartWeightsComeFromAnotherRun) {
  RunSpec spec = toySpec(data());
  const RunFolder teacher = trained("teacher", spec);
  spec.model.weights = listCheckpoints(teacher).at(0).string();
  spec.trainer.learningRate = 0;
  spec.trainer.weightDecay = 0;
  const RunFolder run = trained("run", spec);
  const auto from = readTensors(listCheckpoints(teacher).at(0));
  const auto to = readTensors(listCheckpoints(run).at(0));
  EXPECT_TRUE(
      torch::equal(from->find("model.encoder.layer3.conv1.weight"), to->find("model.encoder.layer3.conv1.weight")));
}

}  // namespace
}  // namespace marcie::train
