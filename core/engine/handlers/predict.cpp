// "predict": classes, annotations and nearest training pictures of one picture, also while the run trains.
#include <algorithm>

#include "core/engine/handler.h"
#include "core/engine/session.h"

namespace marcie::engine {
namespace {

constexpr std::int64_t kMaxTop = 1000;
constexpr std::int64_t kMaxNeighbours = 100;

Result<protocol::PredictReply> answerPredict(const protocol::Predict& request, Query& query) {
  const RunFolder run(request.run);
  MARCIE_TRY(run.spec());
  MARCIE_ASSIGN(eval::Predictor * predictor, query.session.predictors().get(run));
  return predictor->predict(request.path, std::clamp<std::int64_t>(request.top, 1, kMaxTop),
                            std::clamp<std::int64_t>(request.neighbours, 0, kMaxNeighbours), query.stop);
}

}  // namespace

const Handler& predictEntry() {
  static const Handler entry = typedHandler<protocol::Predict, answerPredict>(Lane::predict, true);
  return entry;
}

}  // namespace marcie::engine
