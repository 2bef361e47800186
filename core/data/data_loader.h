// Indices → Batches, prepared by worker threads ahead of the training.
//
// What a batch holds is a function of (dataset, options, seed, epoch, position): it does not depend on the number of
// workers or on timing, and a resumed run starts in the middle of an epoch with the batch it would have had.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/api/data_options.h"
#include "core/api/marnet_options.h"
#include "core/base/result.h"
#include "core/base/stop_token.h"
#include "core/data/batch.h"
#include "core/data/dataset.h"

namespace marcie::data {

class FeatureTable;
class PixelCache;

struct LoaderOptions {
  std::int64_t batchSize = 32;
  int imageSize = 64;   // px, side of Batch::images
  int cachedSide = 96;  // px, side of the squares that pictures are first fitted into; with a cache, the cache's own
  int workers = 1;
  int prefetch = 4;  // batches held ready
  std::uint64_t seed = 1;
  bool training = false;  // shuffled and augmented, last incomplete batch dropped; else in order and all
  bool withTags = true;   // false: Batch::tags is filled with NaN, to prove that nobody reads it
  // Training only: which picture's tags a batch carries. `none` gives zeros; `permutedWithinClass` gives each picture
  // the tags of another one of its class, by one permutation of these indices that is drawn from the seed and kept.
  TextPairing text = TextPairing::paired;
  AugmentOptions augment;
  // Batches carry these instead of pictures; training draws one of a picture's views for each epoch.
  std::shared_ptr<const FeatureTable> features;
  bool withPictures = true;     // false: neither pictures nor features, for what learns from text alone
  bool augmentInOrder = false;  // in order and all, but augmented as in training
  bool keepUnreadable = false;  // also what the cache lists as unreadable, black
};

// Not thread-safe for callers; owns its workers and joins them.
class DataLoader {
 public:
  // `indices` into dataset->samples; those that the cache lists as unreadable, or that have no features, are left out.
  // The cache may be null: then files are decoded each time, and one that cannot be decoded is black and told in the
  // log.
  DataLoader(std::shared_ptr<const Dataset> dataset, std::shared_ptr<const PixelCache> cache,
             std::vector<std::int64_t> indices, LoaderOptions options);
  ~DataLoader();
  DataLoader(const DataLoader&) = delete;
  DataLoader& operator=(const DataLoader&) = delete;

  [[nodiscard]] std::int64_t batchesPerEpoch() const;
  [[nodiscard]] std::int64_t size() const;  // pictures, without the unreadable ones
  // Begins an epoch (counted from 0) at batch `firstBatch`; drops what an earlier epoch still had under way.
  void startEpoch(std::int64_t epoch, std::int64_t firstBatch = 0);
  // The next batch, or nothing at the end of the epoch. Errors: io, memory.
  [[nodiscard]] Result<std::optional<Batch>> next();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace marcie::data
