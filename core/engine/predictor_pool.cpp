#include "core/engine/predictor_pool.h"

#include <algorithm>

namespace marcie::engine {

Result<eval::Predictor*> PredictorPool::get(const RunFolder& run) {
  MARCIE_ASSIGN(const std::filesystem::path newest, eval::Predictor::current(run));
  const auto it = std::find_if(recent_.begin(), recent_.end(), [&](const Entry& e) { return e.run == run.root(); });
  if (it != recent_.end() && it->predictor->checkpoint() == newest) {
    recent_.splice(recent_.begin(), recent_, it);
    return recent_.front().predictor.get();
  }
  auto opened = eval::Predictor::open(run, newest);
  // A trainer keeps its last checkpoints only: this one may have been replaced since we looked.
  if (!opened && opened.error().code == ErrorCode::notFound) opened = eval::Predictor::open(run);
  if (!opened) return std::move(opened).error();
  if (it != recent_.end()) recent_.erase(it);
  recent_.push_front({run.root(), std::move(*opened), {}, {}});
  if (recent_.size() > kCapacity) recent_.pop_back();
  return recent_.front().predictor.get();
}

Result<eval::DiffusionTracer*> PredictorPool::tracer(const RunFolder& run) {
  MARCIE_ASSIGN(eval::Predictor * predictor, get(run));
  Entry& entry = recent_.front();
  if (!entry.tracer) {
    MARCIE_ASSIGN(auto opened, eval::DiffusionTracer::open(*predictor));
    entry.tracer = std::make_unique<eval::DiffusionTracer>(std::move(opened));
  }
  return entry.tracer.get();
}

Result<eval::RobustLens*> PredictorPool::lens(const RunFolder& run) {
  MARCIE_TRY(get(run));
  const auto walker = tracer(run);  // a run without diffusion is looked at without one
  Entry& entry = recent_.front();   // whose predictor may be newer by now: tracer() looks for a checkpoint again
  if (!entry.lens) entry.lens = std::make_unique<eval::RobustLens>(*entry.predictor, walker ? *walker : nullptr);
  return entry.lens.get();
}

}  // namespace marcie::engine
