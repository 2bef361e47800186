#include "core/rec/eval/user_ranker.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "core/base/random.h"

namespace marcie::rec {
namespace {

constexpr float kHidden = -std::numeric_limits<float>::infinity();

}  // namespace

UserRanker::UserRanker(const RankingWorld& world)
    : world_(world), best_(*std::max_element(world.options->ks.begin(), world.options->ks.end())) {}

std::uint64_t UserRanker::tieKey(std::int64_t place) const {
  return deriveSeed(world_.seed, world_.order->items[static_cast<std::size_t>(place)]);
}

void UserRanker::hideKnown(std::int32_t user, float* row) {
  const ItemOrder& order = *world_.order;
  candidates_ = {order.warmEnd, order.coldBegin - order.warmEnd, order.size() - order.coldBegin};
  if (world_.known == nullptr) return;
  for (const std::int32_t item : world_.known->of(user)) {
    const std::int32_t place = order.place[static_cast<std::size_t>(item)];
    row[place] = kHidden;
    --candidates_[place < order.warmEnd ? 0 : place < order.coldBegin ? 1 : 2];
  }
}

UserOutcome UserRanker::rank(std::int32_t user, float* row) {
  const ItemOrder& order = *world_.order;
  UserOutcome outcome;
  hideKnown(user, row);
  positives_.clear();
  for (const std::int32_t item : world_.positives->of(user)) {
    const std::int32_t place = order.place[static_cast<std::size_t>(item)];
    positives_.push_back({place, row[place]});
  }
  for (const auto& [score, place] : best_.find(row, order.size())) {
    outcome.best.push_back(static_cast<std::int32_t>(order.items[static_cast<std::size_t>(place)]));
  }
  if (world_.options->candidates == RecCandidates::sampled) {
    outcome.draws.resize(static_cast<std::size_t>(world_.options->draws));
    for (int draw = 0; draw < world_.options->draws; ++draw) {
      rankDrawn(user, row, draw, outcome.draws[static_cast<std::size_t>(draw)]);
    }
    return outcome;
  }
  std::array<std::vector<Standing>, kLists> lists;
  standInFull(row, lists);
  const std::int64_t all = candidates_[0] + candidates_[1] + candidates_[2];
  const std::array<std::int64_t, kLists> candidates{candidates_[2], candidates_[0], all, all};
  auto& scores = outcome.draws.emplace_back();
  for (std::size_t kind = 0; kind < kLists; ++kind) {
    // Among all items, a user's other positives are taken out of the way of the cold ones.
    const auto others = kind == kColdInAllList ? static_cast<std::int64_t>(positives_.size() - lists[kind].size()) : 0;
    scores[kind] = judge(lists[kind], candidates[kind] - others, *world_.options);
  }
  return outcome;
}

void UserRanker::standInFull(const float* row, std::array<std::vector<Standing>, kLists>& lists) {
  const ItemOrder& order = *world_.order;
  const auto count = positives_.size();
  thresholds_.clear();
  for (const Positive& one : positives_) thresholds_.push_back(one.score);
  const std::array<std::int64_t, 4> cuts{0, order.warmEnd, order.coldBegin, order.size()};
  above_.assign(3 * count, 0);
  equal_.assign(3 * count, 0);
  for (std::size_t s = 0; s < 3; ++s) {
    countAbove(row + cuts[s], cuts[s + 1] - cuts[s], thresholds_.data(), static_cast<int>(count),
               above_.data() + s * count, equal_.data() + s * count);
  }
  std::vector<Positive> cold;
  std::vector<Positive> warm;
  std::vector<Positive> others;
  std::copy_if(positives_.begin(), positives_.end(), std::back_inserter(others),
               [&](const Positive& one) { return one.place < order.coldBegin; });
  for (std::size_t j = 0; j < count; ++j) {
    const Positive& one = positives_[j];
    const auto total = [&](const std::vector<std::int64_t>& counts) {
      return counts[j] + counts[count + j] + counts[2 * count + j];
    };
    const Standing all{one.score, total(above_), total(equal_) - 1, 0};
    lists[kAllList].push_back(all);
    if (one.place >= order.coldBegin) {
      lists[kColdList].push_back({one.score, above_[2 * count + j], equal_[2 * count + j] - 1, 0});
      // Other positives that are not cold are no competitors here.
      Standing among = all;
      for (const Positive& other : others) {
        among.above -= other.score > one.score ? 1 : 0;
        among.equal -= other.score == one.score ? 1 : 0;
      }
      lists[kColdInAllList].push_back(among);
      cold.push_back(one);
    } else if (one.place < order.warmEnd) {
      lists[kWarmList].push_back({one.score, above_[j], equal_[j] - 1, 0});
      warm.push_back(one);
    }
  }
  placeTies(row, 0, order.size(), {}, lists[kAllList], positives_);
  placeTies(row, order.coldBegin, order.size(), {}, lists[kColdList], cold);
  placeTies(row, 0, order.size(), others, lists[kColdInAllList], cold);
  placeTies(row, 0, order.warmEnd, {}, lists[kWarmList], warm);
}

// Equal scores stand in an order drawn from the seed, so that a model that scores everything alike gets what chance
// gives, not what the order of the file gives.
void UserRanker::placeTies(const float* row, std::int64_t begin, std::int64_t end, std::span<const Positive> skipped,
                           std::vector<Standing>& list, std::span<const Positive> owners) const {
  for (std::size_t j = 0; j < list.size(); ++j) {
    Standing& one = list[j];
    one.place = 1 + one.above;
    if (one.equal <= 0) continue;
    const std::uint64_t own = tieKey(owners[j].place);
    for (std::int64_t place = begin; place < end; ++place) {
      if (row[place] != one.score || tieKey(place) >= own) continue;
      const bool isSkipped =
          std::any_of(skipped.begin(), skipped.end(), [&](const Positive& p) { return p.place == place; });
      one.place += isSkipped ? 0 : 1;
    }
  }
}

void UserRanker::drawNegatives(std::int32_t user, const float* row, int draw) {
  const ItemOrder& order = *world_.order;
  const auto wanted = static_cast<std::size_t>(world_.options->negatives);
  drawn_.clear();
  if (stamp_.empty()) stamp_.assign(order.items.size(), 0);
  ++stampNow_;
  const auto isFree = [&](std::int32_t place) {
    const auto item = static_cast<std::int32_t>(order.items[static_cast<std::size_t>(place)]);
    return row[place] != kHidden && !world_.notDrawn->contains(user, item);
  };
  Rng rng(deriveSeed(world_.seed, 0xD7A3ULL, user, draw));
  const auto& pool = world_.pool;
  // Drawing without replacement by trial is quick while less than half of the pool is wanted.
  if (wanted + world_.notDrawn->of(user).size() <= pool.size() / 2) {
    while (drawn_.size() < wanted) {
      const std::int32_t place = pool[rng.below(pool.size())];
      std::uint32_t& stamp = stamp_[static_cast<std::size_t>(place)];
      if (stamp == stampNow_ || !isFree(place)) continue;
      stamp = stampNow_;
      drawn_.push_back({place, row[place]});
    }
    return;
  }
  std::vector<std::int32_t> free;
  for (const std::int32_t place : pool) {
    if (isFree(place)) free.push_back(place);
  }
  rng.shuffle(std::span(free));
  free.resize(std::min(free.size(), wanted));
  for (const std::int32_t place : free) drawn_.push_back({place, row[place]});
}

void UserRanker::rankDrawn(std::int32_t user, const float* row, int draw, std::array<UserScores, kLists>& scores) {
  const ItemOrder& order = *world_.order;
  drawNegatives(user, row, draw);
  for (const auto kind : {kColdList, kWarmList, kAllList}) {
    std::vector<Positive> own;
    for (const Positive& one : positives_) {
      const bool isCold = one.place >= order.coldBegin;
      const bool isWarm = one.place < order.warmEnd;
      if (kind == kAllList || (kind == kColdList ? isCold : isWarm)) own.push_back(one);
    }
    std::vector<Positive> candidates = drawn_;
    candidates.insert(candidates.end(), own.begin(), own.end());
    std::vector<Standing> list;
    for (const Positive& one : own) {
      Standing standing{one.score, 0, 0, 1};
      for (const Positive& other : candidates) {
        standing.above += other.score > one.score ? 1 : 0;
        if (other.score != one.score || other.place == one.place) continue;
        ++standing.equal;
        standing.place += tieKey(other.place) < tieKey(one.place) ? 1 : 0;
      }
      standing.place += standing.above;
      list.push_back(standing);
    }
    scores[kind] = judge(list, static_cast<std::int64_t>(candidates.size()), *world_.options);
  }
}

}  // namespace marcie::rec
