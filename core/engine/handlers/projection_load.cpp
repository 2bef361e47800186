// "projection.load": a map that was made before, laid over another when asked to.
#include "core/engine/handler.h"
#include "core/engine/map_store.h"

namespace marcie::engine {
namespace {

Result<protocol::MapSnapshot> answerProjectionLoad(const protocol::ProjectionLoad& request, Query&) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  MARCIE_ASSIGN(protocol::MapSnapshot map, loadMap(run, request.name));
  MARCIE_ASSIGN(const MapAligner aligner, makeAligner(run, request.alignTo, request.alignRun, map.points.paths));
  project::Matrix coordinates = coordinatesOf(map);
  aligner.align(coordinates);
  map.coordinates = coordinateBytes(coordinates);
  return map;
}

}  // namespace

const Handler& projectionLoadEntry() {
  static const Handler entry = typedHandler<protocol::ProjectionLoad, answerProjectionLoad>(Lane::rows);
  return entry;
}

}  // namespace marcie::engine
