// "recommend.compare": what two models recommend to the same user, with the place of each item in both lists.
#include <algorithm>

#include "core/api/protocol_recommend_contrast.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kLongestComparedList = 200;

// Errors: usage, when users and items are not the same in the same order.
Result<void> checkSameCatalogue(const eval::Recommender& one, const eval::Recommender& other) {
  const rec::RecData &a = one.world().data, &b = other.world().data;
  const bool sameItems = std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                                    [](const rec::Item& left, const rec::Item& right) { return left.id == right.id; });
  if (sameItems && a.users == b.users) return {};
  return Error{ErrorCode::usage,
               "the second model was trained on other users or items (" + std::to_string(b.userCount()) +
                   " users and " + std::to_string(b.itemCount()) + " items against " + std::to_string(a.userCount()) +
                   " and " + std::to_string(a.itemCount()) + "), so that the lists cannot be compared",
               "Choose a run of the same data",
               {}};
}

protocol::RecPlacedLists placedLists(LoadedRecommender& loaded, LoadedRecommender& against,
                                     const protocol::RecCompare& request) {
  eval::Recommender& model = *loaded.model;
  protocol::RecPlacedLists lists;
  lists.method = model.spec().variantName();
  lists.step = model.step();
  const auto vectors = loaded.reasons->refitted(request.user, request.without);
  const auto otherScores = against.model->scoresFor(against.reasons->refitted(request.user, request.without));
  const std::int64_t count = std::clamp<std::int64_t>(request.count, 1, kLongestComparedList);
  const auto placed = [&](eval::RecList list) {
    std::vector<protocol::RecPlaced> result;
    std::vector<std::int64_t> items;
    for (const eval::RecommendedItem& one : model.recommendTo(vectors, request.user, request.without, count, list)) {
      items.push_back(one.item);
      result.push_back({loaded.item(one.item), one.score, one.isHeldOut, static_cast<std::int64_t>(items.size()), 0});
    }
    const auto places = against.model->placesOf(otherScores, request.user, request.without, items, list);
    for (std::size_t k = 0; k < places.size(); ++k) result[k].otherPlace = places[k];
    return result;
  };
  lists.all = placed(eval::RecList::all);
  lists.cold = placed(eval::RecList::cold);
  return lists;
}

Result<protocol::RecCompareReply> answerRecCompare(const protocol::RecCompare& request, Query& query) {
  MARCIE_ASSIGN(LoadedRecommender * one, query.session.recommender(request.run, query));
  // The pool keeps two: the first is still there.
  MARCIE_ASSIGN(LoadedRecommender * other, query.session.recommender(request.other, query));
  MARCIE_TRY(checkSameCatalogue(*one->model, *other->model));
  MARCIE_TRY(one->checkUser(request.user));
  for (const std::int64_t item : request.without) MARCIE_TRY(one->checkItem(item));
  protocol::RecCompareReply reply;
  reply.sameSplit = one->model->world().split.ofInteraction == other->model->world().split.ofInteraction;
  reply.one = placedLists(*one, *other, request);
  reply.other = placedLists(*other, *one, request);
  return reply;
}

}  // namespace

const Handler& recommendCompareEntry() {
  static const Handler entry = typedHandler<protocol::RecCompare, answerRecCompare>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
