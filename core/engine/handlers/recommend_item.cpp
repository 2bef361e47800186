// "recommend.item": who would get an item of the catalogue, what it seems to mean, and what is near it.
#include <algorithm>

#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kItemNeighbours = 8;
constexpr std::int64_t kItemTerms = 15;

Result<protocol::RecItemReply> answerRecItem(const protocol::RecItemCard& request, Query& query) {
  MARCIE_ASSIGN(LoadedRecommender * loaded, query.session.recommender(request.run, query));
  MARCIE_TRY(loaded->checkItem(request.item));
  eval::Recommender& model = *loaded->model;
  const train::RecRunWorld& world = model.world();
  protocol::RecItemReply reply;
  reply.item = loaded->item(request.item);
  // Of what the run can infer; a term outside its vocabulary is not missed.
  const bool infers = model.model().infers();
  for (const std::int32_t term : world.data.items[static_cast<std::size_t>(request.item)].annotations) {
    if (infers && std::find(world.terms.begin(), world.terms.end(), term) == world.terms.end()) continue;
    reply.annotations.push_back(world.data.vocabulary[static_cast<std::size_t>(term)]);
  }
  for (const eval::InferredTerm& term : model.inferredTerms(request.item, kItemTerms)) {
    reply.terms.push_back({term.name, term.probability, term.isTrue, 0});
  }
  const auto list = reply.item.isCold ? eval::RecList::cold : eval::RecList::warm;
  for (std::int64_t i = 0; i < world.data.itemCount(); ++i) reply.listSize += model.isListed(i, list) ? 1 : 0;
  reply.chosenBy =
      std::count(world.chosen.items().begin(), world.chosen.items().end(), static_cast<std::int32_t>(request.item));
  // Who has it already is not told that they would get it.
  std::vector<eval::Receiver> ranks;
  for (const eval::Receiver& one : model.ranksOf(request.item, list)) {
    if (!world.chosen.contains(static_cast<std::int32_t>(one.user), static_cast<std::int32_t>(request.item))) {
      ranks.push_back(one);
    }
  }
  reply.receivers = loaded->receivers(std::move(ranks), {}, std::clamp<std::int64_t>(request.count, 1, 1000));
  const auto near = [&](eval::RecSpace space) {
    return loaded->near(loaded->reasons->nearest(request.item, space, kItemNeighbours));
  };
  reply.collaborative = near(eval::RecSpace::collaborative);
  reply.visual = near(eval::RecSpace::visual);
  reply.inferred = near(eval::RecSpace::inferred);
  return reply;
}

}  // namespace

const Handler& recommendItemEntry() {
  static const Handler entry = typedHandler<protocol::RecItemCard, answerRecItem>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
