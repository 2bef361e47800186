#include "core/rec/data/inspect.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <tuple>

#include "core/base/files.h"
#include "core/base/strings.h"
#include "core/data/content_hash.h"
#include "core/data/layout.h"
#include "core/image/header.h"
#include "core/rec/data/reader.h"

namespace marcie::rec {
namespace {

constexpr std::size_t kMostPairs = 1000;
constexpr std::size_t kFrequentTerms = 20;
constexpr std::size_t kPopularitySteps = 20;
constexpr double kMuchOfTraining = 0.05;

RecSpread spreadOf(std::vector<double> values) {
  RecSpread spread;
  if (values.empty()) return spread;
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
  };
  spread.smallest = values.front();
  spread.lowerQuartile = at(0.25);
  spread.median = at(0.5);
  spread.upperQuartile = at(0.75);
  spread.largest = values.back();
  spread.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  return spread;
}

std::vector<double> popularityCurve(std::vector<double> perItem) {
  std::sort(perItem.begin(), perItem.end(), std::greater<>());
  const double total = std::accumulate(perItem.begin(), perItem.end(), 0.0);
  std::vector<double> curve;
  double sum = 0;
  std::size_t next = 0;
  for (std::size_t k = 1; k <= kPopularitySteps; ++k) {
    for (; next < perItem.size() * k / kPopularitySteps; ++next) sum += perItem[next];
    curve.push_back(total > 0 ? sum / total : 0);
  }
  return curve;
}

void countChoices(const RecData& data, RecSummary& summary) {
  std::vector<double> perUser(data.users.size(), 0);
  std::vector<double> perItem(data.items.size(), 0);
  std::vector<double> ratings;
  for (const Interaction& one : data.interactions) {
    perUser[static_cast<std::size_t>(one.user)] += 1;
    perItem[static_cast<std::size_t>(one.item)] += 1;
    ratings.push_back(one.rating);
    if (!data.hasTimes) continue;
    summary.firstTime = ratings.size() == 1 ? one.time : std::min(summary.firstTime, one.time);
    summary.lastTime = ratings.size() == 1 ? one.time : std::max(summary.lastTime, one.time);
  }
  for (const double count : perUser) {
    const auto bin = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(count)));
    if (bin == 0) continue;
    if (summary.histories.size() < bin) summary.histories.resize(bin, 0);
    ++summary.histories[bin - 1];
  }
  summary.popularity = popularityCurve(perItem);
  summary.perUser = spreadOf(std::move(perUser));
  summary.perItem = spreadOf(std::move(perItem));
  summary.ratings = spreadOf(std::move(ratings));
}

void countContent(const RecData& data, RecSummary& summary) {
  std::vector<std::int64_t> items(data.vocabulary.size(), 0);
  std::vector<double> perItem;
  for (const Item& item : data.items) {
    summary.markedCold += item.markedCold ? 1 : 0;
    summary.withoutImage += item.image.empty() ? 1 : 0;
    summary.withoutAnnotation += item.annotations.empty() ? 1 : 0;
    summary.withNeither += item.image.empty() && item.annotations.empty() ? 1 : 0;
    perItem.push_back(static_cast<double>(item.annotations.size()));
    for (const std::int32_t term : item.annotations) ++items[static_cast<std::size_t>(term)];
  }
  summary.annotationsPerItem = spreadOf(std::move(perItem));
  summary.terms = static_cast<std::int64_t>(items.size());
  for (std::size_t t = 0; t < items.size(); ++t) summary.frequentTerms.push_back({data.vocabulary[t], items[t]});
  std::stable_sort(summary.frequentTerms.begin(), summary.frequentTerms.end(),
                   [](const TagCount& a, const TagCount& b) { return a.images > b.images; });
  if (summary.frequentTerms.size() > kFrequentTerms) summary.frequentTerms.resize(kFrequentTerms);
}

void countSplit(const RecData& data, const RecSplit& split, RecSummary& summary) {
  summary.protocol = enumKey(split.protocol);
  summary.splitOrigin = split.origin;
  summary.train = split.count(Part::train);
  summary.validation = split.count(Part::validation);
  summary.test = split.count(Part::test);
  for (const ItemState state : split.ofItem) {
    summary.warmItems += state == ItemState::warm ? 1 : 0;
    summary.coldValidation += isColdIn(state, Part::validation) ? 1 : 0;
    summary.coldTest += isColdIn(state, Part::test) ? 1 : 0;
    summary.unratedItems += state == ItemState::unrated ? 1 : 0;
  }
  if (!data.hasTimes) return;
  // Where the protocol `time` would cut to have as many warm test interactions.
  std::vector<std::int64_t> warmTimes;
  std::int64_t warmTests = 0;
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    if (isCold(split.ofItem[static_cast<std::size_t>(data.interactions[k].item)])) continue;
    warmTimes.push_back(data.interactions[k].time);
    warmTests += split.ofInteraction[k] == Part::test ? 1 : 0;
  }
  if (warmTests == 0) return;
  std::sort(warmTimes.begin(), warmTimes.end());
  summary.cutTime = warmTimes[warmTimes.size() - static_cast<std::size_t>(warmTests)];
  for (std::size_t k = 0; k < data.interactions.size(); ++k) {
    const bool late = split.ofInteraction[k] == Part::train && data.interactions[k].time >= summary.cutTime;
    summary.trainAfterCut += late ? 1 : 0;
  }
}

std::string several(std::int64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void warn(RecSummary& summary) {
  auto& warnings = summary.warnings;
  if (summary.coldTest == 0) {
    warnings.emplace_back("No item is cold in the test: a recommender for new items cannot be judged on this split.");
  }
  if (summary.test == 0) warnings.emplace_back("There are no test interactions.");
  if (summary.withNeither > 0) {
    warnings.push_back(several(summary.withNeither, "item has", "items have") +
                       " neither picture nor annotation: nothing can be said of them while they are new.");
  }
  if (summary.withoutImage == summary.items) {
    warnings.emplace_back("No item has a picture: give a folder (images) or a matrix of features.");
  }
  if (summary.terms == 0) warnings.emplace_back("There are no annotations: nothing can be inferred from pictures.");
  if (!summary.hasTimes) warnings.emplace_back("Not every interaction has a time: the newest cannot be told.");
  if (static_cast<double>(summary.trainAfterCut) > kMuchOfTraining * static_cast<double>(summary.train)) {
    warnings.push_back(std::to_string(summary.trainAfterCut) +
                       " training interactions are from after the time at which one cut for everybody would begin the "
                       "test: the model sees what was popular later. The protocol 'time' makes that cut.");
  }
}

struct PictureFacts {
  bool usable = false;
  std::uint64_t bytes = 0;
  data::ContentHash hash{};
};

void addDuplicatePictures(const RecData& data, const RecSplit& split, const std::vector<PictureFacts>& facts,
                          RecSummary& summary) {
  std::map<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].usable) groups[{facts[i].bytes, facts[i].hash[0], facts[i].hash[1]}].push_back(i);
  }
  std::vector<DuplicatePair> within;
  const auto temperature = [&](std::size_t i) { return std::string(isCold(split.ofItem[i]) ? "cold" : "warm"); };
  for (auto& [key, members] : groups) {
    // Warm items first: a cold one that looks like a warm one is the pair to be shown.
    std::stable_sort(members.begin(), members.end(),
                     [&](std::size_t a, std::size_t b) { return !isCold(split.ofItem[a]) && isCold(split.ofItem[b]); });
    for (std::size_t k = 1; k < members.size(); ++k) {
      ++summary.duplicateImages;
      DuplicatePair pair{data.items[members.front()].image, data.items[members[k]].image, temperature(members.front()),
                         temperature(members[k])};
      const bool across = pair.firstSplit != pair.secondSplit;
      summary.duplicatesAcrossWarmAndCold += across ? 1 : 0;
      (across ? summary.duplicates : within).push_back(std::move(pair));
    }
  }
  summary.duplicates.insert(summary.duplicates.end(), within.begin(), within.end());
  if (summary.duplicates.size() > kMostPairs) summary.duplicates.resize(kMostPairs);
  if (summary.duplicatesAcrossWarmAndCold > 0) {
    summary.warnings.push_back(several(summary.duplicatesAcrossWarmAndCold, "cold item has", "cold items have") +
                               " the very picture of a warm one, byte for byte: not as new as it looks.");
  }
}

}  // namespace

RecSummary summarise(const RecData& data, const RecSplit& split) {
  RecSummary summary;
  summary.path = data.root;
  summary.reader = data.reader;
  summary.users = data.userCount();
  summary.items = data.itemCount();
  summary.interactions = static_cast<std::int64_t>(data.interactions.size());
  summary.density = static_cast<double>(summary.interactions) /
                    std::max(1.0, static_cast<double>(summary.users) * static_cast<double>(summary.items));
  summary.hasTimes = data.hasTimes;
  countChoices(data, summary);
  countContent(data, summary);
  countSplit(data, split, summary);
  for (const auto* problems : {&data.problems, &split.problems}) {
    for (const RecProblem& one : *problems) summary.problems.push_back({one.kind, one.reason, one.count, one.examples});
  }
  warn(summary);
  return summary;
}

Result<RecSummary> inspectRecData(const InspectRequest& request, const data::Progress& progress,
                                  const StopToken& stop) {
  MARCIE_ASSIGN(const RecData data, readRecData(request.data, stop));
  MARCIE_ASSIGN(const RecSplit split, makeSplit(data, request.split, request.split.seed));
  RecSummary summary = summarise(data, split);
  summary.path = data::absolutePath(request.data.path).string();
  summary.readers = scoreRecReaders(request.data);
  if (!request.looksAtPictures) return summary;
  std::vector<PictureFacts> facts(data.items.size());
  const bool complete = data::parallelFor(data.itemCount(), 0, stop, progress, [&](std::int64_t i) {
    const std::string& path = data.items[static_cast<std::size_t>(i)].image;
    if (path.empty()) return;
    const auto bytes = readFile(path);
    if (!bytes.ok() || !image::readHeader(*bytes).ok()) return;
    facts[static_cast<std::size_t>(i)] = {true, bytes->size(), data::contentHash(*bytes)};
  });
  if (!complete) return Error{ErrorCode::cancelled, "stopped while looking at the pictures", {}, {}};
  summary.looksAtPictures = true;
  RecProblemCount unreadable{"unreadableImage", "pictures that cannot be read", 0, {}};
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].usable || data.items[i].image.empty()) continue;
    ++unreadable.count;
    if (unreadable.examples.size() < 5) unreadable.examples.push_back(data.items[i].image);
  }
  summary.unreadableImages = unreadable.count;
  if (unreadable.count > 0) summary.problems.push_back(std::move(unreadable));
  addDuplicatePictures(data, split, facts, summary);
  return summary;
}

}  // namespace marcie::rec
