#include "core/metrics/alignment_report.h"

#include <algorithm>

#include <torch/torch.h>

namespace marcie::metrics {
namespace {

constexpr std::int64_t kReportRows = 512;  // of a block of the N × N cosines

at::Tensor unitVectors(const at::Tensor& rows) {
  return torch::nn::functional::normalize(rows.to(torch::kFloat),
                                          torch::nn::functional::NormalizeFuncOptions().dim(1).eps(1e-8));
}

// Rank of the best true cell of each row: cells that score more.
at::Tensor ranksOf(const at::Tensor& scores, const at::Tensor& isTrue) {
  const at::Tensor best = scores.masked_fill(isTrue.logical_not(), -2).amax(1, true);
  return (scores > best).sum(1);
}

std::array<double, 3> recallsOf(const at::Tensor& ranks) {
  std::array<double, 3> recalls{};
  for (std::size_t i = 0; i < recalls.size(); ++i) {
    recalls[i] = (ranks < kRecallDepths[i]).to(torch::kDouble).mean().item<double>();
  }
  return recalls;
}

std::vector<double> sharesOf(const at::Tensor& counts) {
  const double total = counts.sum().item<double>();
  std::vector<double> shares(static_cast<std::size_t>(counts.numel()));
  for (std::size_t i = 0; i < shares.size(); ++i) {
    shares[i] = total > 0 ? counts[static_cast<std::int64_t>(i)].item<double>() / total : 0;
  }
  return shares;
}

}  // namespace

Result<AlignmentReport> alignmentReport(const at::Tensor& visual, const at::Tensor& semantic, const at::Tensor& text,
                                        const StopToken& stop) {
  const torch::NoGradGuard noGradients;
  const Error cancelled{ErrorCode::cancelled, "cancelled", {}, {}};
  const at::Tensor v = unitVectors(visual), s = unitVectors(semantic);
  const std::int64_t n = v.size(0);
  // One row for each different text, and which one a picture has.
  const auto [known, which, counts] = at::_unique2(text, true, true, true);
  const std::int64_t texts = known.size(0);
  const at::Tensor first = torch::full({texts}, n, which.options())
                               .scatter_reduce(0, which, torch::arange(n, which.options()), "amin", false);
  const at::Tensor rows = s.index_select(0, first);
  const at::Tensor numbers = torch::arange(texts, which.options());
  AlignmentReport report;
  report.texts = texts;
  at::Tensor mismatched = torch::zeros({kCosineBins}, torch::kDouble);
  double mismatchedSum = 0, mismatchedCount = 0;
  std::vector<at::Tensor> imageRanks, textRanks;
  for (std::int64_t begin = 0; begin < n; begin += kReportRows) {
    if (stop.stopRequested()) return cancelled;
    const std::int64_t count = std::min(kReportRows, n - begin);
    const at::Tensor scores = v.narrow(0, begin, count).matmul(rows.t()).clamp(-1, 1);
    const at::Tensor own = which.narrow(0, begin, count).unsqueeze(1) == numbers.unsqueeze(0);
    imageRanks.push_back(ranksOf(scores, own));
    // A pair of a picture with a text counts as often as there are pictures with that text.
    const at::Tensor weight = counts.to(torch::kDouble).unsqueeze(0) * own.logical_not().to(torch::kDouble);
    const at::Tensor bins = ((scores + 1) * (kCosineBins / 2.0)).to(torch::kLong).clamp(0, kCosineBins - 1);
    mismatched.scatter_add_(0, bins.flatten(), weight.flatten());
    mismatchedSum += (scores.to(torch::kDouble) * weight).sum().item<double>();
    mismatchedCount += weight.sum().item<double>();
  }
  for (std::int64_t begin = 0; begin < texts; begin += kReportRows) {
    if (stop.stopRequested()) return cancelled;
    const std::int64_t count = std::min(kReportRows, texts - begin);
    const at::Tensor scores = rows.narrow(0, begin, count).matmul(v.t());
    textRanks.push_back(ranksOf(scores, numbers.narrow(0, begin, count).unsqueeze(1) == which.unsqueeze(0)));
  }
  const at::Tensor ranks = torch::cat(imageRanks);
  report.imageToText = recallsOf(ranks);
  report.textToImage = recallsOf(torch::cat(textRanks));
  const at::Tensor cosines = (v * s).sum(1).clamp(-1, 1).to(torch::kDouble);
  report.matchedCosine = cosines.mean().item<double>();
  report.mismatchedCosine = mismatchedCount > 0 ? mismatchedSum / mismatchedCount : 0;
  report.modalityGap = (v.mean(0) - s.mean(0)).norm().item<double>();
  report.matched = sharesOf(torch::histc(cosines, kCosineBins, -1, 1));
  report.mismatched = sharesOf(mismatched);
  report.cosines.assign(cosines.data_ptr<double>(), cosines.data_ptr<double>() + n);
  report.ranks.assign(ranks.data_ptr<std::int64_t>(), ranks.data_ptr<std::int64_t>() + n);
  return report;
}

}  // namespace marcie::metrics
