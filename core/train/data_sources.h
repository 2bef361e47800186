// DataLoader as a BatchSource, and the loader settings that training and evaluation share.
#pragma once

#include <memory>

#include "core/api/run_spec.h"
#include "core/data/data_loader.h"
#include "core/data/preprocess.h"
#include "core/train/batch_source.h"

namespace marcie::train {

class LoaderSource : public BatchSource {
 public:
  LoaderSource(std::shared_ptr<const data::Dataset> dataset, std::shared_ptr<const data::PixelCache> cache,
               std::vector<std::int64_t> indices, const data::LoaderOptions& options)
      : loader_(std::move(dataset), std::move(cache), std::move(indices), options) {}
  std::int64_t batchesPerEpoch() const override { return loader_.batchesPerEpoch(); }
  void startEpoch(std::int64_t epoch, std::int64_t firstBatch) override { loader_.startEpoch(epoch, firstBatch); }
  Result<std::optional<data::Batch>> next() override { return loader_.next(); }

 private:
  data::DataLoader loader_;
};

[[nodiscard]] inline data::LoaderOptions trainingLoader(const RunSpec& spec) {
  data::LoaderOptions options;
  options.batchSize = spec.trainer.batchSize;
  options.imageSize = spec.data.imageSize;
  options.cachedSide = data::cachedSide(spec.data);
  options.workers = spec.data.workers;
  options.seed = spec.trainer.seed;
  options.training = true;
  options.text = spec.model.text;
  options.augment = spec.augment;
  return options;
}

// In order, not augmented. Text is poisoned unless asked for.
[[nodiscard]] inline data::LoaderOptions evaluationLoader(const RunSpec& spec, bool withTags) {
  data::LoaderOptions options;
  options.batchSize = spec.data.imageSize <= 96 ? 128 : 32;
  options.imageSize = spec.data.imageSize;
  options.cachedSide = data::cachedSide(spec.data);
  options.workers = spec.data.workers;
  options.seed = spec.trainer.seed;
  options.withTags = withTags;
  return options;
}

}  // namespace marcie::train
