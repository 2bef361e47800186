// "projection.start": begins a map of a run's embeddings; what it becomes is told by notifications.
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::ProjectionStarted> answerProjectionStart(const protocol::ProjectionStart& request, Query& query) {
  MARCIE_ASSIGN(const std::int64_t job, query.session.projections().start(request));
  return protocol::ProjectionStarted{job};
}

}  // namespace

const Handler& projectionStartEntry() {
  static const Handler entry = typedHandler<protocol::ProjectionStart, answerProjectionStart>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
