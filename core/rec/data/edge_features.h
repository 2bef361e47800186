// Edges and colours of a picture: histograms of gradient directions (Dalal, Triggs, CVPR 2005) and of colours. No
// fitting.
#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/rec/data/picture_shape.h"

namespace marcie::rec {

// Numbers that edgeFeatures() returns for pictures of that shape.
[[nodiscard]] std::int64_t edgeFeatureCount(const PictureShape& shape);
// `picture` [height, width, 3] uint8 RGB of that shape. Edges: 9 directions without sign in cells of 8 px, blocks of 2
// × 2 cells, each to length 1, cut at 0.2 and to length 1 again. Colours: 4 × 4 × 4 shares in each of the shape's
// cells.
[[nodiscard]] std::vector<float> edgeFeatures(const cv::Mat& picture, const PictureShape& shape);

}  // namespace marcie::rec
