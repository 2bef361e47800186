#include "core/metrics/alignment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <torch/torch.h>

namespace marcie::metrics {
namespace {

at::Tensor unitRows(const at::Tensor& rows) {
  return torch::nn::functional::normalize(rows, torch::nn::functional::NormalizeFuncOptions().dim(1).eps(1e-8));
}

// Share of rows that have a true cell among their k largest scores.
double recallAt(const at::Tensor& scores, const at::Tensor& match, std::int64_t k) {
  const at::Tensor nearest = std::get<1>(scores.topk(std::min(k, scores.size(1)), 1));
  return match.gather(1, nearest).any(1).to(torch::kFloat).mean().item<double>();
}

}  // namespace

AlignmentScores alignmentScores(const at::Tensor& visual, const at::Tensor& semantic, const at::Tensor& tags) {
  const torch::NoGradGuard noGradients;
  const at::Tensor v = unitRows(visual);
  const at::Tensor s = unitRows(semantic);
  // One row for each distinct text; `which` says which text a picture has.
  const auto [texts, which, counts] = torch::unique_dim(tags, 0, true, true);
  const at::Tensor pictures = torch::arange(tags.size(0), which.options());
  const at::Tensor first =
      torch::full({texts.size(0)}, tags.size(0), which.options()).scatter_reduce(0, which, pictures, "amin", false);
  const at::Tensor textRows = s.index_select(0, first);
  const at::Tensor scores = v.matmul(textRows.t());  // [N, distinct]
  const at::Tensor match = which.unsqueeze(1) == torch::arange(texts.size(0), which.options()).unsqueeze(0);

  AlignmentScores result;
  result.imageToTextR1 = recallAt(scores, match, 1);
  result.imageToTextR5 = recallAt(scores, match, 5);
  result.textToImageR1 = recallAt(scores.t(), match.t(), 1);
  result.textToImageR5 = recallAt(scores.t(), match.t(), 5);
  const at::Tensor cosine = v.matmul(s.t());
  result.matchedCosine = cosine.diagonal().mean().item<double>();
  const at::Tensor different = which.unsqueeze(0) != which.unsqueeze(1);
  const at::Tensor others = cosine.masked_select(different);
  result.mismatchedCosine = others.numel() > 0 ? others.mean().item<double>() : 0;
  result.modalityGap = (v.mean(0) - s.mean(0)).norm().item<double>();
  return result;
}

double rocAuc(const at::Tensor& scores, const at::Tensor& truth) {
  const at::Tensor values = scores.to(torch::kCPU, torch::kDouble).contiguous();
  const at::Tensor labels = truth.to(torch::kCPU, torch::kDouble).contiguous();
  const auto* value = values.data_ptr<double>();
  const auto* label = labels.data_ptr<double>();
  const auto n = static_cast<std::size_t>(values.numel());
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [value](std::size_t a, std::size_t b) { return value[a] < value[b]; });
  double positives = 0;
  double rankSum = 0;
  for (std::size_t i = 0; i < n;) {
    std::size_t end = i;
    double inTie = 0;
    while (end < n && value[order[end]] == value[order[i]]) inTie += label[order[end++]];
    rankSum += inTie * (static_cast<double>(i + end + 1) / 2);  // mid-rank, counted from 1
    positives += inTie;
    i = end;
  }
  const double negatives = static_cast<double>(n) - positives;
  if (positives == 0 || negatives == 0) return std::numeric_limits<double>::quiet_NaN();
  return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
}

TagScores tagScores(const at::Tensor& probability, const at::Tensor& truth) {
  TagScores result;
  int defined = 0;
  for (std::int64_t tag = 0; tag < truth.size(1); ++tag) {
    const double auc = rocAuc(probability.select(1, tag), truth.select(1, tag));
    if (std::isnan(auc)) continue;
    result.meanAuc += auc;
    ++defined;
  }
  if (defined > 0) result.meanAuc /= defined;
  const at::Tensor predicted = (probability >= 0.5).to(torch::kDouble);
  const double hits = (predicted * truth).sum().item<double>();
  const double all = predicted.sum().item<double>() + truth.sum().item<double>();
  result.microF1 = all > 0 ? 2 * hits / all : 0;
  return result;
}

}  // namespace marcie::metrics
