// Scores of a few users at a time, items in an order that makes every list one stretch of the row. For ranking.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/rec/eval/ranking.h"

namespace marcie::rec {

// Items as [warm | others | cold of the part], each stretch in an order drawn from the seed, so that equal scores
// favour nobody.
struct ItemOrder {
  std::vector<std::int64_t> items;  // place → item
  std::vector<std::int32_t> place;  // item → place
  std::int64_t warmEnd = 0, coldBegin = 0;
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(items.size()); }
};
[[nodiscard]] ItemOrder orderItems(const RecSplit& split, Part part, std::uint64_t seed);
// As they are.
[[nodiscard]] ItemOrder plainOrder(std::int64_t items);

class ScoreTiles {
 public:
  // Keeps a reference to `scorer`. Errors: data (shapes that do not fit).
  [[nodiscard]] static Result<ScoreTiles> open(const Scorer& scorer, std::int64_t users, const ItemOrder& order);

  // Users that make a tile: bounded by memory, whatever the number of users and items.
  [[nodiscard]] std::int64_t tileUsers() const { return tileUsers_; }
  // [B, I] float32 in the order of items, to be written to. Valid until the next call. Errors: data.
  [[nodiscard]] Result<float*> scores(std::span<const std::int32_t> users);

 private:
  ScoreTiles(const Scorer& scorer, std::int64_t items) : scorer_(&scorer), items_(items) {}

  const Scorer* scorer_;
  std::int64_t items_;
  std::int64_t tileUsers_ = 1;
  at::Tensor order_;       // [I] int64, undefined for the plain order
  at::Tensor transposed_;  // factored: [d (+ 1), I], a view of the ordered rows
  at::Tensor users_;       // factored: [U, d] float32
  bool hasBias_ = false;
  at::Tensor tile_;
};

// at::set_num_threads for the life of the object; 0 changes nothing.
class ThreadCount {
 public:
  explicit ThreadCount(int threads);
  ~ThreadCount();
  ThreadCount(const ThreadCount&) = delete;
  ThreadCount& operator=(const ThreadCount&) = delete;

 private:
  int before_ = 0;
};

}  // namespace marcie::rec
