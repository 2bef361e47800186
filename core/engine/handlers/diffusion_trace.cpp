// "diffusion.trace": one walk through the reverse diffusion of a picture, or a branch of one.
#include "core/api/protocol_diffusion.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::DiffusionTraceReply> answerDiffusionTrace(const protocol::DiffusionTrace& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  MARCIE_ASSIGN(eval::DiffusionTracer * tracer, query.session.predictors().tracer(run));
  return tracer->trace(request, query.stop);
}

}  // namespace

// Not "latest wins": every branch of a tree is wanted.
const Handler& diffusionTraceEntry() {
  static const Handler entry = typedHandler<protocol::DiffusionTrace, answerDiffusionTrace>(Lane::predict);
  return entry;
}

}  // namespace marcie::engine
