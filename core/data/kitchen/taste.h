// Users of the kitchen world: taste over ingredients, a part that no picture explains, and popularity.
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/kitchen/world.h"

namespace marcie::data {

struct Interaction {
  int user = 0;
  int item = 0;
  int time = 0;  // order within the user, from 0
};

struct KitchenTaste {
  std::vector<Interaction> interactions;  // by user, then time
  std::vector<bool> cold;                 // per item: kept out of training by whoever evaluates on new items
};

// Items are the pictures' ingredient lists. Utility = taste · ingredients / √(mean number of ingredients) + 0.3 × a
// rank-8 part, all × 2, + popularity ~ N(0, 1); each user takes the 20 best after adding Gumbel noise.
[[nodiscard]] KitchenTaste makeKitchenTaste(const std::vector<std::vector<int>>& items, int ingredientCount, int users,
                                            std::uint64_t seed);

}  // namespace marcie::data
