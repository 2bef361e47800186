// "diffusion.scene": what all walks through the diffusion of a run share: its schedule, its settings, its map.
#include "core/api/protocol_diffusion.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::DiffusionSceneReply> answerDiffusionScene(const protocol::DiffusionScene& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  MARCIE_ASSIGN(eval::DiffusionTracer * tracer, query.session.predictors().tracer(run));
  return tracer->scene(query.stop);
}

}  // namespace

const Handler& diffusionSceneEntry() {
  static const Handler entry = typedHandler<protocol::DiffusionScene, answerDiffusionScene>(Lane::predict, true);
  return entry;
}

}  // namespace marcie::engine
