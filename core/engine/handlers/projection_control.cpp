// "projection.control": pauses, continues or cancels the map that a pane is waiting for.
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::Empty> answerProjectionControl(const protocol::ProjectionControl& request, Query& query) {
  query.session.projections().control(request.pane, request.action);
  return protocol::Empty{};
}

}  // namespace

const Handler& projectionControlEntry() {
  static const Handler entry = typedHandler<protocol::ProjectionControl, answerProjectionControl>(Lane::quick);
  return entry;
}

}  // namespace marcie::engine
