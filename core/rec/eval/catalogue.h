// What recommended lists are like beside being right: coverage, novelty, popularity, room for cold items.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/rec/eval/ranking.h"

namespace marcie::rec {

class CatalogueSums {
 public:
  // `trainUsers`: [I] users who had the item in training. `cold`: [I], 1 for cold items of the judged part.
  CatalogueSums(std::vector<int> ks, std::vector<std::int64_t> trainUsers, std::vector<char> cold, std::int64_t users);

  // `list`: items of one user, best first, as many as the largest K where there are as many.
  // `known`: the user's items in training.
  void add(std::span<const std::int32_t> list, std::span<const std::int32_t> known);
  // One per K. Values are NaN when no list was added; the lift also when no user had training items.
  [[nodiscard]] std::vector<CatalogueReport> report() const;

 private:
  struct Sums {
    double novelty = 0, popularity = 0, lift = 0;
    std::int64_t places = 0, coldPlaces = 0, lifted = 0;
    std::vector<std::int64_t> listed;  // [I] how often
  };
  std::vector<int> ks_;
  std::vector<std::int64_t> trainUsers_;
  std::vector<char> cold_;
  double users_;
  std::vector<Sums> sums_;
};

}  // namespace marcie::rec
