#include "core/train/encoder_weights.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/train/pth.h"
#include "core/train/safetensors.h"
#include "tests/support/temp_folder.h"

namespace marcie::train {
namespace {

class EncoderWeightsTest : public ::testing::Test {
 protected:
  static const nn::EncoderEntry& entry(std::string_view name) { return *nn::findEntry(nn::encoders(), name); }
  static std::shared_ptr<nn::Encoder> make(std::uint64_t seed, std::int64_t width = 4) {
    torch::manual_seed(seed);
    return *entry("small_resnet").make({.width = width});
  }
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  // The state of `encoder` with `before` in front of every name.
  static TensorFile stateFile(nn::Encoder& encoder, const std::string& before) {
    TensorFile file;
    for (const auto& [name, tensor] : stateOf(*encoder.module())) file.tensors.emplace_back(before + name, tensor);
    return file;
  }
  static bool same(nn::Encoder& a, nn::Encoder& b) {
    const auto first = stateOf(*a.module()), second = stateOf(*b.module());
    for (std::size_t i = 0; i < first.size(); ++i) {
      if (!torch::equal(first[i].second, second[i].second)) return false;
    }
    return first.size() == second.size();
  }
  marcie::testing::TempFolder folder_;
};

TEST_F(EncoderWeightsTest, BothFormatsAndTheUsualPrefixesAreTaken) {
  const auto from = make(1);
  for (const char* before : {"", "module.", "encoder.", "backbone.", "model.", "model.encoder."}) {
    TensorFile whole = stateFile(*from, before);
    whole.tensors.emplace_back(std::string(before) + "fc.weight", torch::rand({3, 32}));
    if (*before != '\0') whole.tensors.emplace_back("optimizer.step", torch::rand({1}));
    ASSERT_TRUE(writeTensors(file("w.safetensors"), whole).ok());
    ASSERT_TRUE(writePth(file("w.pth"), whole).ok());
    for (const char* name : {"w.safetensors", "w.pth"}) {
      const auto to = make(2);
      ASSERT_FALSE(same(*from, *to));
      const auto loaded = loadEncoderFile(entry("small_resnet"), *to, file(name));
      ASSERT_TRUE(loaded.ok()) << before << name << ": " << loaded.error().toString();
      EXPECT_TRUE(same(*from, *to)) << before << name;
    }
  }
}

TEST_F(EncoderWeightsTest, WeightsOfAnotherNetworkAreListedAndNothingIsLoaded) {
  TensorFile wrong = stateFile(*make(1, 8), "");
  for (int i = 0; i < 30; ++i) wrong.tensors.emplace_back("extra." + std::to_string(i), torch::rand({1}));
  std::erase_if(wrong.tensors, [](const auto& item) { return item.first == "layer1.bn2.weight"; });
  ASSERT_TRUE(writePth(file("other.pth"), wrong).ok());
  const auto to = make(2), untouched = make(2);
  const auto refused = loadEncoderFile(entry("small_resnet"), *to, file("other.pth"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::checkpoint);
  const std::string& message = refused.error().message;
  for (const char* part : {"other.pth does not fit", "missing (1): layer1.bn2.weight", "unexpected (30): extra.0",
                           "conv1.weight [8, 3, 3, 3] where [4, 3, 3, 3] is needed"}) {
    EXPECT_NE(message.find(part), std::string::npos) << part << " in " << message;
  }
  EXPECT_EQ(message.find("extra.29"), std::string::npos) << "lists are kept short";
  EXPECT_TRUE(same(*to, *untouched)) << "something was loaded";
}

TEST_F(EncoderWeightsTest, TimmsNamesAndFormsAreTaken) {
  // The state under timm's names, by the rules turned round for a few of them.
  torch::manual_seed(1);
  const auto from = *entry("convnext_tiny").make({});
  const auto to = *entry("convnext_tiny").make({});
  TensorFile timm;
  const auto replaced = [](std::string name, std::string_view what, std::string_view by) {
    const auto at = name.find(what);
    return at == std::string::npos ? name : name.replace(at, what.size(), by);
  };
  for (const auto& [name, tensor] : stateOf(*from->module())) {
    std::string theirs = name.starts_with("features.0.") ? "stem." + name.substr(11) : name;
    theirs = replaced(theirs, "classifier.0.", "head.norm.");
    for (int stage = 0; stage < 4; ++stage) {
      const std::string number = std::to_string(stage);
      theirs = replaced(theirs, "features." + std::to_string(2 * stage) + ".", "stages." + number + ".downsample.");
      theirs = replaced(theirs, "features." + std::to_string(2 * stage + 1) + ".", "stages." + number + ".blocks.");
    }
    theirs = replaced(theirs, "block.0.", "conv_dw.");
    theirs = replaced(theirs, "block.2.", "norm.");
    theirs = replaced(theirs, "block.3.", "mlp.fc1.");
    theirs = replaced(theirs, "block.5.", "mlp.fc2.");
    const bool scale = name.ends_with("layer_scale");
    timm.tensors.emplace_back(replaced(theirs, "layer_scale", "gamma"), scale ? tensor.flatten() : tensor);
  }
  timm.tensors.emplace_back("head.fc.weight", torch::rand({3, 768}));
  timm.tensors.emplace_back("head.fc.bias", torch::rand({3}));
  ASSERT_TRUE(writeTensors(file("timm.safetensors"), timm).ok());
  const auto weights = readEncoderWeights(entry("convnext_tiny"), *to, file("timm.safetensors"));
  ASSERT_TRUE(weights.ok());
  const auto loaded = loadEncoderWeights(entry("convnext_tiny"), *to, *weights, "timm.safetensors");
  ASSERT_TRUE(loaded.ok()) << loaded.error().toString();
  EXPECT_TRUE(same(*from, *to));
  EXPECT_TRUE(classifierOf(entry("convnext_tiny"), *to, *weights).ok());
}

TEST_F(EncoderWeightsTest, AClassifierIsItsLayersWithReluBetween) {
  constexpr static std::array<std::string_view, 2> kLayers{"head.0", "head.3"};
  nn::EncoderEntry deep = entry("small_resnet");
  deep.classifier = kLayers;
  const auto encoder = make(1);
  torch::manual_seed(3);
  // The first layer as a convolution over one pixel, which is the same.
  const NamedTensors weights{{"head.0.weight", torch::randn({5, 32, 1, 1})},
                             {"head.0.bias", torch::randn({5})},
                             {"head.3.weight", torch::randn({3, 5})}};
  const auto classifier = classifierOf(deep, *encoder, weights);
  ASSERT_TRUE(classifier.ok()) << classifier.error().toString();
  const at::Tensor x = torch::randn({4, 32});
  const at::Tensor hidden = torch::relu(x.mm(weights[0].second.flatten(1).t()) + weights[1].second);
  EXPECT_TRUE(torch::allclose((*classifier)(x), hidden.mm(weights[2].second.t()), 1e-4, 1e-5));
  const auto missing = classifierOf(entry("small_resnet"), *encoder, weights);
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().message.find("'fc' with 32 inputs"), std::string::npos) << missing.error().message;
}

TEST_F(EncoderWeightsTest, ANetworkThatIsAFileIsKeptInTheRunFolder) {
  MarnetOptions options;
  ASSERT_TRUE(keepEncoderFile(folder_.path(), options).ok());
  EXPECT_TRUE(options.weights.empty()) << "other networks have nothing to keep";
  options.encoder = "torchscript";
  EXPECT_EQ(keepEncoderFile(folder_.path(), options).error().code, ErrorCode::option);
  options.weights = file("mine.pt").string();
  EXPECT_EQ(keepEncoderFile(folder_.path(), options).error().code, ErrorCode::notFound);
  const std::string bytes(3'000'001, 'x');
  marcie::testing::writeText(options.weights, bytes);
  ASSERT_TRUE(keepEncoderFile(folder_.path(), options).ok());
  EXPECT_EQ(options.weights, file("encoder.pt").string());
  EXPECT_EQ(marcie::testing::readText(options.weights), bytes);
  // The copy counts from then on, also when the original has changed or gone.
  MarnetOptions later;
  later.encoder = "torchscript";
  later.weights = file("gone.pt").string();
  ASSERT_TRUE(keepEncoderFile(folder_.path(), later).ok());
  EXPECT_EQ(later.weights, file("encoder.pt").string());
}

}  // namespace
}  // namespace marcie::train
