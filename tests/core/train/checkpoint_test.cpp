#include "core/train/checkpoint.h"

#include <csignal>
#include <fstream>
#include <sys/resource.h>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/train/safetensors.h"
#include "tests/support/temp_folder.h"

namespace marcie::train {
namespace {
namespace fs = std::filesystem;

Checkpoint sample(std::int64_t step = 7) {
  Checkpoint checkpoint;
  checkpoint.meta.spec.model.width = 12;
  checkpoint.meta.model = Json{{"classes", {"a", "b"}}};
  checkpoint.meta.step = step;
  checkpoint.meta.epoch = 1.0 / 3;
  checkpoint.meta.wallTime = 12.25;
  checkpoint.meta.position = {1234, 99};
  checkpoint.meta.scheduled = false;
  checkpoint.meta.epochSums = {{"loss", 0.1 + 0.2}};
  checkpoint.meta.epochSteps = 3;
  checkpoint.meta.bestMetrics = {{"top1", 0.75}};
  checkpoint.model = {{"w", torch::rand({3, 2})}, {"n", torch::tensor(4)}};
  checkpoint.average = {{"w", torch::rand({3, 2})}};
  checkpoint.optimizer = {{"g.w.momentum", torch::rand({3, 2})}};
  return checkpoint;
}

// A limit on file sizes behaves as a full disk does, on any machine.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

class CheckpointTest : public ::testing::Test {
 protected:
  testing::TempFolder folder_;
  fs::path file() const { return folder_ / "step-7.safetensors"; }
};

TEST_F(CheckpointTest, EverythingComesBack) {
  const Checkpoint out = sample();
  ASSERT_TRUE(writeCheckpoint(file(), out).ok());
  const auto in = readCheckpoint(file());
  ASSERT_TRUE(in.ok()) << in.error().toString();
  EXPECT_EQ(toJson(in->meta), toJson(out.meta));
  EXPECT_EQ(in->meta.epochSums[0].value, 0.1 + 0.2) << "sums must survive to the last bit";
  ASSERT_EQ(in->model.size(), 2U);
  EXPECT_TRUE(torch::equal(in->model[0].second, out.model[0].second));
  EXPECT_TRUE(torch::equal(in->optimizer[0].second, out.optimizer[0].second));
  // Averages replace what they average, the counter stays.
  const NamedTensors weights = in->evaluationWeights();
  EXPECT_TRUE(torch::equal(weights[0].second, out.average[0].second));
  EXPECT_TRUE(torch::equal(weights[1].second, out.model[1].second));
}

TEST_F(CheckpointTest, FullDiskKeepsTheOldOneAndSaysSo) {
  ASSERT_TRUE(writeCheckpoint(file(), sample()).ok());
  const std::string before = testing::readText(file());
  Checkpoint large = sample();
  large.model.emplace_back("large", torch::rand({1 << 18}));
  {
    const FileSizeLimit limit(200 << 10);
    const auto written = writeCheckpoint(file(), large);
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, ErrorCode::diskFull);
    EXPECT_NE(written.error().hint.find("Free some space"), std::string::npos);
  }
  EXPECT_EQ(testing::readText(file()), before);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 1) << "debris was left";
}

TEST_F(CheckpointTest, NewerVersionIsRefusedByNumber) {
  Checkpoint checkpoint = sample();
  checkpoint.meta.version = 99;
  ASSERT_TRUE(writeCheckpoint(file(), checkpoint).ok());
  const auto read = readCheckpoint(file());
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::checkpoint);
  EXPECT_NE(read.error().message.find("version 99"), std::string::npos);
}

TEST_F(CheckpointTest, OtherTensorsAreNotACheckpoint) {
  ASSERT_TRUE(writeTensors(file(), {{{"conv1.weight", torch::rand({1})}}, {}}).ok());
  const auto read = readCheckpoint(file());
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::checkpoint);
}

TEST_F(CheckpointTest, NewestFirstAndDebrisIgnored) {
  const auto folder = RunFolder::create(folder_ / "run", RunSpec{});
  ASSERT_TRUE(folder.ok());
  EXPECT_EQ(currentCheckpoint(*folder, ModelSelection::last).error().code, ErrorCode::notFound);
  for (const std::int64_t step : {9, 10, 100})
    ASSERT_TRUE(writeCheckpoint(checkpointPath(*folder, step), sample(step)).ok());
  const fs::path checkpoints = folder->checkpointsFolder();
  for (const char* name : {"step-.safetensors", "step-x.safetensors", "step-7.safetensors.tmp12", "notes.txt"}) {
    testing::writeText(checkpoints / name, "");
  }
  const auto found = listCheckpoints(*folder);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].filename(), "step-100.safetensors");
  EXPECT_EQ(found[2].filename(), "step-9.safetensors");
  pruneCheckpoints(*folder, 2);
  EXPECT_EQ(listCheckpoints(*folder).size(), 2U);
  EXPECT_FALSE(fs::exists(checkpoints / "step-7.safetensors.tmp12"));
  EXPECT_TRUE(fs::exists(checkpoints / "notes.txt"));
}

TEST_F(CheckpointTest, BestIsUsedOnlyWhenAskedFor) {
  const auto folder = RunFolder::create(folder_ / "run", RunSpec{});
  ASSERT_TRUE(writeCheckpoint(checkpointPath(*folder, 5), sample(5)).ok());
  ASSERT_TRUE(writeCheckpoint(bestCheckpointPath(*folder), sample(3)).ok());
  RunStatus status;
  status.state = RunState::completed;
  status.session = 1;
  testing::writeText(folder->statusFile(), dumpJson(toJson(status)));
  EXPECT_EQ(*currentCheckpoint(*folder, ModelSelection::last), checkpointPath(*folder, 5));
  EXPECT_EQ(*currentCheckpoint(*folder, ModelSelection::bestValidation), bestCheckpointPath(*folder));
}

}  // namespace
}  // namespace marcie::train
