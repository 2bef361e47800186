#include "core/train/rec/negative_sampler.h"

#include <cmath>
#include <numeric>

namespace marcie::train {
namespace {

constexpr int kMostTries = 100;

}  // namespace

NegativeSampler::NegativeSampler(const NegativeOptions& options, const rec::PositiveLists& positives,
                                 std::span<const std::uint8_t> warm)
    : options_(options), positives_(positives) {
  for (std::size_t i = 0; i < warm.size(); ++i) {
    if (warm[i] != 0 || options.scope == NegativeScope::all) items_.push_back(static_cast<std::int32_t>(i));
  }
  if (options.kind != NegativeKind::popularity || items_.empty()) return;
  std::vector<double> counts(warm.size());
  for (const std::int32_t item : positives.items()) counts[static_cast<std::size_t>(item)] += 1;
  std::vector<double> weight(items_.size());
  for (std::size_t k = 0; k < items_.size(); ++k) {
    weight[k] = std::pow(counts[static_cast<std::size_t>(items_[k])], options.exponent);
  }
  const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
  share_.assign(items_.size(), 1);
  alias_.resize(items_.size());
  std::iota(alias_.begin(), alias_.end(), 0U);
  if (sum <= 0) return;
  std::vector<std::uint32_t> small, large;
  for (std::size_t k = 0; k < weight.size(); ++k) {
    weight[k] *= static_cast<double>(weight.size()) / sum;
    (weight[k] < 1 ? small : large).push_back(static_cast<std::uint32_t>(k));
  }
  while (!small.empty() && !large.empty()) {
    const std::uint32_t less = small.back();
    const std::uint32_t more = large.back();
    small.pop_back();
    share_[less] = weight[less];
    alias_[less] = more;
    weight[more] -= 1 - weight[less];
    if (weight[more] >= 1) continue;
    large.pop_back();
    small.push_back(more);
  }
}

int NegativeSampler::perPair() const {
  return options_.kind == NegativeKind::hard ? options_.count * options_.candidates : options_.count;
}

std::size_t NegativeSampler::place(Rng& rng) const {
  const auto k = static_cast<std::size_t>(rng.below(items_.size()));
  if (share_.empty() || rng.uniform() < share_[k]) return k;
  return alias_[k];
}

std::int64_t NegativeSampler::draw(std::int32_t user, Rng& rng) const {
  if (items_.empty()) return -1;
  for (int i = 0; i < kMostTries; ++i) {
    const std::int32_t item = items_[place(rng)];
    if (!positives_.contains(user, item)) return item;
    if (options_.collision == NegativeCollision::skip) return -1;
  }
  return -1;
}

}  // namespace marcie::train
