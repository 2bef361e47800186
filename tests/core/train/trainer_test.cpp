#include "core/train/trainer.h"

#include <limits>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "tests/support/temp_folder.h"

namespace marcie::train {
namespace {

// One weight and a loss that breaks when it is told to: the Trainer must not need more of a task than its interface.
class BreakingTask : public Task {
 public:
  explicit BreakingTask(std::int64_t breaksAt) : breaksAt_(breaksAt) {}
  torch::nn::Module& module() override { return *layer_; }
  std::vector<Phase> phases() const override { return {{"only", "Only", 2, 1}}; }
  std::vector<ParameterGroup> enterPhase(const Phase&) override {
    return {{ParameterGroup::Optimizer::sgd, "all", {{"weight", layer_->weight}}, 0.01, 0}};
  }
  StepResult trainStep(const data::Batch& batch) override {
    const at::Tensor healthy = layer_(batch.images).square().mean();
    const at::Tensor sick = ++steps_ == breaksAt_ ? healthy / 0 : healthy;
    return {healthy + sick, {{"healthy", healthy.detach()}, {"sick", sick.detach()}}, {}};
  }
  at::Tensor predictLogits(const at::Tensor& images) override { return layer_(images); }
  Json modelInfo() const override { return Json::object(); }

 private:
  torch::nn::Linear layer_{torch::nn::LinearOptions(3, 2).bias(false)};
  std::int64_t breaksAt_;
  std::int64_t steps_ = 0;
};

class FourBatches : public BatchSource {
 public:
  std::int64_t batchesPerEpoch() const override { return 4; }
  void startEpoch(std::int64_t, std::int64_t firstBatch) override { next_ = firstBatch; }
  Result<std::optional<data::Batch>> next() override {
    if (next_++ >= 4) return std::optional<data::Batch>();
    return std::optional<data::Batch>(data::Batch{torch::ones({2, 3}), torch::zeros({2}, torch::kLong), {}, {}, {}});
  }

 private:
  std::int64_t next_ = 0;
};

class Recorder : public EventSink {
 public:
  void onEvent(const RunEvent& event) override { events.push_back(event); }
  std::vector<RunEvent> events;
};

Result<TrainOutcome> runWith(BreakingTask& task, Recorder& recorder) {
  testing::TempFolder temp;
  const auto folder = RunFolder::create(temp / "run", RunSpec{});
  auto writer = RunFolderWriter::open(*folder, {});
  StatusReporter status(*folder);
  const RunControl control(*folder, {});
  FourBatches batches;
  Trainer trainer({task, batches}, RunSpec{}, *folder, recorder, *writer, status, control);
  return trainer.run({}, {});
}

TEST(TrainerTest, InfiniteLossStopsWithStepAndPart) {
  torch::manual_seed(1);
  BreakingTask task(6);
  Recorder recorder;
  const auto failed = runWith(task, recorder);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::numeric);
  EXPECT_NE(failed.error().message.find("'sick'"), std::string::npos) << failed.error().message;
  EXPECT_NE(failed.error().message.find("step 6"), std::string::npos) << failed.error().message;
  EXPECT_FALSE(failed.error().hint.empty());
}

TEST(TrainerTest, AnyTaskTrains) {
  torch::manual_seed(1);
  BreakingTask task(-1);
  Recorder recorder;
  const auto outcome = runWith(task, recorder);
  ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
  EXPECT_EQ(outcome->end, TrainEnd::completed);
  EXPECT_EQ(outcome->step, 8);
  std::vector<double> losses;
  double lastEpoch = 0;
  for (const RunEvent& event : recorder.events) {
    EXPECT_GE(event.epoch, lastEpoch);
    lastEpoch = event.epoch;
    if (const auto* step = std::get_if<StepEnd>(&event.body)) losses.push_back(step->losses.at(0).value);
  }
  ASSERT_EQ(losses.size(), 8U);
  EXPECT_LT(losses.back(), losses.front());
}

}  // namespace
}  // namespace marcie::train
