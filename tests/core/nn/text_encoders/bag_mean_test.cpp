#include <gtest/gtest.h>

#include "tests/core/nn/contracts.h"

namespace marcie::nn {
const TextEncoderEntry& bagMeanEntry();
namespace {

TEST(BagMeanTest, KeepsTheNetworkContract) {
  fixtures::expectDescribed(bagMeanEntry());
  torch::manual_seed(1);
  const at::Tensor tags = torch::eye(5);
  fixtures::expectNetworkContract(
      [&tags] {
        const auto encoder = *bagMeanEntry().make({.tagCount = 5, .dim = 12});
        return fixtures::Subject{encoder->module(), [encoder, tags] { return encoder->encode(tags); }};
      },
      5, 12, /*steps=*/300);
}

TEST(BagMeanTest, IsTorchsEmbeddingBag) {
  const auto encoder = *bagMeanEntry().make({.tagCount = 4, .dim = 3});
  const at::Tensor table = encoder->module()->named_parameters()["embedding.weight"];
  const at::Tensor tags = torch::tensor({{1.0F, 0.0F, 1.0F, 1.0F}, {0.0F, 1.0F, 0.0F, 0.0F}, {0.0F, 0.0F, 0.0F, 0.0F}});
  const at::Tensor bag = torch::nn::functional::embedding_bag(
      torch::tensor({0, 2, 3, 1}), table,
      torch::nn::functional::EmbeddingBagFuncOptions().offsets(torch::tensor({0, 3, 4})).mode(torch::kMean));
  EXPECT_TRUE(torch::allclose(encoder->encode(tags), bag));
}

}  // namespace
}  // namespace marcie::nn
