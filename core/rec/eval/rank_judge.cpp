#include "core/rec/eval/rank_judge.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace marcie::rec {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

double discount(std::int64_t place) {
  return 1 / std::log2(static_cast<double>(place) + 1);
}
// r₁ + Σ_{i≥2} r_i / log₂ i
double lineageDiscount(std::int64_t place) {
  return place < 2 ? 1 : 1 / std::log2(static_cast<double>(place));
}

double ndcgAt(const std::vector<Standing>& sorted, std::int64_t hits, int k, NdcgVariant variant) {
  double gained = 0;
  double best = 0;
  if (variant == NdcgVariant::lineage) {
    for (std::int64_t i = 0; i < hits; ++i) {
      gained += lineageDiscount(sorted[static_cast<std::size_t>(i)].place);
      best += lineageDiscount(i + 1);
    }
    return hits > 0 ? gained / best : 0;
  }
  for (std::int64_t i = 0; i < hits; ++i) gained += discount(sorted[static_cast<std::size_t>(i)].place);
  const auto most = std::min<std::int64_t>(k, static_cast<std::int64_t>(sorted.size()));
  for (std::int64_t i = 1; i <= most; ++i) best += discount(i);
  return gained / best;
}

AtK figuresAt(const std::vector<Standing>& sorted, int k, NdcgVariant variant) {
  AtK at;
  at.k = k;
  std::int64_t hits = 0;
  for (const Standing& one : sorted) hits += one.place <= k ? 1 : 0;
  at.precision = static_cast<double>(hits) / k;
  at.recall = static_cast<double>(hits) / static_cast<double>(sorted.size());
  at.f1 = hits > 0 ? 2 * at.precision * at.recall / (at.precision + at.recall) : 0;
  at.hitRate = hits > 0 ? 1 : 0;
  at.ndcg = ndcgAt(sorted, hits, k, variant);
  return at;
}

// Share of (positive, negative) pairs in the right order; a tie counts half, or nothing.
double aucOf(std::vector<Standing>& standings, std::int64_t negatives, bool tiesLose) {
  if (negatives <= 0) return kUndefined;
  std::sort(standings.begin(), standings.end(), [](const Standing& a, const Standing& b) { return a.score > b.score; });
  double won = 0;
  for (std::size_t begin = 0; begin < standings.size();) {
    std::size_t end = begin;
    while (end < standings.size() && standings[end].score == standings[begin].score) ++end;
    const auto same = static_cast<std::int64_t>(end - begin);
    const std::int64_t above = standings[begin].above - static_cast<std::int64_t>(begin);
    const std::int64_t tied = standings[begin].equal - (same - 1);
    const double each =
        static_cast<double>(negatives - above - tied) + (tiesLose ? 0 : 0.5 * static_cast<double>(tied));
    won += each * static_cast<double>(same);
    begin = end;
  }
  return won / static_cast<double>(negatives) / static_cast<double>(standings.size());
}

}  // namespace

UserScores judge(std::vector<Standing>& standings, std::int64_t candidates, const RankingOptions& options) {
  UserScores user;
  if (standings.empty()) return user;
  user.judged = true;
  user.positives = static_cast<std::int64_t>(standings.size());
  user.auc = aucOf(standings, candidates - user.positives, options.tiesLose);
  std::sort(standings.begin(), standings.end(), [](const Standing& a, const Standing& b) { return a.place < b.place; });
  user.mrr = 1 / static_cast<double>(standings.front().place);
  for (std::size_t j = 0; j < standings.size(); ++j) {
    user.map += static_cast<double>(j + 1) / static_cast<double>(standings[j].place);
  }
  user.map /= static_cast<double>(standings.size());
  for (const int k : options.ks) user.at.push_back(figuresAt(standings, k, options.ndcg));
  return user;
}

ScoreSums::ScoreSums(const RankingOptions& options) {
  for (const int k : options.ks) sums_.at.push_back({k});
}

void ScoreSums::add(const UserScores& user) {
  if (!user.judged) return;
  ++sums_.users;
  sums_.positives += user.positives;
  if (!std::isnan(user.auc)) {
    ++aucUsers_;
    sums_.auc += user.auc;
  }
  sums_.mrr += user.mrr;
  sums_.map += user.map;
  for (std::size_t i = 0; i < sums_.at.size(); ++i) {
    for (const auto figure : kFiguresAtK) sums_.at[i].*figure += user.at[i].*figure;
  }
}

RankingScores ScoreSums::means() const {
  RankingScores means = sums_;
  const auto over = [](double& value, std::int64_t users) {
    value = users > 0 ? value / static_cast<double>(users) : kUndefined;
  };
  over(means.auc, aucUsers_);
  over(means.mrr, sums_.users);
  over(means.map, sums_.users);
  for (AtK& at : means.at) {
    for (const auto figure : kFiguresAtK) over(at.*figure, sums_.users);
  }
  return means;
}

}  // namespace marcie::rec
