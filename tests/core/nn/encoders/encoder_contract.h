// What every picture network must do, for the tests beside this file.
#pragma once

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "core/nn/weight_names.h"
#include "tests/core/nn/contracts.h"

namespace marcie::nn::fixtures {

inline std::shared_ptr<Encoder> made(const EncoderEntry& entry, const EncoderSettings& settings = {}) {
  auto encoder = entry.make(settings);
  if (!encoder) throw std::runtime_error(encoder.error().toString());
  return *encoder;
}

// The network contract on four pictures of `side` px, and channels_last pictures and weights give the same features.
// Large networks fit a batch in fewer, smaller steps.
inline void expectEncoderContract(const EncoderEntry& entry, std::int64_t features,
                                  const EncoderSettings& settings = {}, int steps = 60, double rate = 1e-2,
                                  std::int64_t side = 32) {
  expectDescribed(entry);
  torch::manual_seed(1);
  const at::Tensor images = torch::randn({4, 3, side, side});
  expectNetworkContract(
      [&] {
        const auto encoder = made(entry, settings);
        EXPECT_EQ(encoder->featureCount(), features);
        return Subject{encoder->module(), [encoder, images] { return encoder->features(images); }};
      },
      4, features, steps, rate);

  const torch::NoGradGuard noGradients;
  const auto encoder = made(entry, settings);
  encoder->module()->eval();
  const at::Tensor plain = encoder->features(images);
  for (at::Tensor& parameter : encoder->module()->parameters()) {
    if (parameter.dim() == 4) parameter.set_data(parameter.data().contiguous(at::MemoryFormat::ChannelsLast));
  }
  const at::Tensor last = encoder->features(images.contiguous(at::MemoryFormat::ChannelsLast));
  EXPECT_TRUE(torch::allclose(plain, last, 1e-4, 1e-4)) << (plain - last).abs().max().item<double>();
}

// Parameters and buffers are called `names` among others, and there are `count` values in the parameters.
inline void expectWeights(const EncoderEntry& entry, std::int64_t count, const std::vector<std::string>& names) {
  const auto module = made(entry)->module();
  const auto parameters = module->named_parameters();
  const auto buffers = module->named_buffers();
  std::int64_t found = 0;
  for (const auto& item : parameters) found += item.value().numel();
  EXPECT_EQ(found, count);
  for (const auto& name : names) {
    EXPECT_TRUE(parameters.contains(name) || buffers.contains(name)) << name;
    EXPECT_EQ(translatedName(name, entry.otherNames), name) << "a rule changes a name of our own";
  }
}

}  // namespace marcie::nn::fixtures
