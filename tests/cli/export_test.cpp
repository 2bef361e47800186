// The weights of a run leave the program and come back.
#include "tests/cli/cli_harness.h"

namespace marcie::cli {
namespace {

class ExportTest : public CliTest {
 protected:
  static std::string picture() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kitchen())) {
      const auto ending = entry.path().extension();
      if (ending == ".png" || ending == ".jpg") return entry.path().string();
    }
    return {};
  }
  // The trained run that all tests share.
  static std::string trainedRun() {
    const auto out = path("run");
    if (!std::filesystem::exists(out)) {
      const auto ending = testing::runProgram(trainCommand(out, 1), options());
      if (ending.exitCode != 0) ADD_FAILURE() << ending.err;
    }
    return out.string();
  }
};

TEST_F(ExportTest, WeightsComeBackAsTheSameFeatures) {
  const RunSpec spec = *RunFolder(trainedRun()).spec();
  const auto expected = path("expected.npy");
  ASSERT_EQ(run({"encode", "--encoder", trainedRun(), "--out", expected.string(), picture()}).exitCode, 0);
  for (const char* name : {"w.safetensors", "w.pth"}) {
    const std::string weights = path(name).string();
    const auto exported = run({"export", trainedRun(), "--out", weights, "--part", "encoder"});
    ASSERT_EQ(exported.exitCode, 0) << exported.err;
    EXPECT_NE(exported.out.find("tensors"), std::string::npos) << exported.out;
    const auto encoded = path("encoded.npy");
    const auto ending =
        run({"encode", "--encoder", spec.model.encoder, "--width", std::to_string(spec.model.width), "--size",
             std::to_string(spec.data.imageSize), "--weights", weights, "--out", encoded.string(), picture()});
    ASSERT_EQ(ending.exitCode, 0) << ending.err;
    EXPECT_EQ(testing::readText(encoded), testing::readText(expected)) << name;
  }
  // The whole model has the network too, and encode finds it among the rest.
  const std::string model = path("model.pth").string();
  ASSERT_EQ(run({"export", trainedRun(), "--out", model}).exitCode, 0);
  EXPECT_EQ(run({"encode", "--encoder", spec.model.encoder, "--width", std::to_string(spec.model.width), "--weights",
                 model, "--out", path("x.npy").string(), picture()})
                .exitCode,
            0);
}

TEST_F(ExportTest, WhatCannotBeDoneIsSaid) {
  EXPECT_EQ(run({"export", trainedRun(), "--out", path("w.onnx").string()}).exitCode, 2);
  EXPECT_EQ(run({"export", trainedRun(), "--out", path("w.pth").string(), "--part", "head"}).exitCode, 2);
  EXPECT_EQ(run({"export", path("nowhere").string(), "--out", path("w.pth").string()}).exitCode, 3);

  const auto encode = [](const std::string& encoder, const std::string& weights, bool logits) {
    std::vector<std::string> arguments{
        "encode", "--encoder", encoder, "--weights", weights, "--out", path("x.npy").string(), picture()};
    if (logits) arguments.emplace_back("--logits");
    return run(arguments);
  };
  const std::string weights = path("w.pth").string();
  ASSERT_EQ(run({"export", trainedRun(), "--out", weights, "--part", "encoder"}).exitCode, 0);
  const auto other = encode("resnet18", weights, false);
  EXPECT_EQ(other.exitCode, 1);
  for (const char* part : {"does not fit", "missing", "layer1.0.conv1.weight", "unexpected", "layer1.conv1.weight"}) {
    EXPECT_NE(other.err.find(part), std::string::npos) << part << " in " << other.err;
  }
  const auto unscored = encode("torchscript", weights, true);
  EXPECT_NE(unscored.exitCode, 0);
  EXPECT_NE(unscored.err.find("TorchScript"), std::string::npos) << unscored.err;
}

}  // namespace
}  // namespace marcie::cli
