#include "core/rec/eval/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/metrics/statistics.h"

namespace marcie::rec {
namespace {

double figureOf(const UserRow& row, UserFigure figure) {
  switch (figure) {
    case UserFigure::auc:
      return row.auc;
    case UserFigure::ndcg:
      return row.ndcg;
    case UserFigure::recall:
      return row.recall;
    case UserFigure::reciprocalRank:
      return row.reciprocalRank;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

struct UserSums {
  double first = 0, second = 0;
  int seeds = 0;
};

}  // namespace

UserComparison compareUsers(std::span<const std::vector<UserRow>> first, std::span<const std::vector<UserRow>> second,
                            UserFigure figure, std::uint64_t seed) {
  std::map<std::int32_t, UserSums> users;
  std::vector<metrics::PairedScores> seeds;
  for (std::size_t s = 0; s < std::min(first.size(), second.size()); ++s) {
    std::map<std::int32_t, double> before;
    for (const UserRow& row : first[s]) before[row.user] = figureOf(row, figure);
    metrics::PairedScores& pairs = seeds.emplace_back();
    for (const UserRow& row : second[s]) {
      const auto found = before.find(row.user);
      const double value = figureOf(row, figure);
      if (found == before.end() || std::isnan(found->second) || std::isnan(value)) continue;
      // The bootstrap speaks of a - b.
      pairs.a.push_back(value);
      pairs.b.push_back(found->second);
      UserSums& sums = users[row.user];
      sums.first += found->second;
      sums.second += value;
      ++sums.seeds;
    }
  }
  std::erase_if(seeds, [](const auto& pairs) { return pairs.a.empty(); });
  std::vector<double> differences;
  UserComparison result;
  for (const auto& [user, sums] : users) {
    result.first += sums.first / sums.seeds;
    result.second += sums.second / sums.seeds;
    differences.push_back((sums.second - sums.first) / sums.seeds);
    result.better += differences.back() > 0 ? 1 : 0;
    result.worse += differences.back() < 0 ? 1 : 0;
  }
  result.users = static_cast<std::int64_t>(users.size());
  const auto n = static_cast<double>(users.size());
  for (double* value : {&result.first, &result.second, &result.better, &result.worse}) *value /= n;  // 0 / 0 is NaN
  result.difference = result.second - result.first;
  const auto bootstrap = metrics::pairedBootstrap(seeds, {.seed = seed});
  result.low = bootstrap.low;
  result.high = bootstrap.high;
  result.bootstrap = bootstrap.p;
  result.tTest = metrics::pairedTTest(differences);
  result.wilcoxon = result.users <= kMostForWilcoxon ? metrics::wilcoxonSignedRank(differences)
                                                     : std::numeric_limits<double>::quiet_NaN();
  return result;
}

}  // namespace marcie::rec
