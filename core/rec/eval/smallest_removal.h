// The smallest thing whose removal drops an item from the first places of a list.
//
// Knows no model: what is removed and what place follows is the caller's business. Removals are thought of as a user's
// history and an item's annotations.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/parallel.h"

namespace marcie::rec {

// Where an item stands. `margin`: its score less that of the item it must not fall behind, the last of the others that
// fit beside it into the first places; tells apart what leaves the place as it is.
struct PlaceInList {
  std::int64_t place = 0;  // 1 = first
  double margin = 0;
};
// The item's place when these candidates (ascending) are gone.
using PlaceWithout = std::function<PlaceInList(std::span<const std::size_t> gone)>;

struct SmallestRemoval {
  bool wasIn = false;                // it stood among the first places at all; else nothing was tried
  bool drops = false;                // `removed` puts it out of them
  std::vector<std::size_t> removed;  // ascending; what was tried together at last when nothing drops it
  std::int64_t placeBefore = 0, placeAfter = 0;
  std::vector<std::int64_t> placeAlone;  // of each candidate removed alone; empty when nothing was tried
};

// Tries each of the `candidates` alone; of those that drop the item out of the first `count` places the one that throws
// it furthest is the answer. When none does, candidates are taken together, the greatest loss first, up to `most` of
// them, until it drops; what then turns out not to be needed is put back. No smaller part of the answer drops the item,
// but another combination of the same size or less may.
// Calls placeWithout 1 + candidates + 2 × most times at most. Errors: cancelled, and those that placeWithout throws.
[[nodiscard]] Result<SmallestRemoval> smallestRemoval(std::size_t candidates, std::int64_t count, std::size_t most,
                                                      const PlaceWithout& placeWithout,
                                                      const data::Progress& progress = {}, const StopToken& stop = {});

}  // namespace marcie::rec
