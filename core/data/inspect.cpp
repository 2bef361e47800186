#include "core/data/inspect.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/data/content_hash.h"
#include "core/data/layout.h"
#include "core/data/leak_check.h"
#include "core/data/reader.h"
#include "core/image/decode.h"

namespace marcie::data {

namespace {

constexpr std::size_t kMostProblems = 1000;
constexpr std::size_t kMostDuplicates = 1000;
constexpr std::int64_t kCheapPixels = 2'000'000;  // other formats than JPEG are decoded whole up to this

// What one file said.
struct FileFacts {
  bool usable = false;
  image::Header header;
  std::uint64_t bytes = 0;
  ContentHash hash{};
  DataProblem problem;
};

FileFacts inspectFile(const std::string& path) {
  FileFacts facts;
  const auto fail = [&](const Error& error) {
    facts.problem = {std::string(image::problemKind(error.code)), path, 0, error.message};
  };
  const auto bytes = readFile(path);
  if (!bytes.ok()) {
    fail(bytes.error());
    return facts;
  }
  const auto header = image::readHeader(*bytes);
  if (!header.ok()) {
    fail(header.error());
    return facts;
  }
  facts.header = *header;
  const bool cheap = header->format == image::Format::jpeg || header->width * header->height <= kCheapPixels;
  if (cheap) {
    if (const auto decoded = image::decode(*bytes, 1); !decoded.ok()) {
      fail(decoded.error());
      return facts;
    }
  }
  facts.bytes = bytes->size();
  facts.hash = contentHash(*bytes);
  facts.usable = true;
  return facts;
}

void addDuplicates(const Dataset& dataset, const std::vector<FileFacts>& facts, DatasetSummary& summary) {
  std::map<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].usable) groups[{facts[i].bytes, facts[i].hash[0], facts[i].hash[1]}].push_back(i);
  }
  std::vector<DuplicatePair> within;
  std::int64_t contradictions = 0;
  for (auto& [key, members] : groups) {
    std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(dataset.samples[a].split, a) < std::pair(dataset.samples[b].split, b);
    });
    const Sample& first = dataset.samples[members.front()];
    for (std::size_t k = 1; k < members.size(); ++k) {
      const Sample& second = dataset.samples[members[k]];
      contradictions += first.label != second.label ? 1 : 0;
      DuplicatePair pair{first.path, second.path, std::string(splitName(first.split)),
                         std::string(splitName(second.split))};
      if (first.split == second.split) {
        ++summary.duplicatesWithinSplit;
        within.push_back(std::move(pair));
      } else {
        ++summary.duplicatesAcrossSplits;
        summary.duplicates.push_back(std::move(pair));
      }
    }
  }
  summary.duplicates.insert(summary.duplicates.end(), within.begin(), within.end());
  if (summary.duplicates.size() > kMostDuplicates) summary.duplicates.resize(kMostDuplicates);
  if (summary.duplicatesAcrossSplits > 0) {
    summary.warnings.push_back(
        std::to_string(summary.duplicatesAcrossSplits) +
        " pictures are, byte for byte, in two splits: results on them look better than they are.");
  }
  summary.duplicatesAcrossClasses = contradictions;
  if (contradictions > 0) {
    summary.warnings.push_back(std::to_string(contradictions) + " pictures are, byte for byte, in two classes.");
  }
}

std::string someNames(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> shown(names.begin(),
                                 names.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, names.size())));
  if (names.size() > kShown) shown.push_back("and " + std::to_string(names.size() - kShown) + " more");
  return join(shown, ", ");
}

void warnOfClasses(DatasetSummary& summary) {
  auto& warnings = summary.warnings;
  if (summary.train == 0) {
    warnings.emplace_back("There are no training pictures: this data can be evaluated on, but not trained on.");
    return;
  }
  std::vector<std::string> untrained;
  std::vector<std::string> empty;
  for (const auto& count : summary.classes) {
    if (count.train + count.val + count.test == 0) {
      empty.push_back(count.name);
    } else if (count.train == 0) {
      untrained.push_back(count.name);
    }
  }
  if (!untrained.empty()) {
    warnings.push_back(std::to_string(untrained.size()) + (untrained.size() == 1 ? " class has" : " classes have") +
                       " no training pictures and can never be predicted: " + someNames(untrained) + ".");
  }
  if (!empty.empty()) {
    warnings.push_back(std::to_string(empty.size()) + (empty.size() == 1 ? " class has" : " classes have") +
                       " no pictures at all: " + someNames(empty) + ".");
  }
  if (summary.classes.size() - empty.size() < 2)
    warnings.emplace_back("There is only one class: nothing to tell apart.");
  if (summary.val == 0) warnings.emplace_back("There are no validation pictures: the best epoch cannot be chosen.");
  if (summary.test == 0) warnings.emplace_back("There are no test pictures.");
  if (summary.splitOrigin.starts_with("partly given")) {
    warnings.push_back("The data do not bring every split: " + summary.splitOrigin + ".");
  }
}

void warnOfTexts(DatasetSummary& summary) {
  if (summary.tags.empty()) {
    summary.warnings.emplace_back(
        "The pictures have no annotations: only methods that need no text can be trained on them.");
    return;
  }
  if (summary.imagesWithoutTags > 0) {
    summary.warnings.push_back(std::to_string(summary.imagesWithoutTags) + " of " + std::to_string(summary.images) +
                               " pictures have no annotations.");
  }
  if (summary.textIdentifiesClass) {
    summary.warnings.emplace_back(
        "Each class has one text, so text is the label: only picture-only results mean anything.");
  }
}

void countTexts(const Dataset& dataset, DatasetSummary& summary) {
  std::map<std::vector<std::int32_t>, std::set<std::int32_t>> classesOfText;
  std::vector<std::int64_t> counts(dataset.tags.size(), 0);
  std::set<std::int32_t> labels;
  std::int64_t total = 0;
  for (const Sample& sample : dataset.samples) {
    labels.insert(sample.label);
    total += static_cast<std::int64_t>(sample.tags.size());
    for (const auto tag : sample.tags) ++counts[static_cast<std::size_t>(tag)];
    if (sample.tags.empty()) {
      ++summary.imagesWithoutTags;
    } else {
      classesOfText[sample.tags].insert(sample.label);
    }
  }
  for (std::size_t k = 0; k < counts.size(); ++k) summary.tags.push_back({dataset.tags[k], counts[k]});
  std::stable_sort(summary.tags.begin(), summary.tags.end(),
                   [](const auto& a, const auto& b) { return a.images > b.images; });
  summary.tagsPerImage =
      dataset.samples.empty() ? 0 : static_cast<double>(total) / static_cast<double>(dataset.samples.size());
  summary.distinctTexts = static_cast<std::int64_t>(classesOfText.size());
  summary.textIdentifiesClass = !classesOfText.empty() && classesOfText.size() <= labels.size() &&
                                std::all_of(classesOfText.begin(), classesOfText.end(),
                                            [](const auto& entry) { return entry.second.size() == 1; });
}

void addHeaderFacts(const std::vector<FileFacts>& facts, DatasetSummary& summary) {
  for (const FileFacts& file : facts) {
    if (!file.usable) continue;
    summary.grey += file.header.grey ? 1 : 0;
    summary.withAlpha += file.header.alpha ? 1 : 0;
    summary.cmyk += file.header.cmyk ? 1 : 0;
    summary.rotated += file.header.rotated() ? 1 : 0;
    const auto [shorter, longer] = std::minmax(file.header.width, file.header.height);
    summary.smallestSide = summary.smallestSide == 0 ? shorter : std::min(summary.smallestSide, shorter);
    summary.largestSide = std::max(summary.largestSide, longer);
  }
}

}  // namespace

DatasetSummary summarise(const Dataset& dataset) {
  DatasetSummary summary;
  summary.reader = dataset.reader;
  summary.splitOrigin = dataset.splitOrigin;
  summary.images = static_cast<std::int64_t>(dataset.samples.size());
  for (const auto& name : dataset.classes) summary.classes.push_back({name, 0, 0, 0});
  for (const Sample& sample : dataset.samples) {
    ClassCount& count = summary.classes[static_cast<std::size_t>(sample.label)];
    ++(sample.split == Split::train ? count.train : sample.split == Split::val ? count.val : count.test);
  }
  for (const auto& count : summary.classes) {
    summary.train += count.train;
    summary.val += count.val;
    summary.test += count.test;
  }
  countTexts(dataset, summary);
  summary.problemCount = static_cast<std::int64_t>(dataset.problems.size());
  summary.problems = dataset.problems;
  if (summary.problems.size() > kMostProblems) summary.problems.resize(kMostProblems);
  warnOfClasses(summary);
  warnOfTexts(summary);
  return summary;
}

Result<DatasetSummary> inspectDataset(const DataOptions& options, const Progress& progress, const StopToken& stop) {
  MARCIE_ASSIGN(Dataset dataset, readDataset(options, stop));
  std::vector<FileFacts> facts(dataset.samples.size());
  const bool complete = parallelFor(static_cast<std::int64_t>(facts.size()), 0, stop, progress, [&](std::int64_t i) {
    facts[static_cast<std::size_t>(i)] = inspectFile(dataset.samples[static_cast<std::size_t>(i)].path);
  });
  if (!complete) return Error{ErrorCode::cancelled, "stopped while looking at the pictures", {}, {}};
  DatasetSummary duplicates;
  addDuplicates(dataset, facts, duplicates);
  std::vector<Sample> usable;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].usable) {
      usable.push_back(std::move(dataset.samples[i]));
    } else {
      dataset.problems.push_back(std::move(facts[i].problem));
    }
  }
  dataset.samples = std::move(usable);
  DatasetSummary summary = summarise(dataset);
  summary.path = absolutePath(options.path).string();
  summary.readers = scoreReaders(options);
  summary.duplicates = std::move(duplicates.duplicates);
  summary.duplicatesAcrossSplits = duplicates.duplicatesAcrossSplits;
  summary.duplicatesWithinSplit = duplicates.duplicatesWithinSplit;
  summary.duplicatesAcrossClasses = duplicates.duplicatesAcrossClasses;
  summary.leaks = leakCheck(dataset, summary.duplicatesAcrossSplits);
  // What makes results wrong comes first.
  summary.warnings.insert(summary.warnings.begin(), duplicates.warnings.begin(), duplicates.warnings.end());
  addHeaderFacts(facts, summary);
  return summary;
}

}  // namespace marcie::data
