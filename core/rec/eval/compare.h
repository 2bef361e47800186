// Is one recommender better than another? The same users, paired.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/rec/eval/ranking.h"

namespace marcie::rec {

enum class UserFigure { auc, ndcg, recall, reciprocalRank };

struct UserComparison {
  std::int64_t users = 0;        // judged in both
  double first = 0, second = 0;  // means over these users
  double difference = 0;         // second - first
  double low = 0, high = 0;      // 95 % interval of the difference, by a paired bootstrap over users (and seeds)
  double bootstrap = 0;          // its two-sided p
  double tTest = 0;              // paired, two-sided
  double wilcoxon = 0;           // signed ranks, exact; NaN for more than kMostForWilcoxon users
  double better = 0, worse = 0;  // shares of users; the rest is equal
};
inline constexpr std::int64_t kMostForWilcoxon = 400;

// Rows of a report with options.perUser, one list each for every seed: first[s] and second[s] are of the same seed. A
// user that is missing or undefined in one of the two is left out of that seed. Tests other than the bootstrap are over
// the users' means over seeds. NaN where nothing can be said.
[[nodiscard]] UserComparison compareUsers(std::span<const std::vector<UserRow>> first,
                                          std::span<const std::vector<UserRow>> second, UserFigure figure,
                                          std::uint64_t seed = 1);

}  // namespace marcie::rec
