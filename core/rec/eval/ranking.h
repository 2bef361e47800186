// Ranking evaluation over the whole catalogue: users are taken in tiles, their scores of all items are computed, judged
// and forgotten. The scores of the whole world never exist at once.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/parallel.h"
#include "core/options/json.h"
#include "core/rec/data/interactions.h"
#include "core/rec/data/split.h"

namespace marcie::rec {

using RankingOptions = RecRankingOptions;

// Scores of all items for some users: [B, I] float32 on the CPU. Called by one thread at a time.
using ScoreTile = std::function<at::Tensor(std::span<const std::int32_t> users)>;
// score(u, i) = users[u] · items[i] + itemBias[i]: the fast path.
struct FactoredScores {
  at::Tensor users;     // [U, d] float32
  at::Tensor items;     // [I, d] float32
  at::Tensor itemBias;  // [I] float32, or undefined
};
using Scorer = std::variant<FactoredScores, ScoreTile>;

struct AtK {
  int k = 0;
  double precision = 0, recall = 0, f1 = 0, ndcg = 0, hitRate = 0;
};
inline constexpr std::array kFiguresAtK{&AtK::precision, &AtK::recall, &AtK::f1, &AtK::ndcg, &AtK::hitRate};
// Means over users. All NaN when there are none.
struct RankingScores {
  std::int64_t users = 0;      // with at least one positive in the list
  std::int64_t positives = 0;  // of these users
  double auc = 0;              // mid-ranks: a tie counts half
  double mrr = 0;              // 1 / rank of the first positive
  double map = 0;              // mean average precision over the whole list
  std::vector<AtK> at;         // one per K of the options
};
// Users apart by how much is known of them.
struct ListReport {
  std::string name;             // "cold", "warm", "all", "coldInAll"
  std::int64_t candidates = 0;  // items in the list
  std::string empty;            // why there is nothing to judge; empty when there is
  RankingScores total, coldUsers, denseUsers;
  std::vector<RankingScores> draws;  // `total` of each draw, where candidates are drawn
};
// What the recommended lists are like, by list length.
struct CatalogueReport {
  int k = 0;
  double coverage = 0;    // share of items that stand in somebody's list
  double novelty = 0;     // mean of -log2(share of users who had the item in training), bits; unseen items as 1 user
  double popularity = 0;  // mean number of training users of listed items
  double popularityLift =
      0;                    // the same divided by its mean over the user's own training items: 1 = as popular as usual
  double coldExposure = 0;  // share of list places that cold items take
  double gini = 0;          // of how often each item is listed: 0 = all equally often
};
// How many held-out items of about the same popularity stand among the first of all items in their users' lists.
struct PopularityRecall {
  std::int64_t fromUsers = 0, toUsers = 0;  // who had such an item in training; 0: nobody
  std::int64_t items = 0;
  std::int64_t positives = 0, hits = 0;
  // NaN where nothing was held out.
  [[nodiscard]] double recall() const { return static_cast<double>(hits) / static_cast<double>(positives); }
};
// One user in one list; NaN where the user has no positive there.
struct UserRow {
  std::int32_t user = 0;
  std::int64_t positives = 0;
  double auc = 0, ndcg = 0, recall = 0, reciprocalRank = 0;  // ndcg and recall at the K of RankingReport::rowK
  double listPopularity = 0;  // of the list over all items: mean number of training users of its first rowK items
};
struct RankingReport {
  Part part = Part::test;
  ListReport cold, warm, all;                  // cold among cold, warm among warm, all among all
  ListReport coldInAll;                        // cold positives among all items
  std::vector<CatalogueReport> catalogue;      // over all items
  std::vector<PopularityRecall> byPopularity;  // over all items, at rowK
  std::string setting;  // "full ranking of 1,979 items" or "500 drawn items of training, 5 draws": printed on tables
  std::vector<std::string> warnings;
  int rowK = 20;
  std::vector<UserRow> coldRows, warmRows, allRows;  // options.perUser
};

// `data` and `split` say which items are positives of `part`, which are known before, and which are cold.
// Errors: data (shapes that do not fit, scores that are not finite: names user and item), option (draws or Ks),
// cancelled.
[[nodiscard]] Result<RankingReport> evaluateRanking(const Scorer& scorer, const RecData& data, const RecSplit& split,
                                                    Part part, const RankingOptions& options, std::uint64_t seed = 1,
                                                    const data::Progress& progress = {}, const StopToken& stop = {});

// {"cold":{"auc":…,"recall@20":…,…,"coldUsers":{…},"denseUsers":{…}},"warm":{…},"all":{…},"coldInAll":{…},…}. An empty
// list is {"empty": "why"}.
[[nodiscard]] Json rankingJson(const RankingReport& report);

struct Recommended {
  std::int32_t item = 0;
  float score = 0;
};
// The best `count` items of each user, best first, ties by the smaller index; items of `known` are left out when it is
// given, and those with mask 0 when a mask [I] is given. Exact. One tiled product and a threshold filter.
[[nodiscard]] Result<std::vector<std::vector<Recommended>>> topItems(const Scorer& scorer,
                                                                     std::span<const std::int32_t> users,
                                                                     std::int64_t items, int count,
                                                                     const PositiveLists* known = nullptr,
                                                                     std::span<const std::uint8_t> mask = {},
                                                                     int threads = 0, const StopToken& stop = {});

}  // namespace marcie::rec
