#include <filesystem>
#include <fstream>

#include <torch/csrc/jit/api/module.h>

#include "tests/core/nn/encoders/encoder_contract.h"
#include "tests/support/temp_folder.h"

namespace marcie::nn {
const EncoderEntry& torchscriptEntry();
namespace {

constexpr const char* kForward = R"(
def forward(self, x):
    x = torch.relu(torch.conv2d(x, self.body.weight, None, [2, 2]))
    return torch.linear(torch.mean(x, [2, 3]), self.weight)
)";

class TorchscriptTest : public ::testing::Test {
 protected:
  std::filesystem::path file() const { return folder_ / "net.pt"; }
  // A file with a small network, whose forward is `code`.
  void write(const std::string& code) const {
    torch::jit::Module body("body");
    body.register_parameter("weight", torch::randn({8, 3, 3, 3}) * 0.3, false);
    torch::jit::Module net("net");
    net.register_attribute("training", c10::BoolType::get(), true);  // as every script of a Python module has it
    net.register_module("body", body);
    net.register_parameter("weight", torch::randn({12, 8}), false);
    net.register_buffer("steps", torch::zeros({1}));
    net.define(code + "\n");  // the parser wants a line to end
    net.save(file().string());
  }
  Result<std::shared_ptr<Encoder>> open() const { return torchscriptEntry().make({.imageSize = 32, .script = file()}); }
  void expectRefused(std::string_view because) const {
    const auto refused = open();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::format);
    EXPECT_NE(refused.error().message.find(because), std::string::npos) << refused.error().message;
    EXPECT_FALSE(refused.error().hint.empty());
  }
  marcie::testing::TempFolder folder_;
};

TEST_F(TorchscriptTest, KeepsTheEncoderContract) {
  // Weights come from the file: another seed has to make another file.
  fixtures::expectEncoderContract(
      EncoderEntry{.name = torchscriptEntry().name,
                   .title = torchscriptEntry().title,
                   .help = torchscriptEntry().help,
                   .make =
                       [](const EncoderSettings& settings) {
                         torch::jit::Module net("net");
                         net.register_parameter("weight", (torch::randn({12, 3, 5, 5}) * 0.3).requires_grad_(), false);
                         net.define("def forward(self, x): return torch.conv2d(x, self.weight).relu().mean([2, 3])\n");
                         net.save(settings.script.string());
                         return torchscriptEntry().make(settings);
                       }},
      12, {.imageSize = 32, .script = file()}, 300);
}

TEST_F(TorchscriptTest, ParametersKeepTheirNamesAndAreThoseOfTheScript) {
  write(kForward);
  const auto encoder = open();
  ASSERT_TRUE(encoder.ok()) << encoder.error().toString();
  const auto module = (*encoder)->module();
  ASSERT_EQ((*encoder)->featureCount(), 12);
  auto parameters = module->named_parameters();
  ASSERT_EQ(parameters.size(), 2U);
  ASSERT_TRUE(parameters.contains("body.weight"));
  ASSERT_TRUE(module->named_buffers().contains("steps"));
  const torch::NoGradGuard noGradients;
  const at::Tensor images = torch::rand({3, 3, 32, 32});
  const at::Tensor before = (*encoder)->features(images);
  parameters["weight"].mul_(2);
  EXPECT_TRUE(torch::allclose((*encoder)->features(images), 2 * before));
  module->to(torch::kDouble);  // replaces the data of every parameter, as moving to a GPU does
  EXPECT_EQ(module->named_parameters()["body.weight"].scalar_type(), torch::kDouble);
  EXPECT_TRUE(torch::allclose((*encoder)->features(images.to(torch::kDouble)), 2 * before, 1e-4, 1e-5));
}

TEST_F(TorchscriptTest, ProgramsWithTheSameWeightsAreToldApart) {
  const auto fingerprintOf = [&] {
    const auto encoder = open();
    EXPECT_TRUE(encoder.ok()) << encoder.error().toString();
    return encoder.ok() ? (*encoder)->fingerprint() : std::string();
  };
  torch::manual_seed(1);
  write(kForward);
  const std::string first = fingerprintOf();
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(fingerprintOf(), first);
  torch::manual_seed(1);
  write("def forward(self, x): return torch.mean(x, [2, 3])");
  EXPECT_NE(fingerprintOf(), first);
}

TEST_F(TorchscriptTest, FollowsTrainingMode) {
  write("def forward(self, x): return torch.dropout(torch.ones([x.size(0), 64]), 0.5, self.training)");
  const auto encoder = open();
  ASSERT_TRUE(encoder.ok()) << encoder.error().toString();
  const at::Tensor image = torch::zeros({1, 3, 32, 32});
  (*encoder)->module()->eval();
  EXPECT_TRUE(torch::equal((*encoder)->features(image), torch::ones({1, 64})));
  (*encoder)->module()->train();
  EXPECT_FALSE(torch::equal((*encoder)->features(image), torch::ones({1, 64})));
}

TEST_F(TorchscriptTest, OtherOutputsThanFeaturesAreRefused) {
  write("def forward(self, x): return torch.conv2d(x, self.body.weight)");
  expectRefused("[2, 8, 30, 30]");
  write("def forward(self, x): return torch.mean(x)");
  expectRefused("[]");
  write("def forward(self, x): return (x, x)");
  expectRefused("Tuple");
  write("def forward(self, x): return torch.mean(x, [2, 3]).to(4)");
  expectRefused("Long");
  write("def forward(self, x): return torch.linear(x, self.weight)");
  expectRefused("fails");
}

TEST_F(TorchscriptTest, ProgramsThatDoMoreThanComputeAreRefusedByName) {
  const std::string victim = (folder_ / "victim").string();
  write("def forward(self, x):\n    torch.save(x, \"" + victim + "\")\n    return torch.mean(x, [2, 3])");
  expectRefused("aten::save");
  write("def forward(self, x):\n    print(x)\n    return torch.mean(x, [2, 3])");
  expectRefused("prim::Print");
  // Not only what forward does at once: also in a branch that is never taken.
  write(
      "def forward(self, x):\n    y = torch.mean(x, [2, 3])\n    if x.size(0) == 12345:\n        y = "
      "torch.from_file(\"" +
      victim + "\")\n    return y");
  expectRefused("aten::from_file");
  EXPECT_FALSE(std::filesystem::exists(victim)) << "it was run all the same";
}

TEST_F(TorchscriptTest, CodeThatRunsWhileLoadingIsRefusedBeforeLoading) {
  const std::string victim = (folder_ / "victim").string();
  torch::jit::Module net("net");
  net.register_attribute("training", c10::BoolType::get(), true);
  net.register_parameter("weight", torch::randn({4}), false);
  net.define("def forward(self, x): return torch.mean(x, [2, 3])\n");
  net.define("def __getstate__(self): return 1\n");
  net.define("def __setstate__(self, state: int):\n    self.training = True\n    torch.save(state, \"" + victim +
             "\")\n");
  net.save(file().string());
  expectRefused("__setstate__");
  EXPECT_FALSE(std::filesystem::exists(victim));
}

TEST_F(TorchscriptTest, WhatIsNoScriptIsAnError) {
  EXPECT_EQ(torchscriptEntry().make({}).error().code, ErrorCode::option);
  EXPECT_EQ(open().error().code, ErrorCode::notFound);
  std::ofstream(file()) << "PK, but not a zip";
  expectRefused("no TorchScript file");
  write(kForward);
  const std::string whole = marcie::testing::readText(file());
  for (std::size_t length = 0; length < whole.size(); length += 97) {
    marcie::testing::writeText(file(), std::string_view(whole).substr(0, length));
    EXPECT_FALSE(open().ok()) << length;
  }
}

}  // namespace
}  // namespace marcie::nn
