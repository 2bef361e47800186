// The common shape that pictures of items are brought to before patches or edges are looked at.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <opencv2/core/mat.hpp>

#include "core/base/result.h"

namespace marcie::rec {

// Portrait pictures (posters) become 2:3 and are pooled in 3 rows of 2 cells, landscape ones the other way round,
// others square in 2 × 2 cells.
struct PictureShape {
  int width = 0, height = 0;  // px
  int rows = 2, columns = 2;  // cells that features are pooled in
  [[nodiscard]] int cells() const { return rows * columns; }
};

// `side`: the longer side, px. By the median shape of (200 to 399 of) the pictures; square when there are none that can
// be read.
[[nodiscard]] PictureShape commonShape(std::span<const std::string> pictures, int side);
// width, height, rows, columns [4] int64, as features keep it. Errors: format, unless pictures of at least `smallest`
// px a side and cells can be made of it.
[[nodiscard]] Result<PictureShape> savedShape(const at::Tensor& saved, int smallest);
// [height, width, 3] uint8 RGB. Errors: those of image::decodeFile.
[[nodiscard]] Result<cv::Mat> pictureAs(const std::filesystem::path& path, const PictureShape& shape);

}  // namespace marcie::rec
