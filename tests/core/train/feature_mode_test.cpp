// Phases, and a frozen picture network whose features are computed once.
#include <map>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/data/reader.h"
#include "core/train/tasks/marnet_task.h"
#include "tests/core/train/feature_fixture.h"

namespace marcie::train {
namespace {
using fixtures::kFresh;
using fixtures::kResume;
using fixtures::toySpec;

class FeatureModeTest : public fixtures::ToyRuns {};

// Keeps a copy of the checkpoint at the end of each phase.
class PhaseEnds : public EventSink {
 public:
  explicit PhaseEnds(RunFolder folder) : folder_(std::move(folder)) {}
  void onEvent(const RunEvent& event) override {
    if (!std::holds_alternative<CheckpointSaved>(event.body)) return;
    auto saved = readCheckpoint(checkpointPath(folder_, event.step));
    ASSERT_TRUE(saved.ok());
    models[saved->meta.phase] = saved->model;
  }
  std::map<std::string, NamedTensors> models;

 private:
  RunFolder folder_;
};

TEST_F(FeatureModeTest, EachPhaseMovesItsPartsOnly) {
  RunSpec spec = toySpec(data());
  spec.model.phases = {1, 1, 1, {}, 2};
  spec.model.freezeEncoder = true;
  const RunFolder run = makeRun("run", spec);
  PhaseEnds ends(run);
  const auto outcome = runTraining(run, kFresh, {}, &ends);
  ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
  EXPECT_EQ(phasesOf(run), (std::vector<std::string>{"backbone", "text", "joint", "refit"}));
  const auto text = changed(ends.models["backbone"], ends.models["text"]);
  EXPECT_FALSE(text.empty());
  for (const std::string& name : text) {
    EXPECT_TRUE(startsWithAny(name, {"text_encoder.", "text_projection.", "shared_classifier."})) << name;
  }
  const auto joint = changed(ends.models["text"], ends.models["joint"]);
  EXPECT_GT(joint.size(), 5U);
  for (const std::string& name : joint) {
    EXPECT_FALSE(startsWithAny(name, {"encoder.", "backbone_classifier."})) << name << " moved though it is frozen";
  }
  for (const std::string& name : changed(ends.models["joint"], ends.models["refit"])) {
    EXPECT_TRUE(name.starts_with("classifier.")) << name;
  }
}

TEST_F(FeatureModeTest, MethodsWithoutATextNetworkHaveNoTextPhase) {
  RunSpec spec = toySpec(data());
  spec.model.phases.text = 2;
  spec.model.variant = MarnetVariant::tagHead;
  EXPECT_EQ(phasesOf(trained("run", spec)), std::vector<std::string>{"joint"});
}

TEST_F(FeatureModeTest, EncoderScaleScalesTheEncodersRateInTheJointPhase) {
  RunSpec spec = toySpec(data());
  spec.model.encoderScale = 0.1;
  const auto read = data::readDataset(spec.data);
  ASSERT_TRUE(read.ok());
  const TextFacts facts = textFacts(*read);
  auto task = MarnetTask::create(spec, {read->classes, read->tags, CdrTarget::multihot, 0}, facts, c10::kCPU);
  ASSERT_TRUE(task.ok());
  EXPECT_DOUBLE_EQ((*task)->enterPhase(Phase("joint", "", 1))[0].learningRate, 0.1 * spec.trainer.learningRate);
  EXPECT_DOUBLE_EQ((*task)->enterPhase(Phase("backbone", "", 1))[0].learningRate, spec.trainer.learningRate);
  EXPECT_DOUBLE_EQ((*task)->enterPhase(Phase("joint", "", 1)).back().learningRate, spec.trainer.headLearningRate);
}

TEST_F(FeatureModeTest, FeaturesAreComputedOnceAndShared) {
  RunSpec spec = toySpec(data());
  spec.model.freezeEncoder = true;
  spec.model.weights = listCheckpoints(trained("teacher", toySpec(data()))).at(0).string();
  const std::size_t before = cachedTables();
  trained("a", spec);
  EXPECT_EQ(cachedTables(), before + 1);
  spec.trainer.headLearningRate = 2e-3;
  trained("b", spec);
  EXPECT_EQ(cachedTables(), before + 1) << "the same network and data: the same features";
}

TEST_F(FeatureModeTest, StoppedAndResumedEqualsUninterrupted) {
  RunSpec spec = toySpec(data());
  spec.model.phases = {1, 2, 1, {}, 1};
  spec.model.freezeEncoder = true;
  spec.model.featureViews = 3;
  spec.trainer.averageDecay = 0.9;
  spec.trainer.encoderOptimizer = OptimizerKind::adagrad;
  spec.trainer.headOptimizer = OptimizerKind::adam;
  spec.trainer.schedule = LearningRateSchedule::oneCycle;
  const RunFolder whole = trained("whole", spec);
  for (const std::int64_t step : {2, 3, 5, 6, 8, 9, 12, 14}) {
    const RunFolder run = makeRun("stopped" + std::to_string(step), spec);
    StopToken stop;
    fixtures::StopAt watcher(step, stop);
    ASSERT_TRUE(runTraining(run, kFresh, stop, &watcher).ok());
    const auto second = runTraining(run, kResume, {});
    ASSERT_TRUE(second.ok()) << second.error().toString();
    EXPECT_EQ(fixtures::timelessEvents(run), fixtures::timelessEvents(whole)) << "stopped at " << step;
    fixtures::expectSameWeights(run, whole);
  }
}

// What validation says of cached features is what the pictures say: one network, one set of weights.
TEST_F(FeatureModeTest, AveragedWeightsEvaluateTheNetworkThatTheFeaturesAreOf) {
  RunSpec spec = toySpec(data());
  spec.model.phases = {2, 1, 0, {}, 0};
  spec.model.freezeEncoder = true;
  spec.trainer.averageDecay = 0.5;
  const Checkpoint last = lastOf(trained("run", spec));
  const std::map<std::string, at::Tensor> live(last.model.begin(), last.model.end());
  bool headsDiffer = false;
  for (const auto& [name, tensor] : last.average) {
    if (name.starts_with("encoder.")) {
      EXPECT_TRUE(torch::equal(tensor, live.at(name))) << name;
    } else {
      headsDiffer = headsDiffer || !torch::equal(tensor, live.at(name));
    }
  }
  EXPECT_TRUE(headsDiffer);
}

// Every optimiser, schedule, clipping and averaging together: the loss goes down.
TEST_F(FeatureModeTest, EveryOptimiserAndScheduleTrains) {
  for (const auto& optimizer : EnumTable<OptimizerKind>::entries) {
    for (const auto& schedule : EnumTable<LearningRateSchedule>::entries) {
      RunSpec spec = toySpec(data());
      spec.model.phases.joint = 6;
      spec.augment.enabled = false;
      spec.trainer.encoderOptimizer = spec.trainer.headOptimizer = optimizer.value;
      spec.trainer.schedule = schedule.value;
      spec.trainer.learningRate = optimizer.value == OptimizerKind::sgd ? 0.05 : 0.005;
      spec.trainer.headLearningRate = optimizer.value == OptimizerKind::sgd ? 0.02 : 0.005;
      spec.trainer.gradientClip = 5;
      spec.trainer.averageDecay = 0.9;
      spec.trainer.evaluateEvery = 100;
      const std::string name = std::string(optimizer.key) + "-" + std::string(schedule.key);
      EventTail tail(trained(name, spec));
      std::vector<double> losses;
      for (const RunEvent& event : tail.poll().events) {
        if (const auto* epoch = std::get_if<EpochEnd>(&event.body)) losses.push_back(epoch->means.at(0).value);
      }
      ASSERT_EQ(losses.size(), 6U) << name;
      EXPECT_LT(losses.back(), losses.front()) << name;
    }
  }
}

}  // namespace
}  // namespace marcie::train
