// Interactions divided into training, validation and test, and which items are cold. Seeded; the same data, options and
// seed give the same split on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/rec/data/interactions.h"

namespace marcie::rec {

using SplitOptions = RecSplitOptions;

// `unrated`: an item without interactions. It competes among all items and is in neither the cold nor the warm list.
enum class ItemState : std::uint8_t { warm, coldValidation, coldTest, coldBoth, unrated };
[[nodiscard]] constexpr bool isCold(ItemState state) {
  return state == ItemState::coldValidation || state == ItemState::coldTest || state == ItemState::coldBoth;
}
// True when the item stands in the cold list of that part.
[[nodiscard]] constexpr bool isColdIn(ItemState state, Part part) {
  return state == ItemState::coldBoth || (part == Part::test && state == ItemState::coldTest) ||
         (part == Part::validation && state == ItemState::coldValidation);
}

struct RecSplit {
  std::vector<Part> ofInteraction;                // one per RecData::interactions
  std::vector<ItemState> ofItem;                  // one per RecData::items
  RecProtocol protocol = RecProtocol::automatic;  // what was chosen; never `automatic`
  std::uint64_t seed = 0;
  std::string origin;                // a sentence on how it was made
  std::vector<RecProblem> problems;  // users without training items, an empty cold set, …
  [[nodiscard]] std::int64_t count(Part part) const;
  // 1 for warm items: where features and annotations may be fitted. [I]
  [[nodiscard]] std::vector<std::uint8_t> warmMask() const;
};

// Errors: data (no times for a split by time, no parts for `given`, nothing left for training), option.
[[nodiscard]] Result<RecSplit> makeSplit(const RecData& data, const SplitOptions& options, std::uint64_t seed);

// To and from JSON text, checked against the data by a fingerprint of ids. Errors of parsing: format, data.
[[nodiscard]] std::string splitToJson(const RecData& data, const RecSplit& split);
[[nodiscard]] Result<RecSplit> splitFromJson(const RecData& data, const std::string& json);

// The items of each user in one or several parts. Membership is a look-up in a small hash table of the user.
class PositiveLists {
 public:
  PositiveLists() = default;
  PositiveLists(const RecData& data, const RecSplit& split, std::span<const Part> parts);
  PositiveLists(const RecData& data, const RecSplit& split, Part part)
      : PositiveLists(data, split, std::span<const Part>(&part, 1)) {}
  // `pairs`: (user, item), any order, without repeats.
  PositiveLists(std::int64_t users, std::span<const std::pair<std::int32_t, std::int32_t>> pairs);

  [[nodiscard]] std::int64_t users() const { return static_cast<std::int64_t>(offsets_.size()) - 1; }
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(items_.size()); }
  [[nodiscard]] const std::vector<std::int64_t>& offsets() const { return offsets_; }  // [U + 1]
  [[nodiscard]] const std::vector<std::int32_t>& items() const { return items_; }      // ascending within a user
  [[nodiscard]] std::span<const std::int32_t> of(std::int32_t user) const {
    const auto u = static_cast<std::size_t>(user);
    return {items_.data() + offsets_[u], static_cast<std::size_t>(offsets_[u + 1] - offsets_[u])};
  }
  [[nodiscard]] bool contains(std::int32_t user, std::int32_t item) const {
    const auto u = static_cast<std::size_t>(user);
    const std::int64_t first = slots_[u];
    const auto mask = static_cast<std::uint32_t>(slots_[u + 1] - first) - 1U;
    for (std::uint32_t at = hash(item) & mask;; at = (at + 1) & mask) {
      const std::int32_t found = table_[static_cast<std::size_t>(first) + at];
      if (found == item) return true;
      if (found < 0) return false;
    }
  }

 private:
  [[nodiscard]] static std::uint32_t hash(std::int32_t item) {
    const std::uint32_t mixed = static_cast<std::uint32_t>(item) * 0x9E3779B1U;
    return mixed ^ (mixed >> 15U);
  }
  void build(std::int64_t users, std::vector<std::pair<std::int32_t, std::int32_t>> pairs);

  std::vector<std::int64_t> offsets_{0}, slots_{0};
  std::vector<std::int32_t> items_, table_;  // table: power of two per user, at least half empty; -1 = free
};

}  // namespace marcie::rec
