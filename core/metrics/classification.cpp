#include "core/metrics/classification.h"

#include <torch/torch.h>

namespace marcie::metrics {

void TopKAccuracy::add(const at::Tensor& logits, const at::Tensor& labels) {
  if (labels.size(0) == 0) return;
  const at::Tensor own = logits.gather(1, labels.unsqueeze(1));
  const at::Tensor classes = torch::arange(logits.size(1), labels.options());
  const at::Tensor before =
      (logits > own).logical_or((logits == own).logical_and(classes.unsqueeze(0) < labels.unsqueeze(1)));
  const at::Tensor hit = (before.sum(1) < k_).logical_and(own.squeeze(1).isnan().logical_not());
  hits_ += hit.sum().item<std::int64_t>();
  count_ += labels.size(0);
}

double ClassScores::precision() const {
  return predicted > 0 ? static_cast<double>(hits) / static_cast<double>(predicted) : 0;
}
double ClassScores::recall() const {
  return support > 0 ? static_cast<double>(hits) / static_cast<double>(support) : 0;
}
double ClassScores::f1() const {
  return support + predicted > 0 ? 2.0 * static_cast<double>(hits) / static_cast<double>(support + predicted) : 0;
}

ConfusionCounts::ConfusionCounts(std::int64_t classes)
    : classes_(classes), counts_(static_cast<std::size_t>(classes * classes)) {}

void ConfusionCounts::add(const at::Tensor& logits, const at::Tensor& labels) {
  const at::Tensor cells = (labels * classes_ + logits.argmax(1)).to(torch::kCPU).contiguous();
  const auto* data = cells.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < cells.numel(); ++i) ++counts_.at(static_cast<std::size_t>(data[i]));
}

std::int64_t ConfusionCounts::count(std::int64_t truth, std::int64_t predicted) const {
  return counts_.at(static_cast<std::size_t>(truth * classes_ + predicted));
}

std::vector<ClassScores> ConfusionCounts::perClass() const {
  std::vector<ClassScores> scores(static_cast<std::size_t>(classes_));
  for (std::int64_t truth = 0; truth < classes_; ++truth) {
    for (std::int64_t guess = 0; guess < classes_; ++guess) {
      scores[static_cast<std::size_t>(truth)].support += count(truth, guess);
      scores[static_cast<std::size_t>(guess)].predicted += count(truth, guess);
    }
    scores[static_cast<std::size_t>(truth)].hits = count(truth, truth);
  }
  return scores;
}

double ConfusionCounts::macroF1() const {
  double sum = 0;
  int present = 0;
  for (const ClassScores& scores : perClass()) {
    if (scores.support + scores.predicted == 0) continue;
    sum += scores.f1();
    ++present;
  }
  return present > 0 ? sum / present : 0;
}

}  // namespace marcie::metrics
