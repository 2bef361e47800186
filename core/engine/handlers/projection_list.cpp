// "projection.list": the maps that a run's folder keeps.
#include "core/engine/handler.h"
#include "core/engine/map_store.h"

namespace marcie::engine {
namespace {

Result<protocol::ProjectionListReply> answerProjectionList(const protocol::ProjectionList& request, Query&) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  return protocol::ProjectionListReply{listMaps(run)};
}

}  // namespace

const Handler& projectionListEntry() {
  static const Handler entry = typedHandler<protocol::ProjectionList, answerProjectionList>(Lane::rows);
  return entry;
}

}  // namespace marcie::engine
