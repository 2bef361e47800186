#include "core/rec/eval/smallest_removal.h"

#include <algorithm>
#include <numeric>

namespace marcie::rec {
namespace {

// Asks for places, tells how far it is, and notices the wish to stop.
class RemovalTrials {
 public:
  RemovalTrials(const PlaceWithout& ask, std::int64_t total, const data::Progress& progress, const StopToken& stop)
      : ask_(ask), total_(total), progress_(progress), stop_(stop) {}

  Result<PlaceInList> place(std::vector<std::size_t> gone) {
    if (stop_.stopRequested()) return Error{ErrorCode::cancelled, "stopped while looking for what drops it", {}, {}};
    std::sort(gone.begin(), gone.end());
    const PlaceInList found = ask_(gone);
    if (progress_) progress_(std::min(++done_, total_), total_);
    return found;
  }

 private:
  const PlaceWithout& ask_;
  std::int64_t total_, done_ = 0;
  const data::Progress& progress_;
  const StopToken& stop_;
};

// Puts back what the drop does not need, the least loss first.
Result<void> putBackNeedless(std::int64_t count, RemovalTrials& trials, SmallestRemoval& result) {
  for (std::size_t k = result.removed.size(); k-- > 0 && result.removed.size() > 1;) {
    std::vector<std::size_t> fewer = result.removed;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
    MARCIE_ASSIGN(const PlaceInList now, trials.place(fewer));
    if (now.place <= count) continue;
    result.removed = std::move(fewer);
    result.placeAfter = now.place;
  }
  return {};
}

}  // namespace

Result<SmallestRemoval> smallestRemoval(std::size_t candidates, std::int64_t count, std::size_t most,
                                        const PlaceWithout& placeWithout, const data::Progress& progress,
                                        const StopToken& stop) {
  most = std::min(most, candidates);
  RemovalTrials trials(placeWithout, static_cast<std::int64_t>(1 + candidates + 2 * most), progress, stop);
  SmallestRemoval result;
  MARCIE_ASSIGN(const PlaceInList before, trials.place({}));
  result.placeBefore = result.placeAfter = before.place;
  result.wasIn = before.place <= count;
  if (!result.wasIn || most == 0) return result;
  std::vector<PlaceInList> alone;
  for (std::size_t k = 0; k < candidates; ++k) {
    MARCIE_ASSIGN(const PlaceInList now, trials.place({k}));
    alone.push_back(now);
    result.placeAlone.push_back(now.place);
  }
  std::vector<std::size_t> order(candidates);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return alone[a].place > alone[b].place || (alone[a].place == alone[b].place && alone[a].margin < alone[b].margin);
  });
  if (alone[order.front()].place > count) {
    result.drops = true;
    result.removed = {order.front()};
    result.placeAfter = alone[order.front()].place;
    return result;
  }
  for (const std::size_t next : order) {
    const bool loses = alone[next].place > before.place || alone[next].margin < before.margin;
    if (!loses || result.removed.size() == most) break;
    result.removed.push_back(next);
    MARCIE_ASSIGN(const PlaceInList now, trials.place(result.removed));
    result.placeAfter = now.place;
    result.drops = now.place > count;
    if (result.drops) break;
  }
  if (result.drops) MARCIE_TRY(putBackNeedless(count, trials, result));
  std::sort(result.removed.begin(), result.removed.end());
  return result;
}

}  // namespace marcie::rec
