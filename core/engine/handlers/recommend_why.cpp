// "recommend.why": why a user gets an item.
#include <algorithm>

#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kWhyNearest = 3;
constexpr std::int64_t kWhyTerms = 8;

Result<protocol::RecWhyReply> answerRecWhy(const protocol::RecWhy& request, Query& query) {
  MARCIE_ASSIGN(LoadedRecommender * loaded, query.session.recommender(request.run, query));
  MARCIE_TRY(loaded->checkUser(request.user));
  MARCIE_TRY(loaded->checkItem(request.item));
  eval::Recommender& model = *loaded->model;
  eval::Reasons& reasons = *loaded->reasons;
  const train::RecRunWorld& world = model.world();
  std::vector<std::int64_t> history;
  for (const std::int32_t item : world.chosen.of(static_cast<std::int32_t>(request.user))) history.push_back(item);
  protocol::RecWhyReply reply;
  if (!history.empty()) {
    const auto near = [&](eval::RecSpace space) {
      return loaded->near(reasons.nearest(request.item, space, kWhyNearest, history));
    };
    reply.collaborative = near(eval::RecSpace::collaborative);
    reply.visual = near(eval::RecSpace::visual);
    reply.inferred = near(eval::RecSpace::inferred);
  }
  const bool cold = world.warm[static_cast<std::size_t>(request.item)] == 0;
  const double score = reasons.scoreOf(request.user, request.item);
  reply.rank = reasons.rankOf(request.user, score, eval::RecList::all, request.item);
  if (cold) reply.rankAmongCold = reasons.rankOf(request.user, score, eval::RecList::cold, request.item);
  const at::Tensor feature = world.model.features.slice(0, request.item, request.item + 1);
  const auto& own = world.data.items[static_cast<std::size_t>(request.item)].annotations;
  double least = 0;
  for (const eval::TermEffect& one : reasons.termEffects(request.user, feature, kWhyTerms)) {
    const bool isTrue = std::any_of(own.begin(), own.end(), [&](std::int32_t annotation) {
      return world.data.vocabulary[static_cast<std::size_t>(annotation)] == one.name;
    });
    reply.terms.push_back({one.name, one.probability, isTrue, one.effect});
    // Effects fall on the content's part of the score, which identity and bias leave as it is.
    const auto list = cold ? eval::RecList::cold : eval::RecList::all;
    const std::int64_t now = cold ? reply.rankAmongCold : reply.rank;
    const bool drops =
        now <= request.count && reasons.rankOf(request.user, score - one.effect, list, request.item) > request.count;
    if (drops && (reply.decisiveTerm.empty() || one.effect < least)) {
      reply.decisiveTerm = one.name;
      least = one.effect;
    }
  }
  return reply;
}

}  // namespace

const Handler& recommendWhyEntry() {
  static const Handler entry = typedHandler<protocol::RecWhy, answerRecWhy>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
