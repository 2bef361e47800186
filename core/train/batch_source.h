// Where the Trainer gets its batches: the DataLoader, or anything that behaves like it.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/data/batch.h"

namespace marcie::train {

// Used by the trainer's thread only. What a batch holds must be a function of (epoch, position).
class BatchSource {
 public:
  virtual ~BatchSource() = default;
  [[nodiscard]] virtual std::int64_t batchesPerEpoch() const = 0;
  virtual void startEpoch(std::int64_t epoch, std::int64_t firstBatch) = 0;
  // Nothing at the end of the epoch.
  [[nodiscard]] virtual Result<std::optional<data::Batch>> next() = 0;
};

}  // namespace marcie::train
