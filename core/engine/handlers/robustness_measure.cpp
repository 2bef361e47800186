// "robustness.measure": accuracy on damaged pictures, kept in the run folder as `marcie-cli robustness` does.
#include "core/api/protocol_samples.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/eval/robust_lens.h"
#include "core/eval/robustness.h"

namespace marcie::engine {
namespace {

Result<protocol::RobustnessMeasure::Reply> answerRobustnessMeasure(const protocol::RobustnessMeasure& request,
                                                                   Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  const auto split = data::splitNamed(request.split);
  if (!split) {
    return Error{ErrorCode::usage, "there is no split '" + request.split + "'", "Splits are train, val and test", {}};
  }
  eval::RobustnessPlan plan;
  plan.split = *split;
  plan.severities = {1, 2, 3, 4, 5};
  const std::vector<std::string> all{"all"};
  MARCIE_ASSIGN(plan.corruptions, image::findCorruptions(request.corruptions.empty() ? all : request.corruptions));
  const std::vector<RunFolder> runs{run};
  MARCIE_TRY(eval::measureRobustness(runs, plan, query.stop, [&](std::int64_t done, std::int64_t total) {
    query.progress(done, total, "damaged pictures");
  }));
  return eval::keptRobustness(run, request.split);
}

}  // namespace

const Handler& robustnessMeasureEntry() {
  static const Handler entry = typedHandler<protocol::RobustnessMeasure, answerRobustnessMeasure>(Lane::samples);
  return entry;
}

}  // namespace marcie::engine
