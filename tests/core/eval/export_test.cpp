#include "core/eval/export.h"

#include <gtest/gtest.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/torch.h>

#include "core/eval/encode.h"
#include "core/eval/predictor.h"
#include "core/train/encoder_weights.h"
#include "core/train/pth.h"
#include "tests/core/train/toy_run.h"

namespace marcie::eval {
namespace {
namespace fs = std::filesystem;

class ExportTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new testing::TempFolder;
    train::fixtures::writeToyData(data());
    RunSpec spec = train::fixtures::toySpec(data());
    spec.data.cacheSize = spec.data.imageSize;  // as encode prepares pictures for a network without a run
    ASSERT_TRUE(trained("run", spec).ok());
  }
  static void TearDownTestSuite() { delete world_; }
  static fs::path data() { return world_->path() / "toy"; }
  static fs::path file(const char* name) { return world_->path() / name; }
  static std::string picture() { return (data() / "images" / "test1.png").string(); }
  static Result<train::TrainOutcome> trained(const char* name, const RunSpec& spec) {
    MARCIE_ASSIGN(const RunFolder folder, RunFolder::create(file(name), spec));
    return train::runTraining(folder, {}, {});
  }
  // Features of one picture by the run, or by a network of the catalog with weights from a file.
  static at::Tensor features(const std::string& encoder, const fs::path& weights = {}) {
    EncodeRequest request{.encoder = encoder, .weights = weights, .imageSize = 16, .width = 4, .images = {picture()}};
    const auto encoded = encodeImages(request, false);
    EXPECT_TRUE(encoded.ok()) << encoded.error().toString();
    return encoded.ok() ? encoded->output : at::Tensor();
  }
  static inline testing::TempFolder* world_ = nullptr;
};

TEST_F(ExportTest, TheEncoderGivesTheSameFeaturesFromEitherFormat) {
  const at::Tensor expected = features(file("run").string());
  for (const char* name : {"encoder.safetensors", "encoder.pth"}) {
    const auto done = exportRun(RunFolder(file("run")), file(name), ExportPart::encoder);
    ASSERT_TRUE(done.ok()) << done.error().toString();
    EXPECT_EQ(done->step, 6);
    EXPECT_TRUE(torch::equal(features("small_resnet", file(name)), expected)) << name;
  }
}

TEST_F(ExportTest, TheModelHasEverything) {
  const auto done = exportRun(RunFolder(file("run")), file("model.pth"), ExportPart::model);
  ASSERT_TRUE(done.ok()) << done.error().toString();
  const auto predictor = Predictor::open(RunFolder(file("run")));
  const auto written = train::readWeights(file("model.pth"));
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(static_cast<std::int64_t>(written->tensors.size()), done->tensors);
  std::int64_t values = 0;
  for (const auto& [name, tensor] : written->tensors) values += tensor.numel();
  EXPECT_EQ(values, done->values);
  EXPECT_TRUE(written->find("encoder.conv1.weight").defined());
  EXPECT_TRUE(written->find("classifier.weight").defined());
}

TEST_F(ExportTest, WrongWishesAreErrors) {
  EXPECT_EQ(exportRun(RunFolder(file("run")), file("x.onnx"), ExportPart::model).error().code, ErrorCode::usage);
  EXPECT_EQ(exportRun(RunFolder(file("nowhere")), file("x.pth"), ExportPart::model).error().code, ErrorCode::notFound);
  EXPECT_FALSE(exportRun(RunFolder(file("run")), file("no/such/folder/x.pth"), ExportPart::model).ok());
  EXPECT_FALSE(exportRun(RunFolder(file("run")), file("no/such/folder/x.safetensors"), ExportPart::model).ok());
}

// A network of the user's own from the first step to use, export and more training, while the file goes away.
TEST_F(ExportTest, ARunWithANetworkOfTheUsersNeedsTheFileOnce) {
  torch::manual_seed(5);
  torch::jit::Module net("net");
  net.register_parameter("weight", torch::randn({6, 3, 3, 3}) * 0.3, false);
  net.define("def forward(self, x): return torch.relu(torch.conv2d(x, self.weight)).mean([2, 3])\n");
  net.save(file("mine.pt").string());
  RunSpec spec = train::fixtures::toySpec(data());
  spec.model.encoder = "torchscript";
  spec.model.weights = file("mine.pt").string();
  const at::Tensor before = features("torchscript", file("mine.pt"));
  const auto outcome = trained("scripted", spec);
  ASSERT_TRUE(outcome.ok()) << outcome.error().toString();
  fs::remove(file("mine.pt"));

  const at::Tensor after = features(file("scripted").string());
  ASSERT_EQ(after.sizes(), before.sizes());
  EXPECT_FALSE(torch::allclose(after, before)) << "its parameters did not learn";
  const RunFolder run(file("scripted"));
  const auto more = train::runTraining(run, {.kind = train::TrainMode::Kind::moreEpochs, .epochs = 1}, {});
  ASSERT_TRUE(more.ok()) << more.error().toString();
  ASSERT_TRUE(exportRun(run, file("scripted.pth"), ExportPart::encoder).ok());
  const auto written = train::readWeights(file("scripted.pth"));
  ASSERT_TRUE(written.ok());
  ASSERT_EQ(written->tensors.size(), 1U);
  EXPECT_EQ(written->tensors[0].first, "weight");
  EXPECT_EQ(run.spec()->model.weights, file("mine.pt").string()) << "what was asked for stays as it was asked";
}

}  // namespace
}  // namespace marcie::eval
