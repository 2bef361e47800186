#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const TextEncoderEntry& multihotMlpEntry();
namespace {

TEST(MultihotMlpTest, KeepsTheNetworkContract) {
  fixtures::expectDescribed(multihotMlpEntry());
  torch::manual_seed(1);
  const at::Tensor tags = torch::eye(5);
  fixtures::expectNetworkContract(
      [&tags] {
        const auto encoder = *multihotMlpEntry().make({.tagCount = 5, .dim = 12});
        return fixtures::Subject{encoder->module(), [encoder, tags] { return encoder->encode(tags); }};
      },
      5, 12);
}

}  // namespace
}  // namespace marcie::nn
