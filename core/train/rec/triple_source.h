// Batches of training interactions with their negatives. What a batch holds is a function of (seed, epoch, position).
#pragma once

#include <cstdint>
#include <vector>

#include "core/rec/data/interactions.h"
#include "core/rec/data/split.h"
#include "core/train/batch_source.h"
#include "core/train/rec/negative_sampler.h"

namespace marcie::train {

// Used by the trainer's thread only. data::Batch: `labels` are users [B] int64, `indices` items they chose [B] int64,
// `negatives` items they did not [B, N] int64, undefined in an epoch that does not rank.
class TripleSource : public BatchSource {
 public:
  // What an epoch is for. `inference`: nothing is ranked; batches are empty but for their number of rows.
  enum class Work { rank, inference, alternate };

  TripleSource(const rec::RecData& data, const rec::RecSplit& split, const NegativeSampler& sampler,
               std::int64_t batchSize, std::uint64_t seed);

  // From the next epoch on. With `alternate` every second epoch ranks, beginning with the first of the phase.
  void enter(Work work) { work_ = work; }
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(users_.size()); }

  [[nodiscard]] std::int64_t batchesPerEpoch() const override;
  void startEpoch(std::int64_t epoch, std::int64_t firstBatch) override;
  [[nodiscard]] Result<std::optional<data::Batch>> next() override;

 private:
  [[nodiscard]] data::Batch batchAt(std::int64_t first, std::int64_t count) const;

  const NegativeSampler& sampler_;
  std::vector<std::int32_t> users_, items_;
  std::vector<std::uint32_t> order_;
  std::int64_t batchSize_;
  std::uint64_t seed_;
  Work work_ = Work::rank;
  std::int64_t epoch_ = 0, position_ = 0;
};

}  // namespace marcie::train
