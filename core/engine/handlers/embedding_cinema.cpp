// "embedding.cinema": the film of a run's training, or what has been added to it.
#include "core/api/protocol_alignment.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::CinemaReply> answerCinema(const protocol::Cinema& request, Query& query) {
  return query.session.films().get(request, query.stop);
}

}  // namespace

const Handler& embeddingCinemaEntry() {
  static const Handler entry = typedHandler<protocol::Cinema, answerCinema>(Lane::rows);
  return entry;
}

}  // namespace marcie::engine
