#include "core/engine/pictures.h"

#include <cstring>

#include <opencv2/core/mat.hpp>

#include "core/image/decode.h"

namespace marcie::engine {

Result<protocol::Picture> loadPicture(const std::filesystem::path& path, int side) {
  MARCIE_ASSIGN(const cv::Mat rgb, image::thumbnail(path, side));
  protocol::Picture picture;
  picture.width = rgb.cols;
  picture.height = rgb.rows;
  const std::size_t rowBytes = static_cast<std::size_t>(rgb.cols) * 3;
  picture.rgb.resize(rowBytes * static_cast<std::size_t>(rgb.rows));
  for (int row = 0; row < rgb.rows; ++row) {
    std::memcpy(picture.rgb.data() + rowBytes * static_cast<std::size_t>(row), rgb.ptr(row), rowBytes);
  }
  return picture;
}

}  // namespace marcie::engine
