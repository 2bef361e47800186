#include "core/data/leak_check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/data/content_hash.h"
#include "core/data/data_loader.h"

namespace marcie::data {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostPairs = 1000;
constexpr std::uint64_t kTailBytes = 4096;
constexpr std::size_t kProbed = 8;  // pictures whose annotations the loader is asked for

using Group = std::vector<std::size_t>;  // indices into Dataset::samples

bool inTwoSplits(const Dataset& dataset, const Group& group) {
  return std::any_of(group.begin(), group.end(),
                     [&](std::size_t i) { return dataset.samples[i].split != dataset.samples[group.front()].split; });
}

// Splits groups by what `key` says of a picture; keeps those that still lie in two splits. False when stopped.
template <class Key>
bool refine(const Dataset& dataset, std::vector<Group>& groups, const StopToken& stop, const Key& key) {
  std::vector<Group> kept;
  for (const Group& group : groups) {
    std::map<ContentHash, Group> parts;
    for (const std::size_t i : group) {
      if (stop.stopRequested()) return false;
      if (const auto value = key(dataset.samples[i].path)) parts[*value].push_back(i);
    }
    for (auto& [value, part] : parts) {
      if (inTwoSplits(dataset, part)) kept.push_back(std::move(part));
    }
  }
  groups = std::move(kept);
  return true;
}

std::optional<ContentHash> hashed(const Result<std::string>& bytes) {
  return bytes ? std::optional(contentHash(*bytes)) : std::nullopt;
}

void addPairs(const Dataset& dataset, Group group, SharedPictures& shared) {
  std::stable_sort(group.begin(), group.end(),
                   [&](std::size_t a, std::size_t b) { return dataset.samples[a].split < dataset.samples[b].split; });
  const Sample& first = dataset.samples[group.front()];
  for (const std::size_t i : group) {
    const Sample& second = dataset.samples[i];
    if (second.split == first.split) continue;
    ++shared.count;
    if (shared.pairs.size() < kMostPairs) {
      shared.pairs.push_back(
          {first.path, second.path, std::string(splitName(first.split)), std::string(splitName(second.split))});
    }
  }
}

LeakFinding duplicateFinding(std::int64_t count) {
  if (count == 0) return {"duplicates", false, 0, "No picture is in two splits.", ""};
  return {"duplicates", true, count,
          std::to_string(count) + (count == 1 ? " picture is" : " pictures are") +
              ", byte for byte, in two splits: results on them look better than they are.",
          "Remove them from one of the splits; 'data inspect' lists them"};
}

LeakFinding textFinding(const Dataset& dataset) {
  std::map<std::vector<std::int32_t>, std::pair<std::set<std::int32_t>, std::int64_t>> texts;
  std::set<std::int32_t> classes;
  std::int64_t pictures = 0;
  for (const Sample& sample : dataset.samples) {
    if (sample.tags.empty()) continue;
    auto& [labels, count] = texts[sample.tags];
    labels.insert(sample.label);
    ++count;
    classes.insert(sample.label);
    ++pictures;
  }
  if (texts.empty())
    return {"text", false, 0, "The pictures have no annotations, so nothing can leak through them.", ""};
  // Of the texts that occur more than once: a text that occurs once says nothing of the others.
  std::int64_t shared = 0, telling = 0;
  for (const auto& [text, seen] : texts) {
    shared += seen.second > 1 ? seen.second : 0;
    telling += seen.second > 1 && seen.first.size() == 1 ? seen.second : 0;
  }
  const bool isLabel = texts.size() <= classes.size() && telling == pictures;
  if (isLabel) {
    return {"text", true, pictures,
            "Each class has one text, so text is the label: only picture-only results mean anything.",
            "Compare with the controls: the same heads without text, and the annotation head"};
  }
  std::string message = std::to_string(texts.size()) + " texts in " + std::to_string(classes.size()) + " classes";
  message += shared == 0
                 ? "; no two pictures have the same text."
                 : "; of the pictures that share their text with another one, " +
                       std::to_string(std::lround(100.0 * static_cast<double>(telling) / static_cast<double>(shared))) +
                       " % share it within their class only.";
  return {"text", false, telling, std::move(message), ""};
}

// Asks the loader for test annotations as evaluation does and looks at what comes.
LeakFinding testFinding(const Dataset& dataset) {
  auto indices = dataset.indicesOf(Split::test);
  if (dataset.tags.empty() || indices.empty()) {
    return {"testAnnotations", false, 0, "There are no test annotations.", ""};
  }
  const auto all = static_cast<std::int64_t>(indices.size());
  indices.resize(std::min(indices.size(), kProbed));
  LoaderOptions options;
  options.batchSize = static_cast<std::int64_t>(indices.size());
  options.withTags = false;
  options.withPictures = false;
  const std::shared_ptr<const Dataset> borrowed(&dataset, [](const Dataset*) {});
  DataLoader loader(borrowed, nullptr, indices, options);
  loader.startEpoch(0);
  const auto batch = loader.next();
  bool poisoned = batch.ok() && batch->has_value() && (*batch)->tags.defined();
  if (poisoned) {
    const at::Tensor& tags = (*batch)->tags;
    const float* values = tags.const_data_ptr<float>();
    poisoned = std::all_of(values, values + tags.numel(), [](float value) { return std::isnan(value); });
  }
  if (!poisoned) {
    return {"testAnnotations", true, all, "The loader handed out test annotations: results on the test split are void.",
            "This is a fault of the program: please report it"};
  }
  return {"testAnnotations", false, static_cast<std::int64_t>(indices.size()),
          "Test annotations are not touched: training loads no test picture, and where evaluation loads them their "
          "annotations are NaN (seen on " +
              std::to_string(indices.size()) + " of " + std::to_string(all) + ").",
          ""};
}

}  // namespace

Result<SharedPictures> picturesInTwoSplits(const Dataset& dataset, const StopToken& stop) {
  std::vector<Group> groups(1);
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) groups[0].push_back(i);
  const bool complete =
      groups[0].empty() ||
      (refine(dataset, groups, stop,
              [](const std::string& path) {
                std::error_code failure;
                const std::uint64_t bytes = fs::file_size(path, failure);
                return failure ? std::nullopt : std::optional(ContentHash{bytes, 0});
              }) &&
       refine(dataset, groups, stop, [](const std::string& path) { return hashed(readFileTail(path, kTailBytes)); }) &&
       refine(dataset, groups, stop, [](const std::string& path) { return hashed(readFile(path)); }));
  if (!complete) return Error{ErrorCode::cancelled, "stopped while looking for pictures in two splits", {}, {}};
  SharedPictures shared;
  for (Group& group : groups) addPairs(dataset, std::move(group), shared);
  return shared;
}

std::vector<LeakFinding> leakCheck(const Dataset& dataset, std::int64_t duplicatesAcrossSplits) {
  return {duplicateFinding(duplicatesAcrossSplits), textFinding(dataset), testFinding(dataset)};
}

}  // namespace marcie::data
