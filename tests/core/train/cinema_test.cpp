#include "core/train/cinema.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/base/files.h"
#include "core/train/safetensors.h"
#include "tests/core/train/feature_fixture.h"

namespace marcie::train {
namespace {
namespace fs = std::filesystem;
using fixtures::kFresh;
using fixtures::kResume;
using fixtures::toySpec;

class CinemaTest : public fixtures::ToyRuns {
 protected:
  static RunSpec filmSpec() {
    RunSpec spec = toySpec(data());
    spec.model.phases.backbone = 1;
    spec.model.phases.joint = 2;
    return spec;
  }
  static std::vector<std::string> frames(const RunFolder& run) {
    std::vector<std::string> names;
    EventTail tail(run);
    for (const RunEvent& event : tail.poll().events) {
      if (const auto* ready = std::get_if<SnapshotReady>(&event.body)) names.push_back(ready->file);
    }
    return names;
  }
  static data::Dataset worldOf(const std::vector<int>& perClass) {
    data::Dataset dataset;
    dataset.root = "/d";
    for (std::size_t c = 0; c < perClass.size(); ++c) {
      dataset.classes.push_back("c" + std::to_string(c));
      for (int i = 0; i < perClass[c]; ++i) {
        const std::string path = "/d/" + std::to_string(c) + "/" + std::to_string(i) + ".png";
        dataset.samples.push_back({path, static_cast<std::int32_t>(c), data::Split::val, {}});
        dataset.samples.push_back({path + "t", static_cast<std::int32_t>(c), data::Split::train, {}});
      }
    }
    return dataset;
  }
};

TEST_F(CinemaTest, TheProbeHoldsEveryClassInItsShare) {
  const data::Dataset dataset = worldOf({400, 100, 5, 100});
  const auto probe = chooseProbe(dataset, 60, 7);
  EXPECT_LE(probe.size(), 60U);
  EXPECT_GE(probe.size(), 58U);
  std::map<std::int32_t, int> counts;
  for (const std::int64_t index : probe) {
    const auto& sample = dataset.samples[static_cast<std::size_t>(index)];
    EXPECT_EQ(sample.split, data::Split::val);
    ++counts[sample.label];
  }
  EXPECT_EQ(counts.size(), 4U);
  EXPECT_NEAR(counts[0], 40, 2);
  EXPECT_TRUE(std::is_sorted(probe.begin(), probe.end()));
  EXPECT_EQ(chooseProbe(dataset, 60, 7), probe);
  EXPECT_NE(chooseProbe(dataset, 60, 8), probe);
  EXPECT_EQ(chooseProbe(dataset, 10000, 7).size(), 605U);
  EXPECT_TRUE(chooseProbe(dataset, 0, 7).empty());
  // Elsewhere on the disk it is the same pictures.
  data::Dataset moved = dataset;
  moved.root = "/elsewhere";
  for (auto& sample : moved.samples) sample.path = "/elsewhere" + sample.path.substr(2);
  EXPECT_EQ(chooseProbe(moved, 60, 7), probe);
}

TEST_F(CinemaTest, TurningKeepsAnglesAndLengths) {
  torch::manual_seed(5);
  // Forty directions in three hundred columns, far from the origin.
  const at::Tensor basis = torch::randn({40, 300});
  const at::Tensor a = torch::randn({90, 40}).matmul(basis) + 2, b = torch::randn({90, 40}).matmul(basis);
  const auto turned = turnedNarrow({a, b}, 48);
  ASSERT_EQ(turned.size(), 2U);
  EXPECT_EQ(turned[0].size(1), 48);
  EXPECT_TRUE(torch::allclose(turned[0].matmul(turned[1].t()), a.matmul(b.t()), 1e-3, 0.5));
  EXPECT_TRUE(torch::allclose(turned[0].norm(2, {1}), a.norm(2, {1}), 1e-3, 1e-2));
  EXPECT_TRUE(torch::equal(turnedNarrow({a, b}, 48)[0], turned[0]));
  EXPECT_TRUE(torch::equal(turnedNarrow({a}, 300)[0], a));
  at::Tensor broken = a.clone();
  broken[3].fill_(std::nan(""));
  EXPECT_TRUE(torch::isnan(turnedNarrow({broken}, 48)[0][3]).all().item<bool>());
  EXPECT_TRUE(torch::isfinite(turnedNarrow({broken}, 48)[0][4]).all().item<bool>());
}

TEST_F(CinemaTest, ARunRecordsEveryValidation) {
  const RunFolder run = trained("film", filmSpec());
  const auto names = frames(run);
  ASSERT_EQ(names.size(), 3U);  // one epoch of the backbone, two of the joint stage
  for (const auto& name : names) EXPECT_TRUE(fs::exists(run.root() / name)) << name;
  const auto first = readTensors(run.root() / names.front()), last = readTensors(run.root() / names.back());
  ASSERT_TRUE(first.ok() && last.ok());
  EXPECT_TRUE(first->find("visual").defined());
  EXPECT_FALSE(first->find("semantic").defined());
  EXPECT_EQ(last->find("visual").size(0), 9);
  EXPECT_EQ(last->find("aligned").sizes(), last->find("semantic").sizes());
  EXPECT_TRUE(torch::isfinite(last->find("semantic").to(torch::kFloat)).all().item<bool>());
  EXPECT_EQ(last->find("prediction").numel(), 9);
  EXPECT_EQ(last->metadata.at("step"), "9");
  EXPECT_EQ(last->metadata.at("phase"), "joint");
  const auto text = readFile(probePath(run));
  ASSERT_TRUE(text.ok());
  ProbeFile probe;
  Problems problems;
  fromJson(*parseJsonText(*text), probe, problems);
  ASSERT_TRUE(problems.empty());
  EXPECT_EQ(probe.pictures.size(), 9U);
  EXPECT_EQ(probe.classes.size(), 3U);
  EXPECT_FALSE(probe.pictures[0].tags.empty());
  EXPECT_TRUE(fs::exists(probe.pictures[0].path));
}

TEST_F(CinemaTest, RecordingChangesNothingThatIsLearned) {
  RunSpec off = filmSpec();
  off.trainer.probePictures = 0;
  const RunFolder with = trained("with", filmSpec()), without = trained("without", off);
  fixtures::expectSameWeights(with, without);
  EXPECT_TRUE(frames(without).empty());
  EXPECT_FALSE(fs::exists(probePath(without)));
}

TEST_F(CinemaTest, AResumedRunWritesTheSameFrames) {
  const RunFolder straight = trained("straight", filmSpec());
  const RunFolder broken = makeRun("broken", filmSpec());
  StopToken stop;
  fixtures::StopAt sink(5, stop);
  ASSERT_TRUE(runTraining(broken, kFresh, stop, &sink).ok());
  // A frame that was cut off in the middle of writing is written again.
  std::ofstream(framePath(broken, 6), std::ios::binary) << "half";
  ASSERT_TRUE(runTraining(broken, kResume, {}).ok());
  EXPECT_EQ(frames(straight), frames(broken));
  for (const auto& name : frames(straight)) {
    EXPECT_EQ(testing::readText(straight.root() / name), testing::readText(broken.root() / name)) << name;
  }
  EXPECT_EQ(fixtures::timelessEvents(straight), fixtures::timelessEvents(broken));
}

TEST_F(CinemaTest, ADiskThatTakesNoFrameDoesNotStopTheRun) {
  const RunFolder run = makeRun("full", filmSpec());
  fs::create_directories(framePath(run, 3));  // a folder where the first frame should go
  std::ofstream(framePath(run, 3) / "x") << "x";
  const auto outcome = runTraining(run, kFresh, {});
  ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
  EXPECT_EQ(outcome->end, TrainEnd::completed);
  EXPECT_EQ(frames(run).size(), 2U);
}

}  // namespace
}  // namespace marcie::train
