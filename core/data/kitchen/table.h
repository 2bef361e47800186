// Table tops of the kitchen world: two woods and two cloths.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/base/random.h"

namespace marcie::data {

// [size, size, 3] uint8 RGB, turned and shifted at random. `kind` 0…3. Thread-safe.
[[nodiscard]] cv::Mat tableTop(int kind, int size, Rng& rng);

}  // namespace marcie::data
