// "robustness.read": what a run folder keeps of `marcie-cli robustness`.
#include "core/api/protocol_samples.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

Result<protocol::RobustnessRead::Reply> answerRobustnessRead(const protocol::RobustnessRead& request, Query& query) {
  static_cast<void>(query);
  return eval::keptRobustness(RunFolder(request.run), request.split);
}

}  // namespace

const Handler& robustnessReadEntry() {
  static const Handler entry = typedHandler<protocol::RobustnessRead, answerRobustnessRead>(Lane::rows, true);
  return entry;
}

}  // namespace marcie::engine
