#include "core/eval/predictor.h"

#include <cmath>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/data/reader.h"
#include "core/eval/encode.h"
#include "core/eval/evaluate.h"
#include "core/train/data_sources.h"
#include "tests/core/train/toy_run.h"

namespace marcie::eval {
namespace {
namespace fs = std::filesystem;

// One trained run for all tests of the suite.
class PredictorTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new testing::TempFolder;
    train::fixtures::writeToyData(data());
    RunSpec spec = train::fixtures::toySpec(data());
    spec.model.phases.joint = 40;
    spec.augment.enabled = false;
    const auto folder = RunFolder::create(world_->path() / "run", spec);
    ASSERT_TRUE(folder.ok());
    const auto outcome = train::runTraining(*folder, {}, {});
    ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
    best_ = outcome->best;
  }
  static void TearDownTestSuite() { delete world_; }
  static fs::path data() { return world_->path() / "toy"; }
  static RunFolder run() { return RunFolder(world_->path() / "run"); }
  static std::string picture(const char* name) { return (data() / "images" / name).string(); }

  static inline testing::TempFolder* world_ = nullptr;
  static inline std::vector<NamedValue> best_;
};

TEST_F(PredictorTest, CardOfAKnownPicture) {
  const auto predictor = Predictor::open(run());
  ASSERT_TRUE(predictor.ok()) << predictor.error().toString();
  const auto card = (*predictor)->predict(picture("test1.png"), 2, 4);
  ASSERT_TRUE(card.ok()) << card.error().toString();
  ASSERT_EQ(card->top.size(), 2U);
  EXPECT_EQ(card->top[0].name, "class1");
  EXPECT_GE(card->top[0].probability, card->top[1].probability);
  EXPECT_EQ(card->trueLabel, "class1");
  EXPECT_EQ(card->trueTags.size(), 2U);
  EXPECT_EQ(card->tags.size(), 5U);
  EXPECT_EQ(card->step, 120);
  EXPECT_EQ(card->picture.rgb.size(), static_cast<std::size_t>(3 * card->picture.width * card->picture.height));
  ASSERT_EQ(card->neighbours.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(card->neighbours[i].label, "class1");
    EXPECT_GT(card->neighbours[i].picture.width, 0);
    if (i > 0) {
      EXPECT_LE(card->neighbours[i].similarity, card->neighbours[i - 1].similarity);
    }
  }
}

TEST_F(PredictorTest, ATrainingPictureIsItsOwnNearestNeighbour) {
  const auto predictor = Predictor::open(run());
  const auto card = (*predictor)->predict(picture("train5.png"), 1, 1);
  ASSERT_TRUE(card.ok());
  EXPECT_EQ(fs::path(card->neighbours.at(0).path).filename(), "train5.png");
  EXPECT_NEAR(card->neighbours.at(0).similarity, 1, 1e-4);
  // The gallery is kept: a second predictor finds the same without the pictures being embedded again.
  EXPECT_TRUE(fs::exists(run().snapshotsFolder() / "gallery-120.safetensors"));
  const auto again = (*Predictor::open(run()))->predict(picture("train5.png"), 1, 1);
  EXPECT_EQ(again->neighbours.at(0).similarity, card->neighbours.at(0).similarity);
}

TEST_F(PredictorTest, PredictEqualsEvaluate) {
  const auto report = evaluateRun(run(), {}, data::Split::test);
  ASSERT_TRUE(report.ok()) << report.error().toString();
  EXPECT_EQ(report->n, 9);
  const auto predictor = Predictor::open(run());
  int hits = 0;
  for (int i = 0; i < 9; ++i) {
    const auto card = (*predictor)->predict(picture(("test" + std::to_string(i) + ".png").c_str()), 1, 0);
    hits += card->top[0].name == card->trueLabel ? 1 : 0;
  }
  EXPECT_DOUBLE_EQ(report->top1, hits / 9.0);
  EXPECT_GE(report->top1, 0.8);
  EXPECT_EQ(report->perClass.size(), 3U);
  EXPECT_DOUBLE_EQ(report->top5, 1);
}

TEST_F(PredictorTest, EvaluationOfValidationEqualsTheRunsOwn) {
  const auto report = evaluateRun(run(), {}, data::Split::val);
  ASSERT_TRUE(report.ok());
  EventTail tail(run());
  double last = -1;
  for (const auto& event : tail.poll().events) {
    if (const auto* ready = std::get_if<MetricsReady>(&event.body)) last = ready->values.at(0).value;
  }
  EXPECT_DOUBLE_EQ(report->top1, last);
}

// The path that classifies never sees text: with the text tensor full of NaN, every output is finite, and it equals
// bit for bit what comes out when the text is there.
TEST_F(PredictorTest, TextDoesNotReachTheTestPath) {
  const auto predictor = Predictor::open(run());
  const RunSpec& spec = (*predictor)->spec();
  const auto dataset = std::make_shared<const data::Dataset>(*data::readDataset(spec.data));
  const auto logitsWith = [&](bool tags) {
    data::DataLoader loader(dataset, nullptr, dataset->indicesOf(data::Split::test),
                            train::evaluationLoader(spec, tags));
    loader.startEpoch(0);
    const auto batch = loader.next();
    EXPECT_TRUE(batch.ok() && batch->has_value());
    EXPECT_EQ((*batch)->tags.isnan().all().item<bool>(), !tags);
    return (*predictor)->view((*batch)->images).logits;
  };
  const at::Tensor poisoned = logitsWith(false);
  EXPECT_TRUE(torch::isfinite(poisoned).all().item<bool>());
  EXPECT_TRUE(torch::equal(poisoned, logitsWith(true)));
}

TEST_F(PredictorTest, OtherDataIsMatchedByClassName) {
  // The same pictures under another order of classes, and with one class missing.
  const fs::path other = data() / "other.csv";
  testing::writeText(other, "image,label,split\nimages/test2.png,class2,test\nimages/test0.png,class0,test\n");
  DataOptions options;
  options.path = other.string();
  const auto report = evaluateRun(run(), options, data::Split::test);
  ASSERT_TRUE(report.ok()) << report.error().toString();
  EXPECT_EQ(report->n, 2);
  EXPECT_DOUBLE_EQ(report->top1, 1);

  testing::writeText(other, "image,label,split\nimages/test2.png,unheard,test\n");
  const auto refused = evaluateRun(run(), options, data::Split::test);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::data);
  EXPECT_NE(refused.error().message.find("unheard"), std::string::npos);
}

TEST_F(PredictorTest, EncodeGivesTheRunsFeatures) {
  EncodeRequest request;
  request.encoder = run().root().string();
  request.images = {picture("test0.png"), picture("test1.png")};
  const auto encoded = encodeImages(request, true);
  ASSERT_TRUE(encoded.ok()) << encoded.error().toString();
  EXPECT_EQ(encoded->output.sizes(), (std::vector<std::int64_t>{2, 32}));
  EXPECT_EQ(encoded->input.sizes(), (std::vector<std::int64_t>{2, 3, 16, 16}));
  const auto predictor = Predictor::open(run());
  EXPECT_TRUE(torch::allclose((*predictor)->view(encoded->input).features, encoded->output, 1e-5, 1e-5));
  request.logits = true;
  EXPECT_EQ(encodeImages(request, false)->output.size(1), 3);
}

TEST_F(PredictorTest, EncodeByNameSaysWhatItNeeds) {
  EncodeRequest request;
  request.encoder = "small_resnet";
  request.imageSize = 32;
  request.width = 4;
  request.images = {picture("test0.png")};
  EXPECT_EQ(encodeImages(request, false)->output.sizes(), (std::vector<std::int64_t>{1, 32}));
  request.logits = true;
  EXPECT_EQ(encodeImages(request, false).error().code, ErrorCode::option);
  request.encoder = "nonsense";
  EXPECT_EQ(encodeImages(request, false).error().code, ErrorCode::usage);
}

TEST_F(PredictorTest, RunWithoutCheckpointSaysWait) {
  testing::TempFolder folder;
  const auto empty = RunFolder::create(folder / "run", train::fixtures::toySpec(data()));
  const auto refused = Predictor::open(*empty);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::notFound);
}

}  // namespace
}  // namespace marcie::eval
