#include "core/train/module_state.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace marcie::train {
namespace {

TEST(ModuleStateTest, ListsEveryDisagreementAndCopiesNothing) {
  torch::nn::Sequential module(torch::nn::Linear(2, 3), torch::nn::BatchNorm1d(3));
  const NamedTensors target = stateOf(*module);
  NamedTensors source;
  for (const auto& [name, tensor] : target) {
    if (name != "0.bias") source.emplace_back(name, torch::full_like(tensor, 7));
  }
  source[0].second = torch::zeros({3, 5});
  source.emplace_back("extra", torch::zeros({1}));
  source.emplace_back("fc.weight", torch::zeros({1}));
  const at::Tensor before = target[1].second.detach().clone();
  const auto loaded = loadState(target, source, "weights.safetensors", {"fc."});
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, ErrorCode::checkpoint);
  const std::string& message = loaded.error().message;
  for (const char* expected :
       {"weights.safetensors", "missing (1): 0.bias", "unexpected (1): extra", "0.weight [3, 5] where [3, 2]"}) {
    EXPECT_NE(message.find(expected), std::string::npos) << expected << " in " << message;
  }
  EXPECT_EQ(message.find("fc.weight"), std::string::npos);
  EXPECT_TRUE(torch::equal(before, target[1].second));
}

TEST(ModuleStateTest, CopiesWhatFits) {
  torch::nn::Linear from(2, 3);
  torch::nn::Linear to(2, 3);
  ASSERT_TRUE(loadState(stateOf(*to), stateOf(*from), "x").ok());
  EXPECT_TRUE(torch::equal(from->weight, to->weight));
  EXPECT_TRUE(to->weight.requires_grad());
}

TEST(ModuleStateTest, ChannelsLastChangesTheLayoutOnly) {
  torch::nn::Conv2d conv(torch::nn::Conv2dOptions(3, 4, 3));
  const at::Tensor before = conv->weight.detach().clone();
  useChannelsLast(*conv);
  EXPECT_TRUE(conv->weight.is_contiguous(at::MemoryFormat::ChannelsLast));
  EXPECT_TRUE(torch::equal(before, conv->weight));
}

}  // namespace
}  // namespace marcie::train
