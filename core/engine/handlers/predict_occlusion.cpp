// "predict.occlusion": the smallest square that has to be covered for another prediction.
#include "core/api/protocol_samples.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/eval/picture_queries.h"

namespace marcie::engine {
namespace {

Result<protocol::PredictOcclusion::Reply> answerPredictOcclusion(const protocol::PredictOcclusion& request,
                                                                 Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  // Of its own, so that it never waits for, or holds up, the page that follows the mouse.
  MARCIE_ASSIGN(const auto predictor, eval::Predictor::open(run));
  return eval::smallestOcclusion(*predictor, request.path, query.stop, [&](std::int64_t done, std::int64_t total) {
    query.progress(done, total, "covering");
  });
}

}  // namespace

const Handler& predictOcclusionEntry() {
  static const Handler entry = typedHandler<protocol::PredictOcclusion, answerPredictOcclusion>(Lane::explain, true);
  return entry;
}

}  // namespace marcie::engine
