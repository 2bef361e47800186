// "predict.parts": what each part of a run says of a picture, and its neighbours in each space.
#include "core/api/protocol_samples.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/eval/picture_queries.h"

namespace marcie::engine {
namespace {

Result<protocol::PredictParts::Reply> answerPredictParts(const protocol::PredictParts& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  MARCIE_ASSIGN(eval::Predictor * predictor, query.session.predictors().get(run));
  return eval::predictParts(*predictor, request, query.stop);
}

}  // namespace

const Handler& predictPartsEntry() {
  static const Handler entry = typedHandler<protocol::PredictParts, answerPredictParts>(Lane::predict, true);
  return entry;
}

}  // namespace marcie::engine
