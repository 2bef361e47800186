// "recommend.drop": the least of a user's history and of an item's annotations whose removal drops the item.
#include <algorithm>

#include "core/api/protocol_recommend_contrast.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/eval/recommender_drop.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kMostTogether = 20;

Result<protocol::RecDropReply> answerRecDrop(const protocol::RecDrop& request, Query& query) {
  MARCIE_ASSIGN(LoadedRecommender * loaded, query.session.recommender(request.run, query));
  MARCIE_TRY(loaded->checkUser(request.user));
  for (const std::int64_t item : request.without) MARCIE_TRY(loaded->checkItem(item));
  eval::DropQuestion question;
  question.user = request.user;
  if (request.image.empty()) {
    MARCIE_TRY(loaded->checkItem(request.item));
    question.item = request.item;
  } else {
    MARCIE_ASSIGN(const SeenPhoto* photo, loaded->photo(request.image));
    question.feature = photo->feature;
  }
  question.present = request.present;
  question.absent = request.absent;
  question.without = request.without;
  question.list = request.coldOnly || question.item < 0 ? eval::RecList::cold : eval::RecList::all;
  question.count = std::max<std::int64_t>(request.count, 1);
  question.most = static_cast<std::size_t>(std::clamp<std::int64_t>(request.most, 1, kMostTogether));
  const auto progress = [&](std::int64_t done, std::int64_t total) { query.progress(done, total, "removals"); };
  MARCIE_ASSIGN(const eval::DropAnswer answer,
                eval::whatWouldDrop(*loaded->model, *loaded->reasons, question, progress, query.stop));
  protocol::RecDropReply reply;
  reply.wasIn = answer.removal.wasIn;
  reply.drops = answer.removal.drops;
  reply.placeBefore = answer.removal.placeBefore;
  reply.placeAfter = answer.removal.placeAfter;
  for (const std::size_t k : answer.removal.removed) {
    const eval::DropCandidate& one = answer.candidates[k];
    if (one.isTerm()) {
      reply.terms.push_back({one.term.name, one.term.probability, false, 0});
    } else {
      reply.items.push_back(loaded->item(one.item));
    }
  }
  for (const eval::DropCandidate& one : answer.candidates) {
    if (reply.wasIn) ++(one.isTerm() ? reply.triedTerms : reply.triedItems);
  }
  return reply;
}

}  // namespace

const Handler& recommendDropEntry() {
  static const Handler entry = typedHandler<protocol::RecDrop, answerRecDrop>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
