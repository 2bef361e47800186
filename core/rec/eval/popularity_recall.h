// Recall of held-out items by how popular they are: whether a recommender finds more than what everybody has.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/rec/eval/ranking.h"

namespace marcie::rec {

class PopularityRecallSums {
 public:
  // `trainUsers`: [I] users who had the item in training. Items with 0 are a group of their own; the others fall into
  // at most `groups` of about as many items each, never divided where they are equally popular.
  PopularityRecallSums(std::vector<std::int64_t> trainUsers, int groups);

  // `list`: items of one user, best first, of which the first `length` count; `positives`: the user's held-out items.
  void add(std::span<const std::int32_t> list, int length, std::span<const std::int32_t> positives);
  // By rising popularity; groups without items are left out.
  [[nodiscard]] const std::vector<PopularityRecall>& report() const { return groups_; }
  // Mean number of training users of the first `length` items of a list; NaN of an empty one.
  [[nodiscard]] double popularityOf(std::span<const std::int32_t> list, int length) const;

 private:
  std::vector<std::int64_t> trainUsers_;
  std::vector<std::size_t> groupOf_;  // [I]
  std::vector<PopularityRecall> groups_;
};

}  // namespace marcie::rec
