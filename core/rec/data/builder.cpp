#include "core/rec/data/builder.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/base/strings.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kExamples = 5;

template <class Map>
std::int32_t indexIn(Map& map, std::string_view id) {
  const auto found = map.find(id);
  if (found != map.end()) return found->second;
  const auto index = static_cast<std::int32_t>(map.size());
  map.emplace(std::string(id), index);
  return index;
}

}  // namespace

std::int32_t RecBuilder::user(std::string_view id) {
  const std::int32_t index = indexIn(users_, id);
  if (index == static_cast<std::int32_t>(data_.users.size())) data_.users.emplace_back(id);
  return index;
}

std::optional<std::int32_t> RecBuilder::listItem(std::string_view id, const std::string& where) {
  const std::int32_t index = indexIn(items_, id);
  if (index < static_cast<std::int32_t>(data_.items.size())) {
    if (listed_[static_cast<std::size_t>(index)] != 0) {
      problem("duplicateItem", "items that the list has twice: the first one counts",
              where + ": '" + std::string(id) + "'");
      return {};
    }
  } else {
    data_.items.push_back({std::string(id), std::string(id), {}, {}, false});
    listed_.push_back(0);
  }
  listed_[static_cast<std::size_t>(index)] = 1;
  return index;
}

std::optional<std::int32_t> RecBuilder::findItem(std::string_view id) const {
  const auto found = items_.find(id);
  if (found == items_.end()) return {};
  return found->second;
}

void RecBuilder::annotate(std::int32_t item, std::string_view term) {
  term = trimmed(term);
  if (term.empty()) return;
  const std::int32_t index = indexIn(terms_, term);
  if (index == static_cast<std::int32_t>(data_.vocabulary.size())) data_.vocabulary.emplace_back(term);
  data_.items[static_cast<std::size_t>(item)].annotations.push_back(index);
}

void RecBuilder::picture(std::int32_t item, const fs::path& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) {
    data_.items[static_cast<std::size_t>(item)].image = path.string();
  } else {
    problem("missingImage", "pictures that the data names but that are not there", path.string());
  }
}

void RecBuilder::interaction(std::string_view user, std::string_view item, double rating, std::int64_t time,
                             const std::string& where, std::optional<Part> part) {
  if (user.empty() || item.empty()) {
    return problem("row", "interactions without a user or an item: left out", where);
  }
  const bool given = options_.ratingHigh > options_.ratingLow;
  const double low = given ? options_.ratingLow : low_;
  const double high = given ? options_.ratingHigh : high_;
  if (!std::isfinite(rating) || (high > low && (rating < low || rating > high))) {
    return problem(
        "rating",
        high > low ? "ratings outside the scale of " + formatNumber(low) + " to " + formatNumber(high) + ": left out"
                   : "ratings that are no numbers: left out",
        where + ": " + formatNumber(rating));
  }
  if (rating < options_.minRating) {
    return problem("lowRating", "ratings below " + formatNumber(options_.minRating) + ": left out, as asked", where);
  }
  if (!data_.interactions.empty() && part.has_value() == data_.given.empty()) {
    return problem("row",
                   part ? "interactions with a part where others have none: left out"
                        : "interactions without a part where others have one: left out",
                   where);
  }
  const std::int32_t u = this->user(user);
  std::int32_t i = 0;
  if (const auto found = findItem(item)) {
    i = *found;
  } else {
    i = indexIn(items_, item);
    data_.items.push_back({std::string(item), std::string(item), {}, {}, false});
    listed_.push_back(0);
  }
  if (complete_ && listed_[static_cast<std::size_t>(i)] == 0) {
    problem("unknownItem",
            "interactions with items that the list of items does not have: kept, without picture and annotation",
            where + ": '" + std::string(item) + "'");
  }
  data_.interactions.push_back({u, i, static_cast<float>(rating), time});
  if (part) data_.given.push_back(*part);
}

void RecBuilder::problem(const std::string& kind, const std::string& reason, const std::string& example) {
  const auto [it, isNew] = problemIndex_.emplace(reason, data_.problems.size());
  if (isNew) data_.problems.push_back({kind, reason, 0, {}});
  RecProblem& entry = data_.problems[it->second];
  ++entry.count;
  if (entry.examples.size() < kExamples && !example.empty()) entry.examples.push_back(example);
}

// Of several interactions of a user with an item the one of the earliest part counts (a test row that training has,
// too, would be a leak), within a part the newest, and of equal times the last of the file.
void RecBuilder::dropDuplicates() {
  auto& all = data_.interactions;
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto part = [&](std::size_t k) { return data_.given.empty() ? Part::train : data_.given[k]; };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(all[a].user, all[a].item, part(a), all[b].time, b) <
           std::tuple(all[b].user, all[b].item, part(b), all[a].time, a);
  });
  std::vector<char> kept(all.size(), 1);
  std::size_t first = 0;  // of those with the same user and item
  for (std::size_t k = 1; k < order.size(); ++k) {
    const Interaction& before = all[order[first]];
    const Interaction& now = all[order[k]];
    if (before.user != now.user || before.item != now.item) {
      first = k;
      continue;
    }
    kept[order[k]] = 0;
    const bool leak = part(order[first]) != part(order[k]);
    const std::string who =
        data_.users[static_cast<std::size_t>(now.user)] + ", " + data_.items[static_cast<std::size_t>(now.item)].id;
    if (leak) {
      problem("duplicateAcrossParts", "interactions that stand in two parts: the earlier part keeps them", who);
    } else {
      problem("duplicate", "interactions of the same user and item: the newest counts", who);
    }
  }
  std::size_t to = 0;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (kept[k] == 0) continue;
    if (!data_.given.empty()) data_.given[to] = data_.given[k];
    all[to++] = all[k];
  }
  all.resize(to);
  if (!data_.given.empty()) data_.given.resize(to);
}

void RecBuilder::keepOnly(const std::vector<char>& keptUsers, const std::vector<char>& keptItems) {
  std::vector<std::int32_t> userOf(keptUsers.size(), -1);
  std::vector<std::int32_t> itemOf(keptItems.size(), -1);
  std::vector<std::string> users;
  std::vector<Item> items;
  for (std::size_t u = 0; u < keptUsers.size(); ++u) {
    if (keptUsers[u] == 0) continue;
    userOf[u] = static_cast<std::int32_t>(users.size());
    users.push_back(std::move(data_.users[u]));
  }
  for (std::size_t i = 0; i < keptItems.size(); ++i) {
    if (keptItems[i] == 0) continue;
    itemOf[i] = static_cast<std::int32_t>(items.size());
    items.push_back(std::move(data_.items[i]));
  }
  std::size_t to = 0;
  for (std::size_t k = 0; k < data_.interactions.size(); ++k) {
    Interaction one = data_.interactions[k];
    one.user = userOf[static_cast<std::size_t>(one.user)];
    one.item = itemOf[static_cast<std::size_t>(one.item)];
    if (one.user < 0 || one.item < 0) continue;
    if (!data_.given.empty()) data_.given[to] = data_.given[k];
    data_.interactions[to++] = one;
  }
  data_.interactions.resize(to);
  if (!data_.given.empty()) data_.given.resize(to);
  data_.users = std::move(users);
  data_.items = std::move(items);
}

void RecBuilder::applyCuts() {
  const std::int64_t fewestUsers = options_.minItemInteractions;
  const std::int64_t fewestItems = options_.minUserInteractions;
  if (fewestUsers <= 0 && fewestItems <= 0) return;
  std::vector<char> users(data_.users.size(), 1);
  std::vector<char> items(data_.items.size(), 1);
  for (bool changed = true; changed;) {
    changed = false;
    std::vector<std::int64_t> ofUser(users.size(), 0);
    std::vector<std::int64_t> ofItem(items.size(), 0);
    for (const Interaction& one : data_.interactions) {
      const auto u = static_cast<std::size_t>(one.user);
      const auto i = static_cast<std::size_t>(one.item);
      if (users[u] == 0 || items[i] == 0) continue;
      ++ofUser[u];
      ++ofItem[i];
    }
    for (std::size_t u = 0; u < users.size(); ++u) {
      if (users[u] != 0 && ofUser[u] < fewestItems) users[u] = 0, changed = true;
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i] != 0 && ofItem[i] < fewestUsers) items[i] = 0, changed = true;
    }
  }
  for (std::size_t u = 0; u < users.size(); ++u) {
    if (users[u] == 0) problem("fewItems", "users with too few items: left out, as asked", data_.users[u]);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i] == 0) problem("fewUsers", "items with too few users: left out, as asked", data_.items[i].id);
  }
  keepOnly(users, items);
}

void RecBuilder::sortAll() {
  auto& all = data_.interactions;
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(all[a].user, all[a].time, all[a].item) < std::tuple(all[b].user, all[b].time, all[b].item);
  });
  std::vector<Interaction> sorted;
  std::vector<Part> parts;
  sorted.reserve(all.size());
  for (const std::size_t k : order) {
    sorted.push_back(all[k]);
    if (!data_.given.empty()) parts.push_back(data_.given[k]);
  }
  all = std::move(sorted);
  data_.given = std::move(parts);
  for (Item& item : data_.items) {
    std::sort(item.annotations.begin(), item.annotations.end());
    item.annotations.erase(std::unique(item.annotations.begin(), item.annotations.end()), item.annotations.end());
  }
}

void RecBuilder::countMissing() {
  std::int64_t without = 0;
  for (const Interaction& one : data_.interactions) without += one.time == kNoTime ? 1 : 0;
  data_.hasTimes = without == 0;
  if (without > 0 && without < static_cast<std::int64_t>(data_.interactions.size())) {
    problem("noTime", "interactions without a time: no split by time can be made", "");
    data_.problems.back().count = without;
  }
  for (const Item& item : data_.items) {
    if (item.image.empty() && item.annotations.empty()) {
      problem("noContent", "items with neither picture nor annotation: only their interactions are known", item.id);
    } else if (item.image.empty()) {
      problem("noImage", "items without a picture", item.id);
    } else if (item.annotations.empty()) {
      problem("noAnnotation", "items without annotations", item.id);
    }
  }
}

Result<RecData> RecBuilder::finish() {
  dropDuplicates();
  applyCuts();
  sortAll();
  countMissing();
  if (data_.interactions.empty()) {
    std::string hint = "Check the columns and the lowest rating";
    for (const RecProblem& one : data_.problems) hint += "; " + std::to_string(one.count) + " " + one.reason;
    return Error{ErrorCode::data, "no interaction is left", hint, {}};
  }
  return std::move(data_);
}

}  // namespace marcie::rec
