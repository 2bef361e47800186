#include "core/eval/embeddings.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/data/reader.h"
#include "core/eval/predictor.h"
#include "tests/core/train/toy_run.h"

namespace marcie::eval {
namespace {
namespace fs = std::filesystem;

// One trained run for all tests of the suite.
class EmbeddingsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new testing::TempFolder;
    train::fixtures::writeToyData(world_->path() / "toy");
    const auto folder = RunFolder::create(world_->path() / "run", train::fixtures::toySpec(world_->path() / "toy"));
    ASSERT_TRUE(folder.ok());
    const auto outcome = train::runTraining(*folder, {}, {});
    ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
  }
  static void TearDownTestSuite() { delete world_; }
  static RunFolder run() { return RunFolder(world_->path() / "run"); }
  static inline testing::TempFolder* world_ = nullptr;
};

TEST_F(EmbeddingsTest, EverySpaceHasARowForEveryPicture) {
  const auto all = embedRun(run(), {});
  ASSERT_TRUE(all.ok()) << all.error().toString();
  EXPECT_EQ(all->pictures.size(), 42U);
  for (const auto& entry : EnumTable<EmbeddingSpace>::entries) {
    const auto matrix = all->of(entry.value);
    ASSERT_TRUE(matrix.ok()) << entry.key << ": " << matrix.error().toString();
    EXPECT_EQ(matrix->dim(), 2) << entry.key;
    EXPECT_EQ(matrix->size(0), 42) << entry.key;
    EXPECT_TRUE(torch::isfinite(*matrix).all().item<bool>()) << entry.key;
  }
  EXPECT_EQ(all->of(EmbeddingSpace::aligned)->size(1), all->of(EmbeddingSpace::semantic)->size(1));
}

TEST_F(EmbeddingsTest, RowsAreWhatTheModelSaysOfThePictureTheyName) {
  const auto all = embedRun(run(), EmbedChoice{data::Split::test, 0, 1});
  ASSERT_TRUE(all.ok()) << all.error().toString();
  ASSERT_EQ(all->pictures.size(), 9U);
  const auto predictor = Predictor::open(run());
  ASSERT_TRUE(predictor.ok());
  for (std::size_t i = 0; i < 9; ++i) {
    const EmbeddedPicture& picture = all->pictures[i];
    EXPECT_EQ(picture.split, data::Split::test);
    const auto card = (*predictor)->predict(picture.path, 1, 0);
    ASSERT_TRUE(card.ok());
    EXPECT_EQ(card->top[0].name, picture.prediction);
    EXPECT_NEAR(card->top[0].probability, picture.confidence, 1e-4);
    EXPECT_EQ(card->trueLabel, picture.label);
    const auto view = (*predictor)->view(*(*predictor)->load(picture.path));
    const auto row = static_cast<std::int64_t>(i);
    EXPECT_TRUE(torch::allclose(all->of(EmbeddingSpace::visual)->index({row}), view.features[0], 1e-3, 1e-4));
    EXPECT_TRUE(
        torch::allclose(all->of(EmbeddingSpace::reconstructed)->index({row}), view.reconstructed[0], 1e-3, 1e-4));
  }
}

TEST_F(EmbeddingsTest, TheSameCheckpointGivesTheSameBytes) {
  const auto a = embedRun(run(), {}), b = embedRun(run(), {});
  ASSERT_TRUE(a.ok() && b.ok());
  for (const auto& [space, matrix] : a->spaces) EXPECT_TRUE(torch::equal(matrix, b->spaces.at(space)));
  EXPECT_EQ(indexCsv(*a), indexCsv(*b));
}

TEST_F(EmbeddingsTest, PicturesTellTheirLossAndAnnotations) {
  const auto all = embedRun(run(), {});
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->available, 42);
  EXPECT_EQ(all->tags.size(), 5U);
  for (const EmbeddedPicture& picture : all->pictures) {
    EXPECT_FALSE(picture.tags.empty());
    const bool isRight = picture.label == picture.prediction;
    const double ofItsLabel = std::exp(-picture.loss);
    EXPECT_LE(ofItsLabel, picture.confidence + 1e-5);
    EXPECT_EQ(std::abs(ofItsLabel - picture.confidence) < 1e-5, isRight);
  }
}

TEST_F(EmbeddingsTest, ASampleHasEveryClassAndSplitInItsShare) {
  const auto some = embedRun(run(), EmbedChoice{{}, 21, 3});
  ASSERT_TRUE(some.ok());
  EXPECT_EQ(some->pictures.size(), 21U);
  EXPECT_EQ(some->available, 42);
  std::map<data::Split, int> splits;
  std::map<std::string, int> labels;
  for (const auto& picture : some->pictures) ++splits[picture.split], ++labels[picture.label];
  EXPECT_EQ(splits[data::Split::train], 12);
  EXPECT_NEAR(splits[data::Split::val], 4.5, 1);
  EXPECT_EQ(labels.size(), 3U);
  const auto again = embedRun(run(), EmbedChoice{{}, 21, 3}), other = embedRun(run(), EmbedChoice{{}, 21, 4});
  ASSERT_TRUE(again.ok() && other.ok());
  EXPECT_EQ(indexCsv(*again), indexCsv(*some));
  EXPECT_NE(indexCsv(*other), indexCsv(*some));
}

// Uneven classes and splits, every size of a sample: both shares are kept at once.
TEST_F(EmbeddingsTest, ADrawKeepsTheSharesOfClassesAndOfSplits) {
  data::Dataset dataset;
  dataset.root = "/d";
  std::vector<std::int64_t> all;
  std::map<std::int32_t, int> ofClass;
  std::map<data::Split, int> ofSplit;
  for (int i = 0; i < 400; ++i) {
    const std::int32_t label = i % 11 == 0 ? 6 : (i * i) % 6;
    const data::Split split = i % 7 < 4 ? data::Split::train : i % 7 < 5 ? data::Split::val : data::Split::test;
    dataset.samples.push_back({"/d/" + std::to_string(i), label, split, {}});
    all.push_back(i);
    ++ofClass[label], ++ofSplit[split];
  }
  for (const int limit : {1, 5, 12, 40, 133, 399}) {
    const auto drawn = drawSample(dataset, all, limit, 9);
    ASSERT_EQ(drawn.size(), static_cast<std::size_t>(limit));
    EXPECT_TRUE(std::adjacent_find(drawn.begin(), drawn.end()) == drawn.end());
    std::map<std::int32_t, int> inClass;
    std::map<data::Split, int> inSplit;
    for (const std::int64_t index : drawn) {
      ++inClass[dataset.samples[static_cast<std::size_t>(index)].label];
      ++inSplit[dataset.samples[static_cast<std::size_t>(index)].split];
    }
    for (const auto& [label, count] : ofClass) EXPECT_NEAR(inClass[label], count * limit / 400.0, 1.01) << limit;
    for (const auto& [split, count] : ofSplit) EXPECT_NEAR(inSplit[split], count * limit / 400.0, 1.01) << limit;
  }
  EXPECT_EQ(drawSample(dataset, all, 0, 9), all);
  EXPECT_EQ(drawSample(dataset, all, 400, 9), all);
}

TEST_F(EmbeddingsTest, TheIndexIsACsvWithARowForEach) {
  Embeddings two;
  two.pictures = {{"/a, \"b\".png", "x", "y", data::Split::val, 0.25}, {"/c.png", "x", "x", data::Split::train, 1}};
  EXPECT_EQ(indexCsv(two),
            "path,label,split,prediction,confidence\n"
            "\"/a, \"\"b\"\".png\",x,val,y,0.25\n"
            "/c.png,x,train,x,1\n");
}

TEST_F(EmbeddingsTest, ARunWithoutTextSaysSo) {
  train::fixtures::writeToyData(world_->path() / "plain", false);
  RunSpec spec = train::fixtures::toySpec(world_->path() / "plain");
  spec.model.variant = MarnetVariant::backbone;
  const auto folder = RunFolder::create(world_->path() / "backbone", spec);
  ASSERT_TRUE(folder.ok());
  ASSERT_TRUE(train::runTraining(*folder, {}, {}).ok());
  const auto all = embedRun(*folder, {});
  ASSERT_TRUE(all.ok()) << all.error().toString();
  EXPECT_TRUE(all->of(EmbeddingSpace::visual).ok());
  for (const auto space : {EmbeddingSpace::semantic, EmbeddingSpace::reconstructed}) {
    const auto none = all->of(space);
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().code, ErrorCode::unavailable);
    EXPECT_NE(none.error().message.find(enumKey(space)), std::string::npos);
    EXPECT_NE(none.error().hint.find("visual"), std::string::npos);
  }
}

TEST_F(EmbeddingsTest, CanBeCancelled) {
  StopToken stop;
  stop.requestStop();
  const auto result = embedRun(run(), {}, {}, stop);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace marcie::eval
