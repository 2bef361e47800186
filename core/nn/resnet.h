// ResNets (He et al. 2016) with torchvision's parameter names and numerics, so that its weights fit.
#pragma once

#include <array>
#include <memory>

#include "core/nn/network.h"

namespace marcie::nn {

enum class ResnetBlock { basic, bottleneck };

// `blocks`: how many in each of the four stages. Without the final classifier ("fc").
[[nodiscard]] std::shared_ptr<Encoder> makeResnet(ResnetBlock kind, const std::array<int, 4>& blocks);

}  // namespace marcie::nn
