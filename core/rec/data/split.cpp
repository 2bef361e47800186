#include "core/rec/data/split.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/base/strings.h"
#include "core/data/content_hash.h"
#include "core/options/json.h"
#include "core/rec/data/split_making.h"

namespace marcie::rec {
namespace {

constexpr std::size_t kShownUsers = 5;

RecProtocol chosenProtocol(const RecData& data, const SplitOptions& options) {
  if (options.protocol != RecProtocol::automatic) return options.protocol;
  if (!data.given.empty()) return RecProtocol::given;
  const bool marked =
      std::any_of(data.items.begin(), data.items.end(), [](const Item& item) { return item.markedCold; });
  return marked ? RecProtocol::markedCold : RecProtocol::coldItems;
}

// Where a protocol says which items are cold, a warm one may still lose all its interactions to the test.
void noteUntrainedItems(const RecData& data, RecSplit& split) {
  std::vector<char> trained(data.items.size(), 0);
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    if (split.ofInteraction[k] == Part::train) trained[static_cast<std::size_t>(data.interactions[k].item)] = 1;
  }
  RecProblem untrained{
      "untrainedItem", "items that count as warm but have no training interaction: they stay in the warm list", 0, {}};
  for (std::size_t i = 0; i < trained.size(); ++i) {
    if (trained[i] != 0 || split.ofItem[i] != ItemState::warm) continue;
    ++untrained.count;
    if (untrained.examples.size() < kShownUsers) untrained.examples.push_back(data.items[i].id);
  }
  if (untrained.count > 0) split.problems.push_back(std::move(untrained));
}

void noteOddities(const RecData& data, RecSplit& split) {
  std::vector<char> trained(data.users.size(), 0);
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    if (split.ofInteraction[k] == Part::train) trained[static_cast<std::size_t>(data.interactions[k].user)] = 1;
  }
  RecProblem untrained{"untrainedUser", "users without a training item: nothing is known of them", 0, {}};
  for (std::size_t u = 0; u < trained.size(); ++u) {
    if (trained[u] != 0) continue;
    ++untrained.count;
    if (untrained.examples.size() < kShownUsers) untrained.examples.push_back(data.users[u]);
  }
  if (untrained.count > 0) split.problems.push_back(std::move(untrained));
  noteUntrainedItems(data, split);
  for (const Part part : {Part::validation, Part::test}) {
    const char* name = part == Part::test ? "test" : "validation";
    std::int64_t cold = 0;
    for (const ItemState state : split.ofItem) cold += isColdIn(state, part) ? 1 : 0;
    if (cold == 0) {
      split.problems.push_back(
          {"noCold", std::string("there are no cold items in ") + name + ": nothing cold can be judged", 1, {}});
    }
    if (split.count(part) == 0) {
      split.problems.push_back({"emptyPart", std::string("there are no interactions for ") + name, 1, {}});
    }
  }
}

std::string fingerprintOf(const RecData& data) {
  data::Fingerprint print;
  for (const auto& user : data.users) print.add(user);
  for (const auto& item : data.items) print.add(item.id);
  for (const auto& one : data.interactions) {
    print.add((static_cast<std::uint64_t>(static_cast<std::uint32_t>(one.user)) << 32U) |
              static_cast<std::uint32_t>(one.item));
  }
  return print.hex();
}

template <class T>
std::string digitsOf(const std::vector<T>& values) {
  std::string text;
  text.reserve(values.size());
  for (const T value : values) text += static_cast<char>('0' + static_cast<int>(value));
  return text;
}

template <class T>
bool fromDigits(const std::string& text, std::size_t count, int largest, std::vector<T>& values) {
  if (text.size() != count) return false;
  values.clear();
  for (const char c : text) {
    if (c < '0' || c > '0' + largest) return false;
    values.push_back(static_cast<T>(c - '0'));
  }
  return true;
}

}  // namespace

std::int64_t RecSplit::count(Part part) const {
  return std::count(ofInteraction.begin(), ofInteraction.end(), part);
}

std::vector<std::uint8_t> RecSplit::warmMask() const {
  std::vector<std::uint8_t> mask;
  mask.reserve(ofItem.size());
  for (const ItemState state : ofItem) mask.push_back(state == ItemState::warm ? 1 : 0);
  return mask;
}

Result<RecSplit> makeSplit(const RecData& data, const SplitOptions& options, std::uint64_t seed) {
  Problems problems;
  validate(options, problems);
  MARCIE_TRY(problems.toResult());
  RecSplit split;
  split.protocol = chosenProtocol(data, options);
  split.seed = seed;
  split.ofInteraction.assign(data.interactions.size(), Part::train);
  split.ofItem.assign(data.items.size(), ItemState::warm);
  SplitMaker maker(data, options, seed, split);
  MARCIE_TRY(maker.make());
  if (split.count(Part::train) == 0) {
    return Error{ErrorCode::data,
                 "nothing is left for training",
                 "Keep less for validation and test, or choose another protocol",
                 {}};
  }
  noteOddities(data, split);
  return split;
}

std::string splitToJson(const RecData& data, const RecSplit& split) {
  Json json{{"data", fingerprintOf(data)},
            {"protocol", std::string(enumKey(split.protocol))},
            {"seed", split.seed},
            {"origin", split.origin},
            {"interactions", digitsOf(split.ofInteraction)},
            {"items", digitsOf(split.ofItem)}};
  return dumpJson(json, 1);
}

Result<RecSplit> splitFromJson(const RecData& data, const std::string& text) {
  MARCIE_ASSIGN(const Json json, parseJsonText(text));
  const auto damaged = [](const std::string& what) {
    return Error{ErrorCode::format, "the saved split is not usable: " + what, "Make the split again", {}};
  };
  if (!json.is_object()) return damaged("it is no object");
  for (const char* key : {"data", "protocol", "origin", "interactions", "items"}) {
    if (!json.contains(key) || !json[key].is_string()) return damaged(std::string("it has no ") + key);
  }
  if (json["data"].get<std::string>() != fingerprintOf(data)) {
    return Error{ErrorCode::data,
                 "the saved split was made for other data",
                 "Use the data it was made for, or make it again",
                 {}};
  }
  RecSplit split;
  bool known = false;
  for (const auto& entry : EnumTable<RecProtocol>::entries) {
    if (entry.key == json["protocol"].get<std::string>()) split.protocol = entry.value, known = true;
  }
  if (!known) return damaged("its protocol is not known");
  if (json.contains("seed") && json["seed"].is_number_unsigned()) split.seed = json["seed"].get<std::uint64_t>();
  split.origin = json["origin"].get<std::string>();
  if (!fromDigits(json["interactions"].get<std::string>(), data.interactions.size(), static_cast<int>(Part::unused),
                  split.ofInteraction) ||
      !fromDigits(json["items"].get<std::string>(), data.items.size(), static_cast<int>(ItemState::unrated),
                  split.ofItem)) {
    return damaged("it has another number of interactions or items");
  }
  noteOddities(data, split);
  return split;
}

PositiveLists::PositiveLists(const RecData& data, const RecSplit& split, std::span<const Part> parts) {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    if (std::find(parts.begin(), parts.end(), split.ofInteraction[k]) == parts.end()) continue;
    pairs.emplace_back(data.interactions[k].user, data.interactions[k].item);
  }
  build(data.userCount(), std::move(pairs));
}

PositiveLists::PositiveLists(std::int64_t users, std::span<const std::pair<std::int32_t, std::int32_t>> pairs) {
  build(users, {pairs.begin(), pairs.end()});
}

void PositiveLists::build(std::int64_t users, std::vector<std::pair<std::int32_t, std::int32_t>> pairs) {
  // Interactions come by user: then only each user's own items are out of order.
  const auto byUser = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (std::is_sorted(pairs.begin(), pairs.end(), byUser)) {
    for (auto begin = pairs.begin(); begin != pairs.end();) {
      auto end = begin;
      while (end != pairs.end() && end->first == begin->first) ++end;
      std::sort(begin, end);
      begin = end;
    }
  } else {
    std::sort(pairs.begin(), pairs.end());
  }
  offsets_.assign(static_cast<std::size_t>(users) + 1, 0);
  slots_.assign(static_cast<std::size_t>(users) + 1, 0);
  items_.reserve(pairs.size());
  for (const auto& [user, item] : pairs) {
    ++offsets_[static_cast<std::size_t>(user) + 1];
    items_.push_back(item);
  }
  std::partial_sum(offsets_.begin(), offsets_.end(), offsets_.begin());
  for (std::size_t u = 0; u < static_cast<std::size_t>(users); ++u) {
    const std::int64_t count = offsets_[u + 1] - offsets_[u];
    std::int64_t room = 1;
    while (room < 2 * count) room *= 2;
    slots_[u + 1] = slots_[u] + room;
  }
  table_.assign(static_cast<std::size_t>(slots_.back()), -1);
  for (const auto& [user, item] : pairs) {
    const auto u = static_cast<std::size_t>(user);
    const auto mask = static_cast<std::uint32_t>(slots_[u + 1] - slots_[u]) - 1U;
    std::uint32_t at = hash(item) & mask;
    while (table_[static_cast<std::size_t>(slots_[u]) + at] >= 0) at = (at + 1) & mask;
    table_[static_cast<std::size_t>(slots_[u]) + at] = item;
  }
}

}  // namespace marcie::rec
