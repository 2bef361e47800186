// "predict.folder": every picture of a folder as a table.
#include "core/api/protocol_samples.h"
#include "core/engine/handler.h"
#include "core/engine/session.h"
#include "core/eval/picture_queries.h"

namespace marcie::engine {
namespace {

Result<protocol::PredictFolder::Reply> answerPredictFolder(const protocol::PredictFolder& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  MARCIE_ASSIGN(eval::Predictor * predictor, query.session.samplePredictors().get(run));
  return eval::predictFolder(*predictor, request.folder, request.file, request.top, query.stop,
                             [&](std::int64_t done, std::int64_t total) { query.progress(done, total, "pictures"); });
}

}  // namespace

const Handler& predictFolderEntry() {
  static const Handler entry = typedHandler<protocol::PredictFolder, answerPredictFolder>(Lane::samples);
  return entry;
}

}  // namespace marcie::engine
