// Items that a user has not chosen, for ranking losses. Every draw is a function of the generator it is given.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/api/cierec_options.h"
#include "core/base/random.h"
#include "core/rec/data/split.h"

namespace marcie::train {

// Immutable and thread-safe; each thread brings its own generator.
class NegativeSampler {
 public:
  // `positives`: what each user chose in training; must outlive the sampler. `warm` [I]: 1 = may be drawn with scope
  // warm. Popularity is counted from `positives`.
  NegativeSampler(const NegativeOptions& options, const rec::PositiveLists& positives,
                  std::span<const std::uint8_t> warm);

  // How many are drawn for each pair: with `hard` several for each that is kept.
  [[nodiscard]] int perPair() const;
  // One item that the user has not chosen; -1 where the option `skip` met one they have, or after a hundred tries.
  [[nodiscard]] std::int64_t draw(std::int32_t user, Rng& rng) const;

 private:
  [[nodiscard]] std::size_t place(Rng& rng) const;

  NegativeOptions options_;
  const rec::PositiveLists& positives_;
  std::vector<std::int32_t> items_;  // that may be drawn
  // Walker's alias method, for popularity: place k is kept with probability share[k], else its alias is taken.
  std::vector<double> share_;
  std::vector<std::uint32_t> alias_;
};

}  // namespace marcie::train
