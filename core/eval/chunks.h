// How many pictures a network looks at between two looks at a stop token. Depends on nothing but their size, so that
// the numbers do not depend on the machine.
#pragma once

#include <algorithm>
#include <cstdint>

namespace marcie::eval {

[[nodiscard]] inline std::int64_t picturesAtOnce(std::int64_t imageSize) {
  constexpr std::int64_t kPixels = 4 * 224 * 224;  // about a tenth of a second of ResNet-18 on one core
  return std::clamp<std::int64_t>(kPixels / std::max<std::int64_t>(1, imageSize * imageSize), 1, 128);
}

}  // namespace marcie::eval
