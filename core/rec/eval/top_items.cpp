#include <algorithm>
#include <limits>

#include <torch/torch.h>

#include "core/rec/eval/rank_kernels.h"
#include "core/rec/eval/rank_tiles.h"
#include "core/rec/eval/ranking.h"

namespace marcie::rec {

Result<std::vector<std::vector<Recommended>>> topItems(const Scorer& scorer, std::span<const std::int32_t> users,
                                                       std::int64_t items, int count, const PositiveLists* known,
                                                       std::span<const std::uint8_t> mask, int threads,
                                                       const StopToken& stop) {
  if (count < 1) return Error{ErrorCode::option, "the list must have at least one place", "Ask for 1 or more", {}};
  if (!mask.empty() && static_cast<std::int64_t>(mask.size()) != items) {
    return Error{ErrorCode::data, "the mask has another number of items", {}, {}};
  }
  constexpr float kHiddenScore = -std::numeric_limits<float>::infinity();
  const ThreadCount threadCount(threads);
  const ItemOrder order = plainOrder(items);
  const auto* factored = std::get_if<FactoredScores>(&scorer);
  const std::int64_t userCount = factored != nullptr && factored->users.defined() ? factored->users.size(0) : 0;
  MARCIE_ASSIGN(ScoreTiles tiles, ScoreTiles::open(scorer, userCount, order));
  std::vector<std::vector<Recommended>> lists(users.size());
  const auto total = static_cast<std::int64_t>(users.size());
  for (std::int64_t begin = 0; begin < total; begin += tiles.tileUsers()) {
    if (stop.stopRequested()) return Error{ErrorCode::cancelled, "stopped while ranking", {}, {}};
    const auto tile = users.subspan(static_cast<std::size_t>(begin),
                                    static_cast<std::size_t>(std::min(tiles.tileUsers(), total - begin)));
    MARCIE_ASSIGN(float* scores, tiles.scores(tile));
    at::parallel_for(0, static_cast<std::int64_t>(tile.size()), 4, [&](std::int64_t from, std::int64_t to) {
      BestOfRow best(count);
      for (std::int64_t k = from; k < to; ++k) {
        float* row = scores + k * items;
        for (std::size_t i = 0; i < mask.size(); ++i) row[i] = mask[i] != 0 ? row[i] : kHiddenScore;
        if (known != nullptr) {
          for (const std::int32_t item : known->of(tile[static_cast<std::size_t>(k)])) row[item] = kHiddenScore;
        }
        auto& list = lists[static_cast<std::size_t>(begin + k)];
        for (const auto& [score, item] : best.find(row, items)) list.push_back({item, score});
      }
    });
  }
  return lists;
}

}  // namespace marcie::rec
