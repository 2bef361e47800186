#include "core/rec/eval/popularity_recall.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace marcie::rec {

PopularityRecallSums::PopularityRecallSums(std::vector<std::int64_t> trainUsers, int groups)
    : trainUsers_(std::move(trainUsers)), groupOf_(trainUsers_.size()) {
  std::vector<std::size_t> order(trainUsers_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return trainUsers_[a] < trainUsers_[b]; });
  const auto zeros = static_cast<std::size_t>(std::count(trainUsers_.begin(), trainUsers_.end(), 0));
  const std::size_t known = order.size() - zeros;
  std::size_t slice = 0;  // of the last item that began a group
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::int64_t users = trainUsers_[order[k]];
    const std::size_t now = k < zeros ? 0 : 1 + (k - zeros) * static_cast<std::size_t>(std::max(groups, 1)) / known;
    const bool isAnother = groups_.empty() || (now != slice && users != groups_.back().toUsers);
    if (isAnother) {
      groups_.push_back({users, users, 0, 0, 0});
      slice = now;
    }
    groups_.back().toUsers = users;
    ++groups_.back().items;
    groupOf_[order[k]] = groups_.size() - 1;
  }
}

void PopularityRecallSums::add(std::span<const std::int32_t> list, int length,
                               std::span<const std::int32_t> positives) {
  const auto first = list.first(std::min(list.size(), static_cast<std::size_t>(length)));
  for (const std::int32_t item : positives) {
    PopularityRecall& group = groups_[groupOf_[static_cast<std::size_t>(item)]];
    ++group.positives;
    group.hits += std::find(first.begin(), first.end(), item) != first.end() ? 1 : 0;
  }
}

double PopularityRecallSums::popularityOf(std::span<const std::int32_t> list, int length) const {
  const auto first = list.first(std::min(list.size(), static_cast<std::size_t>(length)));
  if (first.empty()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (const std::int32_t item : first) sum += static_cast<double>(trainUsers_[static_cast<std::size_t>(item)]);
  return sum / static_cast<double>(first.size());
}

}  // namespace marcie::rec
