#include "core/rec/data/feature_reducer.h"

#include <algorithm>

#include <torch/torch.h>

namespace marcie::rec {

at::Tensor namedTensor(const NamedTensors& tensors, const std::string& name) {
  for (const auto& [key, tensor] : tensors) {
    if (key == name) return tensor;
  }
  return {};
}

FeatureReducer FeatureReducer::fit(const at::Tensor& rows, std::int64_t width, bool whiten) {
  const torch::NoGradGuard noGrad;
  constexpr double kFlat = 1e-6;  // deviation of a dimension that says nothing
  FeatureReducer reducer;
  const at::Tensor wide = rows.to(torch::kDouble);
  const at::Tensor mean = wide.mean(0);
  const at::Tensor deviation = (wide - mean).square().mean(0).sqrt();
  const at::Tensor inverse =
      torch::where(deviation > kFlat, 1 / deviation.clamp_min(kFlat), torch::zeros_like(deviation));
  reducer.mean_ = mean.to(torch::kFloat);
  reducer.inverse_ = inverse.to(torch::kFloat);
  if (width <= 0) return reducer;
  const at::Tensor centred = ((wide - mean) * inverse).to(torch::kFloat);
  const std::int64_t dimensions = rows.size(1);
  const std::int64_t kept = std::min({width, dimensions, std::max<std::int64_t>(rows.size(0) - 1, 1)});
  const at::Tensor covariance = at::mm(centred.t(), centred).to(torch::kDouble) / static_cast<double>(rows.size(0));
  const auto [values, vectors] = at::linalg_eigh(covariance);
  at::Tensor variance = values.flip(0).slice(0, 0, kept).clamp_min(0);
  at::Tensor directions = vectors.flip(1).slice(1, 0, kept);
  // The sign of an eigenvector means nothing: the largest element is made positive, so that machines agree.
  const at::Tensor largest = directions.gather(0, directions.abs().argmax(0, true));
  directions = directions * torch::where(largest < 0, -1.0, 1.0);
  if (whiten) {
    directions =
        directions * torch::where(variance > kFlat, variance.clamp_min(kFlat).rsqrt(), torch::zeros_like(variance));
  } else {
    directions = directions / std::sqrt(std::max(variance.mean().item<double>(), kFlat));
  }
  reducer.directions_ = directions.to(torch::kFloat).contiguous();
  return reducer;
}

Result<FeatureReducer> FeatureReducer::from(const NamedTensors& state) {
  FeatureReducer reducer;
  reducer.mean_ = namedTensor(state, "reducer.mean");
  reducer.inverse_ = namedTensor(state, "reducer.inverse");
  reducer.directions_ = namedTensor(state, "reducer.directions");
  const bool fits = reducer.mean_.defined() && reducer.mean_.dim() == 1 && reducer.inverse_.defined() &&
                    reducer.inverse_.sizes() == reducer.mean_.sizes() &&
                    (!reducer.directions_.defined() ||
                     (reducer.directions_.dim() == 2 && reducer.directions_.size(0) == reducer.mean_.size(0)));
  if (!fits)
    return Error{ErrorCode::format, "the saved features lack their scale or components", "Make them again", {}};
  return reducer;
}

at::Tensor FeatureReducer::apply(const at::Tensor& rows) const {
  const torch::NoGradGuard noGrad;
  const at::Tensor scaled = (rows - mean_) * inverse_;
  return directions_.defined() ? at::mm(scaled, directions_) : scaled;
}

std::int64_t FeatureReducer::width() const {
  return directions_.defined() ? directions_.size(1) : mean_.size(0);
}

NamedTensors FeatureReducer::state() const {
  NamedTensors state{{"reducer.mean", mean_}, {"reducer.inverse", inverse_}};
  if (directions_.defined()) state.emplace_back("reducer.directions", directions_);
  return state;
}

}  // namespace marcie::rec
