// "samples.table": what a run says of every picture of a split.
#include "core/api/protocol_samples.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/eval/sample_scores.h"

namespace marcie::engine {
namespace {

Result<protocol::SamplesTable::Reply> answerSamplesTable(const protocol::SamplesTable& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  const auto split = data::splitNamed(request.split);
  if (!split) {
    return Error{ErrorCode::usage, "there is no split '" + request.split + "'", "Splits are train, val and test", {}};
  }
  MARCIE_ASSIGN(eval::Predictor * predictor, query.session.samplePredictors().get(run));
  return eval::tabulateSamples(*predictor, run, *split, query.stop,
                               [&](std::int64_t done, std::int64_t total) { query.progress(done, total, "pictures"); });
}

}  // namespace

const Handler& samplesTableEntry() {
  static const Handler entry = typedHandler<protocol::SamplesTable, answerSamplesTable>(Lane::samples, true);
  return entry;
}

}  // namespace marcie::engine
