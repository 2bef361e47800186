#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& vgg19BnEntry();
namespace {

TEST(Vgg19BnTest, KeepsTheEncoderContract) {
  fixtures::expectEncoderContract(vgg19BnEntry(), 512);
}

TEST(Vgg19BnTest, HasTorchvisionsNamesAndSize) {
  fixtures::expectWeights(vgg19BnEntry(), 20035392,
                          {"features.0.weight", "features.0.bias", "features.1.running_mean", "features.7.weight",
                           "features.49.weight", "features.50.bias"});
}

TEST(Vgg19BnTest, ClassifierSeesTheMapInsteadOfItsMean) {
  const torch::NoGradGuard noGradients;
  const auto encoder = fixtures::made(vgg19BnEntry());
  encoder->module()->eval();
  const at::Tensor images = torch::randn({2, 3, 224, 224}).contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor input = encoder->classifierInput(images);
  ASSERT_EQ(input.sizes(), (std::vector<std::int64_t>{2, 25088}));
  EXPECT_TRUE(torch::allclose(input.view({2, 512, 49}).mean(2), encoder->features(images), 1e-4, 1e-5));
}

TEST(Vgg19BnTest, AcceptsPicturesWithTooFewPixelsForFivePools) {
  const auto encoder = fixtures::made(vgg19BnEntry());
  encoder->module()->eval();
  EXPECT_EQ(encoder->features(torch::randn({1, 3, 16, 16})).sizes(), (std::vector<std::int64_t>{1, 512}));
}

TEST(Vgg19BnTest, KnowsTimmsNames) {
  const auto rules = vgg19BnEntry().otherNames;
  EXPECT_EQ(translatedName("features.49.weight", rules), "features.49.weight");
  EXPECT_EQ(translatedName("pre_logits.fc2.bias", rules), "classifier.3.bias");
  EXPECT_EQ(translatedName("head.fc.weight", rules), "classifier.6.weight");
}

}  // namespace
}  // namespace marcie::nn
