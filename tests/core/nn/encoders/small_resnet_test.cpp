#include "tests/core/nn/encoders/encoder_contract.h"

namespace marcie::nn {
const EncoderEntry& smallResnetEntry();
namespace {

TEST(SmallResnetTest, KeepsTheEncoderContract) {
  // At 32 px its last map is one pixel, and a channel that is dead for all four pictures stays dead.
  fixtures::expectEncoderContract(smallResnetEntry(), 128, {.width = 16}, 60, 1e-2, 64);
}

TEST(SmallResnetTest, KeepsTheNamesOfOldCheckpoints) {
  fixtures::expectWeights(smallResnetEntry(), 1226400,
                          {"conv1.weight", "bn1.running_mean", "layer1.conv1.weight", "layer1.bn2.bias",
                           "layer2.shortcut.0.weight", "layer4.shortcut.1.running_var"});
}

TEST(SmallResnetTest, AcceptsOddAndTinyPictures) {
  const auto encoder = fixtures::made(smallResnetEntry(), {.width = 4});
  encoder->module()->eval();
  for (const std::int64_t side : {16, 17, 33, 63}) {
    EXPECT_EQ(encoder->features(torch::randn({1, 3, side, side})).sizes(), (std::vector<std::int64_t>{1, 32})) << side;
  }
}

TEST(SmallResnetTest, BlocksStartAsTheirShortcut) {
  const auto encoder = fixtures::made(smallResnetEntry(), {.width = 8});
  for (const auto& item : encoder->module()->named_parameters()) {
    if (item.key().ends_with("bn2.weight")) {
      EXPECT_EQ(item.value().abs().max().item<float>(), 0) << item.key();
    }
  }
}

TEST(SmallResnetTest, AShortcutLooksAtEveryPixel) {
  const auto encoder = fixtures::made(smallResnetEntry(), {.width = 4});
  for (const auto& item : encoder->module()->named_modules("", false)) {
    if (const auto* conv = item.value()->as<torch::nn::Conv2dImpl>();
        conv != nullptr && item.key().ends_with("cut.0")) {
      EXPECT_EQ(conv->options.stride()->at(0), 1) << item.key();
    }
  }
}

}  // namespace
}  // namespace marcie::nn
