// Kitchen scenes → pixels. Polygons, anti-aliased at twice the size, then light and noise.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/data/kitchen/world.h"

namespace marcie::data {

// [size, size, 3] uint8 RGB. Thread-safe; the same scene gives the same pixels.
[[nodiscard]] cv::Mat renderKitchen(const KitchenWorld& world, const KitchenScene& scene, int size);

}  // namespace marcie::data
