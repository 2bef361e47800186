// "recommend.user": what a user chose and what they get, also with a part of the history forgotten.
#include <algorithm>
#include <chrono>

#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kLongestRecList = 1000;
constexpr std::int64_t kRanksLookedAt = 2000;  // places in which the rank before is looked for

std::vector<protocol::RecEntry> recEntriesOf(const LoadedRecommender& loaded,
                                             const std::vector<eval::RecommendedItem>& items,
                                             const std::vector<eval::RecommendedItem>& before) {
  std::vector<protocol::RecEntry> entries;
  for (const eval::RecommendedItem& one : items) {
    protocol::RecEntry entry{
        loaded.item(one.item), one.score, one.isHeldOut, one.collaborative, one.visual, one.inferred, one.bias, 0};
    const auto same = [&](const eval::RecommendedItem& old) { return old.item == one.item; };
    const auto it = std::find_if(before.begin(), before.end(), same);
    if (it != before.end()) entry.rankBefore = it - before.begin() + 1;
    entries.push_back(std::move(entry));
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
  for (std::size_t i = world.data.interactions.size(); i-- > 0;) {
    const rec::Interaction& one = world.data.interactions[i];
    if (one.user == request.user && world.split.ofInteraction[i] == rec::Part::train) {
      reply.history.push_back(loaded->item(one.item));
    }
  }
  if (request.without.empty()) {
    reply.all = recEntriesOf(*loaded, model.recommend(request.user, count, eval::RecList::all), {});
    reply.cold = recEntriesOf(*loaded, model.recommend(request.user, count, eval::RecList::cold), {});
  } else {
    // Both after the same fitting, so that they differ by what is forgotten.
    const auto whole = loaded->reasons->refitted(request.user, {});
    const auto less = loaded->reasons->refitted(request.user, request.without);
    const auto both = [&](eval::RecList list) {
      return recEntriesOf(*loaded, model.recommendTo(less, request.user, request.without, count, list),
                          model.recommendTo(whole, request.user, {}, kRanksLookedAt, list));
    };
    reply.all = both(eval::RecList::all);
    reply.cold = both(eval::RecList::cold);
  }
  reply.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return reply;
}

}  // namespace

const Handler& recommendUserEntry() {
  static const Handler entry = typedHandler<protocol::RecUser, answerRecUser>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
