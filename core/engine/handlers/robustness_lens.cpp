// "robustness.lens": one picture at one severity of one corruption.
#include "core/api/protocol_samples.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::Lens::Reply> answerRobustnessLens(const protocol::Lens& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  MARCIE_ASSIGN(eval::RobustLens * lens, query.session.predictors().lens(run));
  return lens->look(request, query.stop);
}

}  // namespace

const Handler& robustnessLensEntry() {
  static const Handler entry = typedHandler<protocol::Lens, answerRobustnessLens>(Lane::predict, true);
  return entry;
}

}  // namespace marcie::engine
