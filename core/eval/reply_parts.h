// Pictures and ranked names on their way into replies. Pure and thread-safe.
#pragma once

#include <string>
#include <vector>

#include <ATen/core/Tensor.h>
#include <opencv2/core/mat.hpp>

#include "core/api/protocol.h"

namespace marcie::eval {

// `rgb`: CV_8UC3 in RGB order.
[[nodiscard]] protocol::Picture asPicture(const cv::Mat& rgb);
// Names by descending value [n], at most `count`.
[[nodiscard]] std::vector<protocol::Ranked> ranked(const at::Tensor& value, const std::vector<std::string>& names,
                                                   std::int64_t count);
// Rows [N, d] of length one; rows of zeros stay.
[[nodiscard]] at::Tensor unitRows(const at::Tensor& rows);

}  // namespace marcie::eval
