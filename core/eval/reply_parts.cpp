#include "core/eval/reply_parts.h"

#include <algorithm>
#include <numeric>

#include <torch/torch.h>

namespace marcie::eval {

protocol::Picture asPicture(const cv::Mat& rgb) {
  const cv::Mat plain = rgb.isContinuous() ? rgb : rgb.clone();
  protocol::Picture picture{plain.cols, plain.rows, {}};
  picture.rgb.assign(plain.data, plain.data + plain.total() * plain.elemSize());
  return picture;
}

std::vector<protocol::Ranked> ranked(const at::Tensor& value, const std::vector<std::string>& names,
                                     std::int64_t count) {
  const at::Tensor row = value.to(torch::kCPU, torch::kDouble).contiguous();
  const auto* values = row.const_data_ptr<double>();
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  std::vector<protocol::Ranked> result;
  for (std::size_t i = 0; i < order.size() && static_cast<std::int64_t>(i) < count; ++i) {
    result.push_back({names[order[i]], values[order[i]]});
  }
  return result;
}

at::Tensor unitRows(const at::Tensor& rows) {
  return torch::nn::functional::normalize(rows, torch::nn::functional::NormalizeFuncOptions().dim(1).eps(1e-8));
}

}  // namespace marcie::eval
