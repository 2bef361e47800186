// "recommend.sandbox": any photo as an item that nobody has seen.
#include <algorithm>
#include <chrono>

#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::RecSandboxReply> answerRecSandbox(const protocol::RecSandbox& request, Query& query) {
  MARCIE_ASSIGN(LoadedRecommender * loaded, query.session.recommender(request.run, query));
  for (const std::int64_t user : request.users) MARCIE_TRY(loaded->checkUser(user));
  eval::Recommender& model = *loaded->model;
  MARCIE_ASSIGN(const SeenPhoto* photo, loaded->photo(request.image));
  const auto start = std::chrono::steady_clock::now();
  nn::rec::AnnotationEdit edit;
  MARCIE_ASSIGN(edit.present, model.termPlaces(request.present));
  MARCIE_ASSIGN(edit.absent, model.termPlaces(request.absent));
  protocol::RecSandboxReply reply;
  for (const eval::InferredTerm& term : photo->terms) reply.terms.push_back({term.name, term.probability, false, 0});
  for (const std::uint8_t warm : model.world().warm) reply.listSize += warm == 0 ? 1 : 0;
  std::vector<eval::Receiver> ranks = photo->ranks, before;
  if (!edit.empty()) {
    before = std::move(ranks);
    ranks = model.ranksOf(model.asItem(photo->feature, edit), eval::RecList::cold);
  }
  reply.receivers = loaded->receivers(ranks, before, std::clamp<std::int64_t>(request.count, 1, 1000));
  for (const std::int64_t user : request.users) {
    const auto at = static_cast<std::size_t>(user);
    reply.asked.push_back({loaded->user(user), ranks[at].rank, before.empty() ? 0 : before[at].rank});
  }
  reply.visual = loaded->near(photo->visual);
  reply.inferred = loaded->near(photo->inferred);
  reply.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return reply;
}

}  // namespace

const Handler& recommendSandboxEntry() {
  static const Handler entry = typedHandler<protocol::RecSandbox, answerRecSandbox>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
