// "recommend.user": what a user chose and what they get, also with a part of the history forgotten.
#include <algorithm>
#include <chrono>

#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kLongestRecList = 1000;

std::vector<protocol::RecEntry> recEntriesOf(const LoadedRecommender& loaded,
                                             const std::vector<eval::RecommendedItem>& items) {
  std::vector<protocol::RecEntry> entries;
  for (const eval::RecommendedItem& one : items) {
    entries.push_back(
        {loaded.item(one.item), one.score, one.isHeldOut, one.collaborative, one.visual, one.inferred, one.bias, 0});
  }
  return entries;
}

Result<protocol::RecUserReply> answerRecUser(const protocol::RecUser& request, Query& query) {
  MARCIE_ASSIGN(LoadedRecommender * loaded, query.session.recommender(request.run, query));
  MARCIE_TRY(loaded->checkUser(request.user));
  for (const std::int64_t item : request.without) MARCIE_TRY(loaded->checkItem(item));
  const auto start = std::chrono::steady_clock::now();
  const std::int64_t count = std::clamp<std::int64_t>(request.count, 1, kLongestRecList);
  eval::Recommender& model = *loaded->model;
  protocol::RecUserReply reply;
  reply.user = loaded->user(request.user);
  reply.without = request.without;
  reply.step = model.step();
  const train::RecRunWorld& world = model.world();
  const auto [first, end] = model.interactionsOf(request.user);
  for (std::size_t i = end; i-- > first;) {
    if (world.split.ofInteraction[i] != rec::Part::train) continue;
    reply.history.push_back(loaded->item(world.data.interactions[i].item));
  }
  const auto vectors = loaded->reasons->refitted(request.user, request.without);
  const auto before = request.without.empty() ? std::vector<double>() : model.scores(request.user);
  const auto entries = [&](eval::RecList list) {
    const auto items = model.recommendTo(vectors, request.user, request.without, count, list);
    auto result = recEntriesOf(*loaded, items);
    if (before.empty()) return result;
    std::vector<std::int64_t> numbers;
    for (const eval::RecommendedItem& one : items) numbers.push_back(one.item);
    const auto places = model.placesOf(before, request.user, {}, numbers, list);
    for (std::size_t k = 0; k < result.size(); ++k) result[k].rankBefore = places[k];
    return result;
  };
  reply.all = entries(eval::RecList::all);
  reply.cold = entries(eval::RecList::cold);
  reply.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return reply;
}

}  // namespace

const Handler& recommendUserEntry() {
  static const Handler entry = typedHandler<protocol::RecUser, answerRecUser>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
