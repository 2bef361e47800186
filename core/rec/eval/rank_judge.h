// From where a user's positives stand in a list to every figure of that list. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/rec/eval/ranking.h"

namespace marcie::rec {

// One positive among the candidates of a list (other positives included, itself not).
struct Standing {
  float score = 0;
  std::int64_t above = 0;  // candidates with a larger score
  std::int64_t equal = 0;  // candidates with the same score
  std::int64_t place = 0;  // 1-based in the list; candidates with equal scores are in some order
};

// One user, one list.
struct UserScores {
  bool judged = false;  // false without positives
  std::int64_t positives = 0;
  double auc = 0;  // NaN when every candidate is a positive
  double mrr = 0, map = 0;
  std::vector<AtK> at;
};

// `standings` in any order (they are sorted by place). `candidates` counts the positives, too.
[[nodiscard]] UserScores judge(std::vector<Standing>& standings, std::int64_t candidates,
                               const RankingOptions& options);

// Means over users, kept as sums.
class ScoreSums {
 public:
  explicit ScoreSums(const RankingOptions& options);
  void add(const UserScores& user);
  [[nodiscard]] RankingScores means() const;

 private:
  RankingScores sums_;
  std::int64_t aucUsers_ = 0;
};

}  // namespace marcie::rec
