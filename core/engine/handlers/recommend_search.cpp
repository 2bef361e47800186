// "recommend.search": users and items of a recommender by id or title, and what kind of model it is.
#include <algorithm>

#include "core/base/strings.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kMostRecFound = 5000;

bool holdsText(const std::string& text, const std::string& wanted) {
  return wanted.empty() || toLower(text).find(wanted) != std::string::npos;
}

Result<protocol::RecSearchReply> answerRecSearch(const protocol::RecSearch& request, Query& query) {
  MARCIE_ASSIGN(LoadedRecommender * loaded, query.session.recommender(request.run, query));
  const train::RecRunWorld& world = loaded->model->world();
  protocol::RecSearchReply reply;
  reply.method = loaded->model->spec().variantName();
  reply.step = loaded->model->step();
  reply.users = world.data.userCount();
  reply.items = world.data.itemCount();
  for (const std::uint8_t warm : world.warm) reply.coldItems += warm == 0 ? 1 : 0;
  reply.looksAtPictures = world.features.featurizer != nullptr;
  if (loaded->model->model().infers()) reply.terms = world.termNames();
  const auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(request.limit, 1, kMostRecFound));
  const std::string wanted = toLower(trimmed(request.text));
  for (std::int64_t u = 0; u < reply.users && reply.foundUsers.size() < limit; ++u) {
    if (holdsText(world.data.users[static_cast<std::size_t>(u)], wanted)) reply.foundUsers.push_back(loaded->user(u));
  }
  for (std::int64_t i = 0; i < reply.items && reply.foundItems.size() < limit; ++i) {
    const rec::Item& item = world.data.items[static_cast<std::size_t>(i)];
    if (request.coldOnly && world.warm[static_cast<std::size_t>(i)] != 0) continue;
    if (holdsText(item.id, wanted) || holdsText(item.title, wanted)) reply.foundItems.push_back(loaded->item(i));
  }
  return reply;
}

}  // namespace

const Handler& recommendSearchEntry() {
  static const Handler entry = typedHandler<protocol::RecSearch, answerRecSearch>(Lane::recommend, true);
  return entry;
}

}  // namespace marcie::engine
