#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const EncoderEntry& smallResnetEntry();
namespace {

TEST(SmallResnetTest, KeepsTheNetworkContract) {
  testing::expectDescribed(smallResnetEntry());
  torch::manual_seed(1);
  const at::Tensor images = torch::randn({4, 3, 32, 32});
  testing::expectNetworkContract(
      [&images] {
        const auto encoder = smallResnetEntry().make({.width = 16});
        EXPECT_EQ(encoder->featureCount(), 128);
        return testing::Subject{encoder->module(), [encoder, images] { return encoder->features(images); }};
      },
      4, 128);
}

TEST(SmallResnetTest, AcceptsOddAndTinyPictures) {
  const auto encoder = smallResnetEntry().make({.width = 4});
  encoder->module()->eval();
  for (const std::int64_t side : {16, 17, 33, 63}) {
    EXPECT_EQ(encoder->features(torch::randn({1, 3, side, side})).sizes(), (std::vector<std::int64_t>{1, 32})) << side;
  }
}

TEST(SmallResnetTest, BlocksStartAsTheirShortcut) {
  const auto encoder = smallResnetEntry().make({.width = 8});
  for (const auto& item : encoder->module()->named_parameters()) {
    if (item.key().ends_with("bn2.weight")) {
      EXPECT_EQ(item.value().abs().max().item<float>(), 0) << item.key();
    }
  }
}

}  // namespace
}  // namespace marcie::nn
