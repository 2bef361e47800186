// Runs of recommenders from data to checkpoint.
#include <cmath>
#include <set>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/nn/rec/backbone.h"
#include "core/train/rec/cierec_task.h"
#include "core/train/run_training.h"
#include "tests/core/train/rec/rec_toy.h"
#include "tests/core/train/toy_run.h"

namespace marcie::train::fixtures {

namespace {

class CierecRunTest : public ::testing::Test {
 protected:
  CierecRunTest() { writeRecToy(data()); }
  [[nodiscard]] std::filesystem::path data() const { return temp_ / "world"; }
  RunFolder trained(const char* name, const RunSpec& spec) {
    const auto folder = RunFolder::create(temp_ / name, spec);
    EXPECT_TRUE(folder.ok());
    const auto outcome = runTraining(*folder, {}, {});
    EXPECT_TRUE(outcome.ok()) << outcome.error().toString();
    return *folder;
  }
  static double metric(const RunFolder& folder, std::string_view name) {
    const auto info = folder.info();
    for (const NamedValue& value : info->metrics) {
      if (value.name == name) return value.value;
    }
    return std::nan("");
  }
  static std::vector<std::string> phasesOf(const RunFolder& folder) {
    std::vector<std::string> names;
    EventTail tail(folder);
    for (const RunEvent& event : tail.poll(100000).events) {
      if (const auto* phase = std::get_if<PhaseStarted>(&event.body)) names.push_back(phase->name);
    }
    return names;
  }
  marcie::testing::TempFolder temp_;
};

TEST_F(CierecRunTest, ARunLeavesWhatTheWindowNeeds) {
  const RunFolder folder = trained("run", recToySpec(data()));
  EXPECT_EQ(folder.status().state, RunState::completed);
  EXPECT_EQ(phasesOf(folder), (std::vector<std::string>{"inference", "train"}));
  EXPECT_TRUE(std::filesystem::exists(splitFile(folder.root())));
  EXPECT_TRUE(std::filesystem::exists(folder.datasetFile()));
  for (const char* name : {"coldAuc", "warmAuc", "allAuc", "coldNdcg20", "warmRecall20", "tagAuc", "auc"}) {
    EXPECT_TRUE(std::isfinite(metric(folder, name))) << name;
  }
  EXPECT_NEAR(metric(folder, "auc"), metric(folder, "coldAuc") + metric(folder, "warmAuc"), 1e-9);
  EXPECT_EQ(folder.status().epoch, 5);
  EXPECT_EQ(folder.status().totalEpochs, 5);
}

TEST_F(CierecRunTest, ContentInferenceLearnsToRankColdItems) {
  RunSpec spec = recToySpec(data());
  spec.cierec.phases.train = 12;
  const RunFolder folder = trained("full", spec);
  EXPECT_GT(metric(folder, "coldAuc"), 0.75);
  EXPECT_GT(metric(folder, "tagAuc"), 0.9);
  spec.cierec.backbone = "bpr_mf";
  spec.cierec.cierec = CierecVariant::plain;
  EXPECT_NEAR(metric(trained("mf", spec), "coldAuc"), 0.5, 1e-9) << "knows nothing of cold items: all scores tie";
}

TEST_F(CierecRunTest, StoppedAndResumedIsTheSameRun) {
  RunSpec spec = recToySpec(data());
  spec.trainer.checkpointEverySteps = 2;
  spec.cierec.idDropout = 0.2;
  const RunFolder whole = trained("whole", spec);
  const auto parts = RunFolder::create(temp_ / "parts", spec);
  const std::int64_t last = readCheckpoint(listCheckpoints(whole).at(0))->meta.step;
  for (const std::int64_t at : {std::int64_t{1}, std::int64_t{3}, last / 2, last - 1}) {
    const StopToken stop;
    StopAt stopper(at, stop);
    const auto outcome = runTraining(*parts, {TrainMode::Kind::resume}, stop, &stopper);
    ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
    EXPECT_EQ(outcome->step, at);
  }
  ASSERT_TRUE(runTraining(*parts, {TrainMode::Kind::resume}, {}).ok());
  expectSameWeights(whole, *parts);
  EXPECT_EQ(timelessEvents(whole), timelessEvents(*parts));
}

TEST_F(CierecRunTest, AnnotationsOfColdItemsChangeNothing) {
  const RunSpec spec = recToySpec(data());
  const RunFolder own = trained("own", spec);
  RecToyOptions lies;
  lies.coldAnnotation = "kind0|half1|nonsense";
  writeRecToy(data(), lies);
  const RunFolder other = trained("other", spec);
  // What they are is looked at when the inference is judged, and nowhere else.
  expectSameWeights(own, other);
  EXPECT_EQ(metric(own, "coldAuc"), metric(other, "coldAuc"));
  EXPECT_NE(metric(own, "tagAuc"), metric(other, "tagAuc"));
}

TEST_F(CierecRunTest, TransductiveTrainingLeaksAndSaysSo) {
  RunSpec spec = recToySpec(data());
  spec.cierec.inference.transductive = true;
  const RunFolder folder = trained("leaky", spec);
  EventTail tail(folder);
  std::set<std::string> codes;
  for (const RunEvent& event : tail.poll(100000).events) {
    if (const auto* warning = std::get_if<WarningRaised>(&event.body)) codes.insert(warning->code);
  }
  EXPECT_TRUE(codes.contains("leak"));
}

TEST_F(CierecRunTest, EveryBackboneTrainsInEveryVariant) {
  int index = 0;
  for (const auto* entry : nn::rec::backbones()) {
    for (const auto& variant : EnumTable<CierecVariant>::entries) {
      RunSpec spec = recToySpec(data());
      spec.cierec.backbone = entry->name;
      spec.cierec.cierec = variant.value;
      if (entry->name == "dropoutnet" || entry->name == "clcrec") spec.cierec.fusion = RecFusion::late;
      spec.cierec.phases = {1, 1, 1};
      spec.cierec.special.hidden = 8;
      spec.cierec.special.styles = 4;
      const RunFolder folder = trained(("run" + std::to_string(index++)).c_str(), spec);
      EXPECT_TRUE(std::isfinite(metric(folder, "warmAuc"))) << entry->name << " " << variant.key;
      const bool prepares = entry->prepares;
      EXPECT_EQ(phasesOf(folder).size(), 1U + (prepares ? 1 : 0) + (learnsAnnotations(variant.value) ? 1 : 0))
          << entry->name << " " << variant.key;
    }
  }
}

TEST_F(CierecRunTest, PhasesGoOnAsTheyAreTold) {
  for (const auto& mode : EnumTable<InferencePhase>::entries) {
    RunSpec spec = recToySpec(data());
    spec.cierec.phases.mode = mode.value;
    spec.cierec.phases.train = 2;
    const RunFolder folder = trained(std::string(mode.key).c_str(), spec);
    EventTail tail(folder);
    int ranked = 0, inferred = 0, both = 0;
    bool training = false;
    for (const RunEvent& event : tail.poll(100000).events) {
      if (const auto* phase = std::get_if<PhaseStarted>(&event.body)) training = phase->name == "train";
      const auto* step = std::get_if<StepEnd>(&event.body);
      if (step == nullptr || !training) continue;
      bool ranks = false, infers = false;
      for (const NamedValue& loss : step->losses) {
        ranks = ranks || loss.name == "rank";
        infers = infers || loss.name == "inference";
      }
      (ranks && infers ? both : ranks ? ranked : inferred) += 1;
    }
    EXPECT_EQ(both > 0, mode.value == InferencePhase::joint) << mode.key;
    EXPECT_EQ(ranked > 0, mode.value != InferencePhase::joint) << mode.key;
    EXPECT_EQ(inferred > 0, mode.value == InferencePhase::alternate) << mode.key;
  }
}

TEST_F(CierecRunTest, FrozenInferenceStaysAsItWasLearned) {
  RunSpec spec = recToySpec(data());
  spec.cierec.phases.mode = InferencePhase::frozen;
  spec.trainer.checkpointEverySteps = 1;
  spec.trainer.selection = ModelSelection::last;
  const RunFolder before = trained("before", [&] {
    RunSpec shorter = spec;
    shorter.cierec.phases.train = 1;
    return shorter;
  }());
  const RunFolder after = trained("after", spec);
  const auto tensorsOf = [](const RunFolder& folder) { return readCheckpoint(listCheckpoints(folder).at(0))->model; };
  const NamedTensors one = tensorsOf(before), two = tensorsOf(after);
  int frozen = 0, learned = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const bool same = torch::equal(one[i].second, two[i].second);
    if (one[i].first.starts_with("inference.") || one[i].first.starts_with("content.phi")) {
      EXPECT_TRUE(same) << one[i].first;
      ++frozen;
    } else {
      learned += same ? 0 : 1;
    }
  }
  EXPECT_GT(frozen, 4);
  EXPECT_GT(learned, 3);
}

TEST_F(CierecRunTest, PatienceEndsARunThatNoLongerImproves) {
  RunSpec spec = recToySpec(data());
  spec.cierec.phases.train = 60;
  spec.trainer.patience = 2;
  spec.trainer.learningRate = 0;  // the first validation is the best
  const RunFolder folder = trained("patient", spec);
  EXPECT_EQ(folder.status().state, RunState::completed);
  EXPECT_EQ(folder.status().epoch, 2 + 3) << "two epochs of inference; the best, and two that are not";
}

TEST_F(CierecRunTest, LockFreeBprLearnsWarmItems) {
  RecToyOptions more;
  more.users = 96;
  writeRecToy(data(), more);
  RunSpec spec = recToySpec(data());
  spec.recSplit.newest = false;  // the toy's users choose in one order: the newest items are hardly in training
  spec.cierec.backbone = "bpr_mf";
  spec.cierec.cierec = CierecVariant::plain;
  spec.cierec.phases.train = 40;
  spec.trainer.learningRate = 0.1;
  spec.trainer.threads = 2;
  const double deterministic = metric(trained("ordered", spec), "warmAuc");
  spec.cierec.special.lockFree = true;
  const double free = metric(trained("free", spec), "warmAuc");
  EXPECT_GT(free, 0.7) << "0.5 is chance, the deterministic mode has " << deterministic;
  EXPECT_GT(free, deterministic - 0.05);
}

TEST_F(CierecRunTest, ACheckpointOfOtherDataIsRefused) {
  const RunFolder folder = trained("run", recToySpec(data()));
  std::filesystem::remove(splitFile(folder.root()));
  RecToyOptions more;
  more.items = 45;
  writeRecToy(data(), more);
  const auto refused = runTraining(folder, {TrainMode::Kind::moreEpochs, 1}, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::checkpoint);
  EXPECT_NE(refused.error().message.find("40 items"), std::string::npos) << refused.error().message;
}

}  // namespace
}  // namespace marcie::train::fixtures
