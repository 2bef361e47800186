// Recommender: lists and places. A toggle in the window asks for them again and again, so what does not change with the
// user's vectors or the new item is made once.
#include <algorithm>
#include <limits>
#include <numeric>

#include <torch/torch.h>

#include "core/eval/recommender.h"
#include "core/rec/eval/rank_kernels.h"

namespace marcie::eval {
namespace {

constexpr std::int64_t kUsersAtOnce = 64;
constexpr std::int64_t kMostKept = std::int64_t{32} << 20U;  // scores of users and items, 128 MB a list

std::vector<double> rowAsDoubles(const at::Tensor& row) {
  const at::Tensor plain = row.to(torch::kCPU, torch::kDouble).contiguous();
  return {plain.const_data_ptr<double>(), plain.const_data_ptr<double>() + plain.numel()};
}

}  // namespace

void Recommender::prepare() {
  if (items_) return;
  items_ = model_->items();
  users_ = model_->users(torch::arange(world_->data.userCount(), torch::kLong));
  const at::Tensor first = torch::zeros({1}, torch::kLong);
  oneItem_ = items_->select(first);
  itemFactors_ = model_->factors(users_->select(first), *items_);
}

const nn::rec::ItemVectors& Recommender::items() {
  prepare();
  return *items_;
}

bool Recommender::isListed(std::int64_t item, RecList list) const {
  const bool warm = world_->warm[static_cast<std::size_t>(item)] != 0;
  return list == RecList::all || (list == RecList::warm) == warm;
}

std::pair<std::size_t, std::size_t> Recommender::interactionsOf(std::int64_t user) const {
  const auto& all = world_->data.interactions;
  const auto byUser = [](const rec::Interaction& one, std::int64_t number) { return one.user < number; };
  const auto first = std::lower_bound(all.begin(), all.end(), user, byUser);
  const auto end = std::lower_bound(first, all.end(), user + 1, byUser);
  return {static_cast<std::size_t>(first - all.begin()), static_cast<std::size_t>(end - all.begin())};
}

// [count, I] on the CPU
at::Tensor Recommender::scoresOf(std::int64_t firstUser, std::int64_t count) {
  prepare();
  const auto users = users_->select(torch::arange(firstUser, firstUser + count, torch::kLong));
  if (!itemFactors_) return model_->table(users, *items_);
  const at::Tensor product = model_->factors(users, *oneItem_)->users.mm(itemFactors_->items.t());
  return itemFactors_->bias.defined() ? product + itemFactors_->bias : product;
}

std::vector<double> Recommender::scores(std::int64_t user) {
  return rowAsDoubles(scoresOf(user, 1)[0]);
}

std::vector<double> Recommender::scoresFor(const nn::rec::UserVectors& vectors) {
  prepare();
  if (!itemFactors_) return rowAsDoubles(model_->table(vectors, *items_)[0]);
  const at::Tensor product = model_->factors(vectors, *oneItem_)->users.mm(itemFactors_->items.t())[0];
  return rowAsDoubles(itemFactors_->bias.defined() ? product + itemFactors_->bias : product);
}

std::vector<std::uint8_t> Recommender::competing(std::int64_t user, const std::vector<std::int64_t>& without,
                                                 RecList list) const {
  std::vector<std::uint8_t> competes(world_->data.items.size());
  for (std::size_t i = 0; i < competes.size(); ++i) competes[i] = isListed(static_cast<std::int64_t>(i), list) ? 1 : 0;
  for (const std::int32_t known : world_->chosen.of(static_cast<std::int32_t>(user))) {
    if (std::find(without.begin(), without.end(), known) == without.end())
      competes[static_cast<std::size_t>(known)] = 0;
  }
  return competes;
}

std::vector<std::int64_t> Recommender::placesOf(const std::vector<double>& scores, std::int64_t user,
                                                const std::vector<std::int64_t>& without,
                                                const std::vector<std::int64_t>& items, RecList list) const {
  const auto competes = competing(user, without, list);
  std::vector<std::int64_t> places;
  for (const std::int64_t item : items) {
    const auto at = static_cast<std::size_t>(item);
    std::int64_t place = competes[at] != 0 ? 1 : 0;
    for (std::size_t i = 0; place > 0 && i < scores.size(); ++i) {
      const bool before = scores[i] > scores[at] || (scores[i] == scores[at] && i < at);
      place += before && competes[i] != 0 ? 1 : 0;
    }
    places.push_back(place);
  }
  return places;
}

std::vector<RecommendedItem> Recommender::recommend(std::int64_t user, std::int64_t count, RecList list) {
  prepare();
  return recommendTo(users_->select(torch::tensor({user}, torch::kLong)), user, {}, count, list);
}

std::vector<RecommendedItem> Recommender::recommendTo(const nn::rec::UserVectors& vectors, std::int64_t user,
                                                      const std::vector<std::int64_t>& without, std::int64_t count,
                                                      RecList list) {
  const std::vector<double> scores = scoresFor(vectors);
  const auto competes = competing(user, without, list);
  std::vector<std::int64_t> chosen;
  for (std::size_t i = 0; i < competes.size(); ++i) {
    if (competes[i] != 0) chosen.push_back(static_cast<std::int64_t>(i));
  }
  const auto better = [&](std::int64_t a, std::int64_t b) {
    const double left = scores[static_cast<std::size_t>(a)];
    const double right = scores[static_cast<std::size_t>(b)];
    return left > right || (left == right && a < b);
  };
  const auto kept = std::min<std::int64_t>(count, static_cast<std::int64_t>(chosen.size()));
  std::partial_sort(chosen.begin(), chosen.begin() + kept, chosen.end(), better);
  chosen.resize(static_cast<std::size_t>(kept));
  std::vector<RecommendedItem> result;
  if (chosen.empty()) return result;
  const at::Tensor rows = torch::tensor(chosen, torch::kLong);
  const auto parts = model_->scoreParts(vectors.select(torch::zeros_like(rows)), items_->select(rows));
  const auto collaborative = rowAsDoubles(parts.collaborative), visual = rowAsDoubles(parts.visual);
  const auto inferred = rowAsDoubles(parts.inferred), bias = rowAsDoubles(parts.bias);
  std::vector<std::int64_t> heldOut;
  const auto [first, end] = interactionsOf(user);
  for (std::size_t i = first; i < end; ++i) {
    const rec::Part part = world_->split.ofInteraction[i];
    if (part == rec::Part::validation || part == rec::Part::test) heldOut.push_back(world_->data.interactions[i].item);
  }
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    const auto at = static_cast<std::size_t>(chosen[k]);
    result.push_back({chosen[k], scores[at], world_->warm[at] == 0,
                      std::find(heldOut.begin(), heldOut.end(), chosen[k]) != heldOut.end(), collaborative[k],
                      visual[k], inferred[k], bias[k]});
  }
  return result;
}

Recommender::Listed& Recommender::listed(RecList list) {
  prepare();
  std::optional<Listed>& kept = listed_[static_cast<std::size_t>(list)];
  if (kept) return *kept;
  kept.emplace();
  kept->place.assign(world_->data.items.size(), -1);
  for (std::int64_t i = 0; i < world_->data.itemCount(); ++i) {
    if (!isListed(i, list)) continue;
    kept->place[static_cast<std::size_t>(i)] = static_cast<std::int64_t>(kept->items.size());
    kept->items.push_back(i);
  }
  if (itemFactors_) {
    const at::Tensor columns = torch::tensor(kept->items, torch::kLong);
    const at::Tensor& bias = itemFactors_->bias;
    kept->factors.items = itemFactors_->items.index_select(0, columns);
    if (bias.defined()) kept->factors.bias = bias.index_select(0, columns);
  }
  const std::int64_t users = world_->data.userCount();
  const auto width = static_cast<std::int64_t>(kept->items.size());
  if (users * width > kMostKept || width == 0) return *kept;
  const at::Tensor scores = torch::empty({users, width}, torch::kFloat);
  for (std::int64_t first = 0; first < users; first += kUsersAtOnce) {
    const std::int64_t count = std::min(kUsersAtOnce, users - first);
    scores.slice(0, first, first + count).copy_(listedScores(*kept, first, count));
  }
  kept->scores = scores;
  return *kept;
}

// [count, L]
at::Tensor Recommender::listedScores(const Listed& listed, std::int64_t firstUser, std::int64_t count) {
  if (listed.scores.defined()) return listed.scores.slice(0, firstUser, firstUser + count);
  at::Tensor rows;
  if (itemFactors_) {
    const auto users = users_->select(torch::arange(firstUser, firstUser + count, torch::kLong));
    rows = model_->factors(users, *oneItem_)->users.mm(listed.factors.items.t());
    if (listed.factors.bias.defined()) rows = rows + listed.factors.bias;
  } else {
    rows = scoresOf(firstUser, count).index_select(1, torch::tensor(listed.items, torch::kLong));
  }
  rows = rows.to(torch::kFloat).contiguous();
  const std::int64_t width = rows.size(1);
  auto* values = rows.mutable_data_ptr<float>();
  for (std::int64_t u = 0; u < count; ++u) {
    for (const std::int32_t known : world_->chosen.of(static_cast<std::int32_t>(firstUser + u))) {
      const std::int64_t place = listed.place[static_cast<std::size_t>(known)];
      if (place >= 0) values[u * width + place] = -std::numeric_limits<float>::infinity();
    }
  }
  return rows;
}

// `scores` [U] of one item.
std::vector<Receiver> Recommender::ranksAgainst(const at::Tensor& scores, std::int64_t except, RecList list) {
  const Listed& among = listed(list);
  const std::int64_t users = world_->data.userCount();
  const auto width = static_cast<std::int64_t>(among.items.size());
  const std::int64_t own = except < 0 ? -1 : among.place[static_cast<std::size_t>(except)];
  const at::Tensor plain = scores.to(torch::kCPU, torch::kFloat).contiguous();
  const auto* wanted = plain.const_data_ptr<float>();
  std::vector<Receiver> receivers(static_cast<std::size_t>(users));
  for (std::int64_t first = 0; first < users; first += kUsersAtOnce) {
    const std::int64_t count = std::min(kUsersAtOnce, users - first);
    const at::Tensor rows = listedScores(among, first, count);
    const auto* values = rows.const_data_ptr<float>();
    at::parallel_for(0, count, 8, [&](std::int64_t from, std::int64_t to) {
      for (std::int64_t u = from; u < to; ++u) {
        const float* row = values + u * width;
        const float score = wanted[first + u];
        const auto bar = static_cast<float>(aboveRounding(score));
        std::int64_t above = 0, equal = 0;
        rec::countAbove(row, width, &bar, 1, &above, &equal);
        if (own >= 0 && row[own] > bar) --above;
        receivers[static_cast<std::size_t>(first + u)] = {first + u, 1 + above, score};
      }
    });
  }
  return receivers;
}

std::vector<Receiver> Recommender::ranksOf(const nn::rec::ItemVectors& item, RecList list) {
  prepare();
  return ranksAgainst(model_->table(*users_, item).select(1, 0), -1, list);
}

std::vector<Receiver> Recommender::ranksOf(std::int64_t item, RecList list) {
  prepare();
  const at::Tensor row = torch::tensor({item}, torch::kLong);
  return ranksAgainst(model_->table(*users_, items_->select(row)).select(1, 0), item, list);
}

}  // namespace marcie::eval
