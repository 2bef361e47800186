#include "app/cli/commands/data_interactions.h"

#include <algorithm>
#include <ctime>

#include "app/cli/console.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress.h"
#include "core/base/strings.h"

namespace marcie::cli {
namespace {

constexpr std::size_t kShownPairs = 20;
constexpr std::int64_t kEarliestSecond = 100'000'000;     // smaller numbers are orders, not times
constexpr std::int64_t kEarliestMilli = 100'000'000'000;  // 2023's data count milliseconds

std::string counted(std::int64_t value) {
  return std::to_string(value);
}

// "2009-05-01" of seconds or milliseconds since 1970; the number itself where it can be neither.
std::string dateOfTime(std::int64_t time) {
  if (time < kEarliestSecond) return counted(time);
  const std::time_t seconds = time >= kEarliestMilli ? time / 1000 : time;
  std::tm parts{};
  char text[16];
  if (gmtime_r(&seconds, &parts) == nullptr || std::strftime(text, sizeof text, "%Y-%m-%d", &parts) == 0) {
    return counted(time);
  }
  return text;
}

std::string spreadText(const RecSpread& one) {
  const auto rounded = [](double value) {
    return formatNumber(static_cast<double>(std::int64_t(value * 10 + 0.5)) / 10);
  };
  return rounded(one.smallest) + " to " + rounded(one.largest) + ", median " + rounded(one.median) + ", mean " +
         rounded(one.mean);
}

// One bar per entry, the longest 40 characters wide.
void printBars(const std::vector<std::pair<std::string, double>>& bars) {
  constexpr double kWidest = 40;
  double most = 0;
  for (const auto& [name, value] : bars) most = std::max(most, value);
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, value] : bars) {
    std::string bar;
    const int length = most > 0 ? static_cast<int>(value / most * kWidest + 0.5) : 0;
    for (int i = 0; i < length; ++i) bar += "█";
    rows.push_back({"  " + name, bar});
  }
  printTable(rows);
}

void printHistories(const RecSummary& summary) {
  std::vector<std::pair<std::string, double>> bars;
  for (std::size_t k = 0; k < summary.histories.size(); ++k) {
    const std::int64_t low = std::int64_t{1} << k;
    const std::string range = k == 0 ? "1 item" : counted(low) + " to " + counted(2 * low - 1);
    bars.emplace_back(range + ": " + counted(summary.histories[k]) + " users",
                      static_cast<double>(summary.histories[k]));
  }
  print("\nhistories:");
  printBars(bars);
}

void printPopularity(const RecSummary& summary) {
  std::vector<std::pair<std::string, double>> bars;
  for (const std::size_t k : {0U, 1U, 3U, 9U, 19U}) {
    if (k < summary.popularity.size()) {
      bars.emplace_back("top " + counted(static_cast<std::int64_t>(k + 1) * 5) +
                            " % of items: " + percent(summary.popularity[k]) + " of interactions",
                        summary.popularity[k]);
    }
  }
  print("\npopularity:");
  printBars(bars);
}

void printTroubles(const RecSummary& summary) {
  if (!summary.problems.empty()) print("\nnoticed:");
  for (const RecProblemCount& one : summary.problems) {
    print("  " + counted(one.count) + "  " + one.reason +
          (one.examples.empty() ? "" : "  (" + join(one.examples, "; ") + ")"));
  }
  for (std::size_t i = 0; i < std::min(kShownPairs, summary.duplicates.size()); ++i) {
    const DuplicatePair& pair = summary.duplicates[i];
    if (i == 0) print("\nthe same picture twice:");
    print("  " + pair.first + " (" + pair.firstSplit + ")  =  " + pair.second + " (" + pair.secondSplit + ")");
  }
  for (const auto& warning : summary.warnings) print("warning: " + warning);
}

void printInteractions(const RecSummary& summary) {
  std::string reader = summary.reader;
  for (const auto& score : summary.readers) {
    if (score.name == summary.reader) reader = score.title + " (" + score.name + ")";
  }
  char density[32];
  std::snprintf(density, sizeof density, "%.4f %%", 100 * summary.density);
  printTable(
      {{"data", summary.path},
       {"layout", reader},
       {"users, items, interactions",
        counted(summary.users) + ", " + counted(summary.items) + ", " + counted(summary.interactions)},
       {"density", density},
       {"items of a user", spreadText(summary.perUser)},
       {"users of an item", spreadText(summary.perItem)},
       {"ratings", spreadText(summary.ratings)},
       {"time",
        summary.hasTimes ? dateOfTime(summary.firstTime) + " to " + dateOfTime(summary.lastTime) : "not for all"},
       {"annotations", counted(summary.terms) + " terms; " + spreadText(summary.annotationsPerItem) + " an item"},
       {"without picture, annotation, both", counted(summary.withoutImage) + ", " + counted(summary.withoutAnnotation) +
                                                 ", " + counted(summary.withNeither)},
       {"marked cold", counted(summary.markedCold)},
       {"split", summary.protocol + ": " + summary.splitOrigin},
       {"train / validation / test",
        counted(summary.train) + " / " + counted(summary.validation) + " / " + counted(summary.test)},
       {"items: warm, cold in validation, cold in test, unrated",
        counted(summary.warmItems) + ", " + counted(summary.coldValidation) + ", " + counted(summary.coldTest) + ", " +
            counted(summary.unratedItems)},
       {"training after the cut", summary.hasTimes ? counted(summary.trainAfterCut) + " (one cut in time would be at " +
                                                         dateOfTime(summary.cutTime) + ")"
                                                   : std::string("unknown without times")},
       {"same picture on two items, warm and cold",
        summary.looksAtPictures ? counted(summary.duplicateImages) + ", " + counted(summary.duplicatesAcrossWarmAndCold)
                                : std::string("not looked at")}});
  printHistories(summary);
  printPopularity(summary);
  if (!summary.frequentTerms.empty()) {
    std::vector<std::vector<std::string>> rows{{"ANNOTATION", "ITEMS"}};
    for (const TagCount& term : summary.frequentTerms) rows.push_back({term.name, counted(term.images)});
    print("");
    printTable(rows);
  }
  printTroubles(summary);
}

}  // namespace

Result<RecProtocol> protocolNamed(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& entry : EnumTable<RecProtocol>::entries) {
    if (entry.key == name) return entry.value;
    known.emplace_back(entry.key);
  }
  const std::string near = nearestSpelling(name, known);
  return Error{ErrorCode::usage,
               "there is no protocol '" + name + "'",
               near.empty() ? "Protocols: " + join(known, ", ") : "Did you mean '" + near + "'?",
               {}};
}

Result<ExitCode> inspectInteractions(const rec::InspectRequest& request, bool json) {
  StopToken stop;
  const InterruptGuard guard(stop, "stopping");
  ProgressLine line("pictures");
  const auto progress = [&](std::int64_t done, std::int64_t total) { line.update(done, total, "checking"); };
  MARCIE_ASSIGN(const RecSummary summary, rec::inspectRecData(request, progress, stop));
  line.finish();
  if (json) {
    printJson(toJson(summary));
  } else {
    printInteractions(summary);
  }
  return ExitCode::done;
}

}  // namespace marcie::cli
