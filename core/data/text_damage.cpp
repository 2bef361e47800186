#include "core/data/text_damage.h"

#include <algorithm>
#include <set>

#include "core/base/random.h"

namespace marcie::data {
namespace {

// An annotation that the picture does not have yet, or -1 when it has them all.
std::int32_t otherTag(const std::set<std::int32_t>& present, std::size_t vocabulary, Rng& rng) {
  if (present.size() >= vocabulary) return -1;
  for (;;) {
    const auto tag = static_cast<std::int32_t>(rng.below(vocabulary));
    if (!present.contains(tag)) return tag;
  }
}

std::vector<std::int32_t> damaged(const std::vector<std::int32_t>& tags, std::size_t vocabulary,
                                  const DataOptions& options, std::uint64_t seed) {
  std::set<std::int32_t> result;
  const std::set<std::int32_t> own(tags.begin(), tags.end());
  for (const auto tag : tags) {
    // Numbers of its own for each annotation: what happens to one does not depend on the others.
    Rng rng(deriveSeed(seed, tag));
    const bool lost = rng.chance(options.textDrop);
    const bool mistaken = rng.chance(options.textSwap);
    const bool joined = rng.chance(options.textNoise);
    const std::int32_t mistakenFor = otherTag(own, vocabulary, rng);
    const std::int32_t companion = otherTag(own, vocabulary, rng);
    if (!lost) result.insert(mistaken && mistakenFor >= 0 ? mistakenFor : tag);
    if (joined && companion >= 0) result.insert(companion);
  }
  return {result.begin(), result.end()};
}

}  // namespace

void damageTrainingText(Dataset& dataset, const DataOptions& options, std::uint64_t seed) {
  if (options.textDrop <= 0 && options.textSwap <= 0 && options.textNoise <= 0) return;
  constexpr std::uint64_t kDamageDraw = 0x7E47;
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    Sample& sample = dataset.samples[i];
    if (sample.split != Split::train) continue;
    sample.tags = damaged(sample.tags, dataset.tags.size(), options, deriveSeed(seed, kDamageDraw, i));
  }
}

}  // namespace marcie::data
