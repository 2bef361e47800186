// Runs that learned from features are evaluated and asked like any other.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/data/reader.h"
#include "core/eval/encode.h"
#include "core/eval/evaluate.h"
#include "core/eval/explain_loss.h"
#include "core/eval/predictor.h"
#include "core/nn/npy.h"
#include "tests/core/train/toy_run.h"

namespace marcie::eval {
namespace {
namespace fs = std::filesystem;

class FeatureRunTest : public ::testing::Test {
 protected:
  void SetUp() override {
    train::fixtures::writeToyData(data());
    spec_ = train::fixtures::toySpec(data());
    spec_.model.phases = {0, 30, 0, {}, 0};
    spec_.trainer.headLearningRate = 0.01;
  }
  fs::path data() const { return folder_.path() / "toy"; }
  std::string picture(const char* name) const { return (data() / "images" / name).string(); }
  RunFolder trained(const std::string& name, const RunSpec& spec, std::vector<NamedValue>* best = nullptr) {
    const auto folder = RunFolder::create(folder_.path() / name, spec);
    const auto outcome = train::runTraining(*folder, {}, {});
    EXPECT_TRUE(outcome.ok()) << outcome.error().toString();
    if (best != nullptr && outcome.ok()) *best = outcome->best;
    return *folder;
  }
  testing::TempFolder folder_;
  RunSpec spec_;
};

// The way to a matrix that the documentation shows: encode a data set, train on the rows.
TEST_F(FeatureRunTest, MatrixOfEncodedPicturesIsEvaluatedAndPredicted) {
  EncodeRequest request;
  request.encoder = trained("teacher", train::fixtures::toySpec(data())).root().string();
  const auto read = data::readDataset(spec_.data);
  ASSERT_TRUE(read.ok());
  for (const auto& sample : read->samples) request.images.emplace_back(sample.path);
  const auto encoded = encodeImages(request, false);
  ASSERT_TRUE(encoded.ok()) << encoded.error().toString();
  spec_.model.encoder = "matrix";
  spec_.model.weights = (folder_.path() / "features.npy").string();
  ASSERT_TRUE(nn::writeNpy(spec_.model.weights, encoded->output).ok());
  const RunFolder run = trained("run", spec_);

  const auto report = evaluateRun(run, {}, data::Split::test);
  ASSERT_TRUE(report.ok()) << report.error().toString();
  EXPECT_EQ(report->n, 9);
  const auto predictor = Predictor::open(run);
  ASSERT_TRUE(predictor.ok()) << predictor.error().toString();
  int right = 0;
  for (int i = 0; i < 9; ++i) {
    const auto card = (*predictor)->predict(picture(("test" + std::to_string(i) + ".png").c_str()), 1, 2);
    ASSERT_TRUE(card.ok()) << card.error().toString();
    right += card->top.at(0).name == card->trueLabel ? 1 : 0;
    EXPECT_EQ(card->neighbours.size(), 2U);
  }
  EXPECT_NEAR(report->top1, right / 9.0, 1e-9) << "predicting one by one says what evaluation says";
  const auto explained = explainLoss(run, {});
  ASSERT_TRUE(explained.ok()) << explained.error().toString();
  EXPECT_FALSE(explained->terms.empty());

  // A photo that is not among the rows: there is nothing to look at it with.
  const fs::path stranger = folder_.path() / "stranger.png";
  fs::copy_file(picture("test0.png"), stranger);
  const auto refused = (*predictor)->predict(stranger.string(), 1, 0);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  for (const char* word : {"feature matrix", "features.npy", "stranger.png"}) {
    EXPECT_NE(refused.error().message.find(word), std::string::npos) << refused.error().message;
  }
  request.encoder = run.root().string();
  EXPECT_EQ(encodeImages(request, false).error().code, ErrorCode::unavailable);
}

// Validation in training looks at cached features, evaluation at pictures: they must say the same.
TEST_F(FeatureRunTest, FrozenNetworkIsEvaluatedThroughPictures) {
  spec_.model.phases = {3, 10, 0, {}, 0};
  spec_.model.freezeEncoder = true;
  spec_.trainer.averageDecay = 0.9;
  spec_.trainer.selection = ModelSelection::bestValidation;
  std::vector<NamedValue> best;
  const RunFolder run = trained("run", spec_, &best);
  const auto report = evaluateRun(run, {}, data::Split::val);
  ASSERT_TRUE(report.ok()) << report.error().toString();
  ASSERT_EQ(best.at(0).name, "top1");
  EXPECT_NEAR(report->top1, best.at(0).value, 1e-9);
}

}  // namespace
}  // namespace marcie::eval
