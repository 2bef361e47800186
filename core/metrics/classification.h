// Accumulators for classification: add batches, then ask. They never print and keep only counts.
//
// logits [B, C] float (any device), labels [B] int64. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace marcie::metrics {

// Share of pictures whose class is among the k largest logits. A tie counts against the picture: only classes with a
// strictly larger logit, and equal ones with a smaller index, come before it.
class TopKAccuracy {
 public:
  explicit TopKAccuracy(std::int64_t k) : k_(k) {}
  void add(const at::Tensor& logits, const at::Tensor& labels);
  [[nodiscard]] std::int64_t count() const { return count_; }
  // In [0, 1]; 0 when nothing was added.
  [[nodiscard]] double value() const {
    return count_ > 0 ? static_cast<double>(hits_) / static_cast<double>(count_) : 0;
  }

 private:
  std::int64_t k_;
  std::int64_t hits_ = 0, count_ = 0;
};

struct ClassScores {
  std::int64_t support = 0;    // pictures of the class
  std::int64_t predicted = 0;  // pictures taken for it
  std::int64_t hits = 0;
  [[nodiscard]] double precision() const;  // 0 where undefined
  [[nodiscard]] double recall() const;     // 0 where undefined
  [[nodiscard]] double f1() const;         // 0 where undefined
};

// Counts of (true, predicted) pairs.
class ConfusionCounts {
 public:
  explicit ConfusionCounts(std::int64_t classes);
  void add(const at::Tensor& logits, const at::Tensor& labels);
  [[nodiscard]] std::int64_t count(std::int64_t truth, std::int64_t predicted) const;
  [[nodiscard]] std::vector<ClassScores> perClass() const;
  // Mean F1 of the classes that occur among the labels or the predictions.
  [[nodiscard]] double macroF1() const;

 private:
  std::int64_t classes_;
  std::vector<std::int64_t> counts_;  // row-major [truth][predicted]
};

}  // namespace marcie::metrics
