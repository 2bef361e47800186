// The `count` smallest of a stream of (distance, index): what a neighbour search keeps of each point. Internal.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace marcie::project {

class NearestList {
 public:
  using Entry = std::pair<float, std::int32_t>;  // squared distance, index

  void reset(std::int64_t count) {
    count_ = static_cast<std::size_t>(count);
    entries_.clear();
    entries_.reserve(2 * count_ + kSlack);
    limit_ = std::numeric_limits<float>::infinity();
  }
  void offer(float distance, std::int32_t index) {
    if (!(distance < limit_)) return;
    entries_.emplace_back(distance, index);
    if (entries_.size() >= 2 * count_ + kSlack) prune();
  }
  // Sorted, at most `count`.
  [[nodiscard]] const std::vector<Entry>& finish() {
    std::sort(entries_.begin(), entries_.end());
    if (entries_.size() > count_) entries_.resize(count_);
    return entries_;
  }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  static constexpr std::size_t kSlack = 32;
  void prune() {
    std::nth_element(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(count_) - 1, entries_.end());
    entries_.resize(count_);
    limit_ = entries_[count_ - 1].first;
  }
  std::size_t count_ = 0;
  float limit_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace marcie::project
