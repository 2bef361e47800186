// One user's row of scores → the user's figures in every list. For ranking.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/rec/eval/rank_judge.h"
#include "core/rec/eval/rank_kernels.h"
#include "core/rec/eval/rank_tiles.h"

namespace marcie::rec {

enum ListKind : std::size_t { kColdList, kWarmList, kAllList, kColdInAllList, kLists };

// What all users share.
struct RankingWorld {
  const RankingOptions* options = nullptr;
  const PositiveLists* positives = nullptr;  // of the judged part
  const PositiveLists* known = nullptr;      // left out of the candidates
  const PositiveLists* notDrawn = nullptr;   // never drawn as negatives: all parts
  const ItemOrder* order = nullptr;
  std::vector<std::int32_t> pool;  // places that negatives are drawn from
  std::uint64_t seed = 1;
};

struct UserOutcome {
  // Full ranking: one entry. Drawn candidates: one per draw.
  std::vector<std::array<UserScores, kLists>> draws;
  std::vector<std::int32_t> best;  // items, best first
};

// Not thread-safe: one for each thread. Writes into the row.
class UserRanker {
 public:
  explicit UserRanker(const RankingWorld& world);
  [[nodiscard]] UserOutcome rank(std::int32_t user, float* row);

 private:
  struct Positive {
    std::int32_t place = 0;
    float score = 0;
  };
  void hideKnown(std::int32_t user, float* row);
  void standInFull(const float* row, std::array<std::vector<Standing>, kLists>& lists);
  void placeTies(const float* row, std::int64_t begin, std::int64_t end, std::span<const Positive> skipped,
                 std::vector<Standing>& list, std::span<const Positive> owners) const;
  void rankDrawn(std::int32_t user, const float* row, int draw, std::array<UserScores, kLists>& scores);
  void drawNegatives(std::int32_t user, const float* row, int draw);
  [[nodiscard]] std::uint64_t tieKey(std::int64_t place) const;

  const RankingWorld& world_;
  BestOfRow best_;
  std::vector<Positive> positives_;
  std::array<std::int64_t, 3> candidates_{};  // warm, others, cold
  std::vector<Positive> drawn_;
  std::vector<float> thresholds_;
  std::vector<std::int64_t> above_, equal_;
  std::vector<std::uint32_t> stamp_;  // [I] the draw that last took the place
  std::uint32_t stampNow_ = 0;
};

}  // namespace marcie::rec
