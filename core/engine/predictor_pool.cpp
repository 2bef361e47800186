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
  recent_.push_front({run.root(), std::move(*opened)});
  if (recent_.size() > kCapacity) recent_.pop_back();
  return recent_.front().predictor.get();
}

}  // namespace marcie::engine
