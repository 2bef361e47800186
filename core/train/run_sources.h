// Where the batches of a run come from, phase by phase: pictures, features that were computed before, or text alone.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <c10/core/Device.h>

#include "core/api/run_spec.h"
#include "core/base/stop_token.h"
#include "core/data/feature_table.h"
#include "core/data/parallel.h"
#include "core/data/pixel_cache.h"
#include "core/train/data_sources.h"
#include "core/train/tasks/marnet_task.h"

namespace marcie::train {

// A source that another one stands behind; between two epochs it may be exchanged.
class SwitchedSource : public BatchSource {
 public:
  void use(std::unique_ptr<BatchSource> source) { source_ = std::move(source); }
  std::int64_t batchesPerEpoch() const override { return source_->batchesPerEpoch(); }
  void startEpoch(std::int64_t epoch, std::int64_t firstBatch) override { source_->startEpoch(epoch, firstBatch); }
  Result<std::optional<data::Batch>> next() override { return source_->next(); }

 private:
  std::unique_ptr<BatchSource> source_;
};

// Used by the trainer's thread only.
class RunSources {
 public:
  // `matrix`: the features that stand for the pictures in every phase (model.encoder=matrix), or null.
  RunSources(std::shared_ptr<const data::Dataset> dataset, std::shared_ptr<const data::PixelCache> cache,
             std::shared_ptr<const data::FeatureTable> matrix, const RunSpec& spec, c10::Device device);

  [[nodiscard]] SwitchedSource& training() { return training_; }
  [[nodiscard]] SwitchedSource& validation() { return validation_; }
  [[nodiscard]] SwitchedSource& diagnostics() { return diagnostics_; }

  // Makes the sources give what `phase` wants. Features are computed here, by the task's picture network as it is now,
  // unless a run before has done it; `progress` counts them. All phases have the same number of batches.
  // Errors: io, diskFull, memory, cancelled.
  [[nodiscard]] Result<void> enter(const Phase& phase, MarnetTask& task, const data::Progress& progress,
                                   const StopToken& stop);

 private:
  void build(Phase::Input input, std::shared_ptr<const data::FeatureTable> features);
  std::shared_ptr<const data::Dataset> dataset_;
  std::shared_ptr<const data::PixelCache> cache_;
  std::shared_ptr<const data::FeatureTable> matrix_;
  RunSpec spec_;
  c10::Device device_;
  SwitchedSource training_, validation_, diagnostics_;
};

// Names the weights of a network: every parameter and buffer, with its name and shape.
[[nodiscard]] std::string weightsFingerprint(const torch::nn::Module& module);

// x_v of all pictures by `encoder` as it is, in evaluation mode, from the cache or computed now. Leaves the encoder in
// evaluation mode. Errors: as data::openFeatureCache.
[[nodiscard]] Result<std::shared_ptr<const data::FeatureTable>> cachedFeatures(
    nn::Encoder& encoder, const RunSpec& spec, std::shared_ptr<const data::Dataset> dataset,
    std::shared_ptr<const data::PixelCache> cache, c10::Device device, const data::Progress& progress,
    const StopToken& stop);

}  // namespace marcie::train
