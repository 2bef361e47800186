#include "core/data/splits.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

#include "core/base/random.h"
#include "core/data/fingerprint.h"

namespace marcie::data {

namespace {

// Training pictures of each class in an order drawn from the seed.
std::vector<std::vector<std::size_t>> shuffledTraining(const Dataset& dataset, std::uint64_t seed) {
  std::vector<std::vector<std::pair<std::uint64_t, std::size_t>>> keyed(dataset.classes.size());
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    const Sample& sample = dataset.samples[i];
    if (sample.split != Split::train) continue;
    const bool below = sample.path.starts_with(dataset.root);
    const std::string name = below ? sample.path.substr(dataset.root.size())
                                   : '/' + std::filesystem::path(sample.path).lexically_relative(dataset.root).string();
    keyed[static_cast<std::size_t>(sample.label)].emplace_back(deriveSeed(seed, nameHash(name)), i);
  }
  std::vector<std::vector<std::size_t>> order(keyed.size());
  for (std::size_t k = 0; k < keyed.size(); ++k) {
    std::sort(keyed[k].begin(), keyed[k].end());
    for (const auto& [key, index] : keyed[k]) order[k].push_back(index);
  }
  return order;
}

void moveFromTraining(Dataset& dataset, Split to, double fraction, std::uint64_t seed) {
  for (const auto& ofClass : shuffledTraining(dataset, seed)) {
    if (ofClass.size() < 3) continue;  // a class needs its few pictures for training
    const auto wanted = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(ofClass.size())));
    const std::size_t count = std::clamp<std::size_t>(wanted, 1, ofClass.size() - 2);
    for (std::size_t i = 0; i < count; ++i) dataset.samples[ofClass[i]].split = to;
  }
}

std::string percent(double share) {
  return std::to_string(std::lround(100 * share)) + " %";
}

}  // namespace

void completeSplits(Dataset& dataset, const DataOptions& options) {
  const auto has = [&](Split split) {
    return std::any_of(dataset.samples.begin(), dataset.samples.end(),
                       [&](const Sample& sample) { return sample.split == split; });
  };
  constexpr std::uint64_t kTestDraw = 1;
  constexpr std::uint64_t kValDraw = 2;
  const std::string seed = "seed " + std::to_string(options.splitSeed);
  if (dataset.splitOrigin.empty()) {
    moveFromTraining(dataset, Split::test, options.testFraction, deriveSeed(options.splitSeed, kTestDraw));
    moveFromTraining(dataset, Split::val, options.valFraction, deriveSeed(options.splitSeed, kValDraw));
    dataset.splitOrigin = "seeded (" + seed + ": " + percent(options.testFraction) + " of each class for the test, " +
                          percent(options.valFraction) + " of the rest for validation)";
    return;
  }
  if (!has(Split::train)) return;
  if (!has(Split::test)) {
    moveFromTraining(dataset, Split::test, options.testFraction, deriveSeed(options.splitSeed, kTestDraw));
    dataset.splitOrigin = "partly given (" + seed + ": test taken from training)";
  }
  if (!has(Split::val)) {
    moveFromTraining(dataset, Split::val, options.valFraction, deriveSeed(options.splitSeed, kValDraw));
    dataset.splitOrigin = dataset.splitOrigin == "given"
                              ? "partly given (" + seed + ": validation taken from training)"
                              : "partly given (" + seed + ": test and validation taken from training)";
  }
}

void keepTrainFraction(Dataset& dataset, const DataOptions& options) {
  if (options.trainFraction >= 1) return;
  constexpr std::uint64_t kFractionDraw = 3;
  std::vector<bool> drop(dataset.samples.size(), false);
  for (const auto& ofClass : shuffledTraining(dataset, deriveSeed(options.splitSeed, kFractionDraw))) {
    if (ofClass.empty()) continue;
    const auto kept = std::max<std::size_t>(
        1, static_cast<std::size_t>(std::lround(options.trainFraction * static_cast<double>(ofClass.size()))));
    for (std::size_t i = kept; i < ofClass.size(); ++i) drop[ofClass[i]] = true;
  }
  std::vector<Sample> kept;
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    if (!drop[i]) kept.push_back(std::move(dataset.samples[i]));
  }
  dataset.samples = std::move(kept);
}

void dropRareTags(Dataset& dataset, int minTagCount) {
  std::vector<std::int64_t> counts(dataset.tags.size(), 0);
  bool anyTraining = false;
  for (const Sample& sample : dataset.samples) {
    if (sample.split != Split::train) continue;
    anyTraining = true;
    for (const auto tag : sample.tags) ++counts[static_cast<std::size_t>(tag)];
  }
  if (!anyTraining) return;
  std::vector<std::int32_t> renumbered(dataset.tags.size(), -1);
  std::vector<std::string> kept;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (counts[k] < minTagCount) continue;
    renumbered[k] = static_cast<std::int32_t>(kept.size());
    kept.push_back(std::move(dataset.tags[k]));
  }
  dataset.tags = std::move(kept);
  for (Sample& sample : dataset.samples) {
    std::vector<std::int32_t> tags;
    for (const auto tag : sample.tags) {
      if (const auto number = renumbered[static_cast<std::size_t>(tag)]; number >= 0) tags.push_back(number);
    }
    sample.tags = std::move(tags);
  }
}

}  // namespace marcie::data
