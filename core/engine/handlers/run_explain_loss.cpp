// "run.explainLoss": what each term of a run's loss is, weighs and moves, on one batch.
#include <algorithm>

#include "core/engine/handler.h"
#include "core/eval/explain_loss.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kMaxPairs = 100;

Result<protocol::ExplainLossReply> answerExplainLoss(const protocol::ExplainLoss& request, Query& query) {
  protocol::ExplainLoss bounded = request;
  bounded.pairs = std::clamp<std::int64_t>(request.pairs, 0, kMaxPairs);
  return eval::explainLoss(RunFolder(request.run), bounded, query.stop);
}

}  // namespace

const Handler& runExplainLossEntry() {
  static const Handler entry = typedHandler<protocol::ExplainLoss, answerExplainLoss>(Lane::explain, true);
  return entry;
}

}  // namespace marcie::engine
