// Residual networks (He et al. 2016): a stem, four stages of blocks, the mean over the picture.
//
// With ResnetBlock::basic and bottleneck, parameter names and numerics are torchvision's, so that its weights fit.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "core/nn/network.h"

namespace marcie::nn {

enum class ResnetBlock {
  basic,       // two 3×3 convolutions
  bottleneck,  // 1×1, 3×3 (which takes the stride: "ResNet v1.5"), 1×1 to four times the channels
  averaged,    // basic; the shortcut averages before its convolution, and the block starts as its shortcut
};

struct ResnetOptions {
  ResnetBlock block = ResnetBlock::basic;
  std::array<int, 4> blocks{2, 2, 2, 2};  // in each stage
  std::int64_t width = 64;                // channels of the first stage; each later one has twice as many
  std::int64_t inner = 1;                 // a bottleneck's 3×3 convolution has so many times its stage's channels
  std::int64_t stemKernel = 7;
  bool flatStages = false;  // a stage is its one block: "layer1.conv1", not "layer1.0.conv1"
};

// Without the final classifier ("fc").
[[nodiscard]] std::shared_ptr<Encoder> makeResnet(const ResnetOptions& options);

// The classifier of weight files for these networks.
inline constexpr std::array<std::string_view, 1> kResnetClassifier{"fc"};

}  // namespace marcie::nn
