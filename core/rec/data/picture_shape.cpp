#include "core/rec/data/picture_shape.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <opencv2/imgproc.hpp>

#include "core/image/decode.h"

namespace marcie::rec {
namespace {

constexpr double kPortrait = 0.82;      // width / height, between 2:3 and square
constexpr std::size_t kLookedAt = 200;  // pictures whose shape is looked at, at least
constexpr std::int64_t kLargestSide = 4096;

}  // namespace

PictureShape commonShape(std::span<const std::string> pictures, int side) {
  std::vector<double> shapes;
  const std::size_t step = std::max<std::size_t>(1, pictures.size() / kLookedAt);
  for (std::size_t i = 0; i < pictures.size(); i += step) {
    const auto picture = image::decodeFile(pictures[i], 1);
    if (picture.ok() && picture->rows > 0) shapes.push_back(static_cast<double>(picture->cols) / picture->rows);
  }
  double median = 1;
  if (!shapes.empty()) {
    std::nth_element(shapes.begin(), shapes.begin() + static_cast<std::ptrdiff_t>(shapes.size() / 2), shapes.end());
    median = shapes[shapes.size() / 2];
  }
  if (median < kPortrait) return {side * 2 / 3, side, 3, 2};
  if (median > 1 / kPortrait) return {side, side * 2 / 3, 2, 3};
  return {side, side, 2, 2};
}

Result<PictureShape> savedShape(const at::Tensor& saved, int smallest) {
  if (!saved.defined() || saved.dim() != 1 || saved.size(0) != 4 || saved.scalar_type() != at::kLong) {
    return Error{ErrorCode::format, "the saved features have no picture shape", "Make them again", {}};
  }
  const auto side = [&](int i) { return saved[i].item<std::int64_t>(); };
  for (int i = 0; i < 4; ++i) {
    if (side(i) < (i < 2 ? smallest : 1) || side(i) > kLargestSide) {
      return Error{ErrorCode::format, "the saved features have no usable picture shape", "Make them again", {}};
    }
  }
  return PictureShape{static_cast<int>(side(0)), static_cast<int>(side(1)), static_cast<int>(side(2)),
                      static_cast<int>(side(3))};
}

Result<cv::Mat> pictureAs(const std::filesystem::path& path, const PictureShape& shape) {
  MARCIE_ASSIGN(const cv::Mat picture, image::decodeFile(path, 2 * std::max(shape.width, shape.height)));
  cv::Mat resized;
  cv::resize(picture, resized, cv::Size(shape.width, shape.height), 0, 0, cv::INTER_AREA);
  return resized;
}

}  // namespace marcie::rec
