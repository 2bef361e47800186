#include "core/train/rec/triple_source.h"

#include <algorithm>
#include <numeric>

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include "core/base/random.h"

namespace marcie::train {
namespace {

constexpr std::uint64_t kOrderSeed = 0x0D3;
constexpr std::uint64_t kNegativeSeed = 0x4E6;
// Rows of a batch that draw from one generator. Blocks are drawn by several threads; what they draw does not depend on
// how many.
constexpr std::int64_t kBlock = 8192;

}  // namespace

TripleSource::TripleSource(const rec::RecData& data, const rec::RecSplit& split, const NegativeSampler& sampler,
                           std::int64_t batchSize, std::uint64_t seed)
    : sampler_(sampler), batchSize_(batchSize), seed_(seed) {
  for (std::size_t i = 0; i < data.interactions.size(); ++i) {
    if (split.ofInteraction[i] != rec::Part::train) continue;
    users_.push_back(data.interactions[i].user);
    items_.push_back(data.interactions[i].item);
  }
  order_.resize(users_.size());
}

std::int64_t TripleSource::batchesPerEpoch() const {
  return (size() + batchSize_ - 1) / batchSize_;
}

void TripleSource::startEpoch(std::int64_t epoch, std::int64_t firstBatch) {
  epoch_ = epoch;
  position_ = firstBatch;
  std::iota(order_.begin(), order_.end(), 0U);
  Rng rng(deriveSeed(seed_, kOrderSeed, epoch));
  rng.shuffle(std::span(order_));
}

data::Batch TripleSource::batchAt(std::int64_t first, std::int64_t count) const {
  const int each = sampler_.perPair();
  data::Batch batch;
  batch.labels = torch::empty({count}, torch::kLong);
  batch.indices = torch::empty({count}, torch::kLong);
  batch.negatives = torch::empty({count, each}, torch::kLong);
  auto* users = batch.labels.mutable_data_ptr<std::int64_t>();
  auto* items = batch.indices.mutable_data_ptr<std::int64_t>();
  auto* negatives = batch.negatives.mutable_data_ptr<std::int64_t>();
  const auto drawBlock = [&](std::int64_t block) {
    const std::int64_t begin = block * kBlock;
    Rng rng(deriveSeed(seed_, kNegativeSeed, epoch_, first + begin));
    for (std::int64_t i = begin; i < std::min(begin + kBlock, count); ++i) {
      const std::uint32_t row = order_[static_cast<std::size_t>(first + i)];
      users[i] = users_[row];
      items[i] = items_[row];
      for (int k = 0; k < each; ++k) negatives[i * each + k] = sampler_.draw(users_[row], rng);
    }
  };
  at::parallel_for(0, (count + kBlock - 1) / kBlock, 1, [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t block = from; block < to; ++block) drawBlock(block);
  });
  return batch;
}

Result<std::optional<data::Batch>> TripleSource::next() {
  const bool ranks = work_ == Work::rank || (work_ == Work::alternate && epoch_ % 2 == 0);
  if (work_ == Work::inference) {
    // Of any length: the phase says how many steps its epochs have.
    data::Batch batch;
    batch.labels = torch::zeros({batchSize_}, torch::kLong);
    return std::optional<data::Batch>(std::move(batch));
  }
  const std::int64_t first = position_ * batchSize_;
  const std::int64_t count = std::min(batchSize_, size() - first);
  if (count <= 0) return std::optional<data::Batch>();
  ++position_;
  if (ranks) return std::optional<data::Batch>(batchAt(first, count));
  data::Batch batch;
  batch.labels = torch::zeros({count}, torch::kLong);
  return std::optional<data::Batch>(std::move(batch));
}

}  // namespace marcie::train
