#include "core/eval/experiment_table.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace marcie::eval {
namespace {

// A column's value of one run, and what it is the mean of where it is one.
struct Measured {
  std::optional<double> value;
  std::vector<double> perPicture;
};

std::vector<double> hitsWithin(const std::vector<int>& ranks, int k) {
  std::vector<double> hits(ranks.size());
  std::transform(ranks.begin(), ranks.end(), hits.begin(), [k](int rank) { return rank < k ? 1.0 : 0.0; });
  return hits;
}

Measured measured(const PictureScores& scores, const std::string& metric) {
  const EvaluationReport& report = scores.report;
  if (metric == "top1") return {report.top1, hitsWithin(scores.ranks, 1)};
  if (metric == "top5") return {report.top5, hitsWithin(scores.ranks, 5)};
  if (metric == "macroF1") return {report.macroF1, {}};
  return {report.tagAuc, {}};
}

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

// What a column reads: a metric of a set, or (set = npos) the damaged pictures.
struct Source {
  std::size_t set = 0;
  std::string metric;
};
constexpr std::size_t kDamaged = static_cast<std::size_t>(-1);

Measured read(const RunScores& run, const Source& source) {
  if (run.recommender) {
    for (const Measure& measure : run.recommender->measures) {
      if (measure.name == source.metric) return {measure.value, measure.parts};
    }
    return {};
  }
  if (source.set != kDamaged) return measured(run.sets[source.set], source.metric);
  if (run.damaged.empty()) return {};
  return {meanOf(run.damaged), run.damaged};
}

// All metrics of the experiment's split; the first of each other set, and of the damaged pictures.
std::vector<std::pair<TableColumn, Source>> columnsOf(const ExperimentFrame& frame) {
  std::vector<std::pair<TableColumn, Source>> columns;
  for (const auto& name : frame.spec.metrics) {
    const ReportedMetric* metric = findReportedMetric(name);
    columns.push_back({{name, std::string(metric->title), metric->percent}, {0, name}});
  }
  const std::string& first = frame.spec.metrics.front();
  const ReportedMetric* metric = findReportedMetric(first);
  for (std::size_t i = 0; i < frame.sets.size(); ++i) {
    const auto& set = frame.sets[i];
    const std::string title = std::string(metric->title) + ", " + (set.title.empty() ? set.name : set.title);
    columns.push_back({{first + "@" + set.name, title, metric->percent}, {i + 1, first}});
  }
  if (!frame.corruptions.empty()) columns.push_back({{"top1@damaged", "top-1, damaged", true}, {kDamaged, "top1"}});
  return columns;
}

Result<void> checkSamePictures(const std::vector<RunScores>& runs) {
  std::map<std::pair<std::size_t, int>, const RunScores*> firsts;  // of (group, seed)
  for (const RunScores& run : runs) {
    const auto [it, isFirst] = firsts.try_emplace({run.group, run.seed}, &run);
    if (isFirst) continue;
    const RunScores& first = *it->second;
    if (run.recommender && first.recommender && run.recommender->world != first.recommender->world) {
      return Error{ErrorCode::data,
                   "the runs cannot be compared: " + first.name + " and " + run.name +
                       " have other users, items or another split",
                   "Rows must not change the split, and the data must stay as it is meanwhile",
                   {}};
    }
    for (std::size_t i = 0; i < std::min(run.sets.size(), first.sets.size()); ++i) {
      if (run.sets[i].data == first.sets[i].data) continue;
      return Error{ErrorCode::data,
                   "the runs cannot be compared: " + first.name + " is measured on " + first.sets[i].data.toString() +
                       ", " + run.name + " on " + run.sets[i].data.toString(),
                   "Rows must not change which pictures are measured, and the data must stay as it is meanwhile",
                   {}};
    }
  }
  return {};
}

// "480 test pictures of 12 classes", with a word where seeds have their own.
std::vector<std::string> describePictures(const ExperimentFrame& frame, const std::vector<RunScores>& runs) {
  std::vector<std::string> result;
  for (const RunScores& run : runs) {
    if (!run.recommender) break;
    if (result.empty()) result.push_back(run.recommender->setting);
    if (result.size() == 1 && run.recommender->world != runs.front().recommender->world) {
      result.emplace_back("other seeds have other splits");
    }
  }
  for (std::size_t set = 0; set <= frame.sets.size(); ++set) {
    const data::SplitFingerprint* first = nullptr;
    bool differs = false;
    for (const RunScores& run : runs) {
      if (set >= run.sets.size()) continue;
      if (first == nullptr) first = &run.sets[set].data;
      differs = differs || !(run.sets[set].data == *first);
    }
    if (first == nullptr) continue;
    const std::string name = set == 0 ? "" : frame.sets[set - 1].name + ": ";
    result.push_back(name + first->toString() + (differs ? ", others for other seeds or axis values" : ""));
  }
  return result;
}

using Scores = std::map<int, Measured>;  // by seed

// Without the last bits, which depend on the operands: 259/480 - 250/480 and 271/480 - 262/480 are equal, as the tests
// of statistics.h have to see.
double differenceOf(double a, double b) {
  constexpr double kDigits = 1e12;
  return std::round((a - b) * kDigits) / kDigits;
}

RowComparison compare(const Scores& row, const Scores& baseline) {
  RowComparison result;
  std::vector<double> differences;
  std::vector<metrics::PairedScores> pictures;
  for (const auto& [seed, mine] : row) {
    const auto it = baseline.find(seed);
    if (it == baseline.end() || !mine.value || !it->second.value) continue;
    differences.push_back(differenceOf(*mine.value, *it->second.value));
    result.wins += differences.back() > 0 ? 1 : 0;
    ++result.pairs;
    if (!mine.perPicture.empty() && mine.perPicture.size() == it->second.perPicture.size()) {
      pictures.push_back({mine.perPicture, it->second.perPicture});
    }
  }
  result.difference = metrics::summarise(differences);
  result.tTest = metrics::pairedTTest(differences);
  result.wilcoxon = metrics::wilcoxonSignedRank(differences);
  if (!pictures.empty() && pictures.size() == differences.size()) {
    result.bootstrap = metrics::pairedBootstrap(pictures);
  }
  return result;
}

TableCell cellOf(const Scores& scores) {
  TableCell cell;
  std::vector<double> values;
  for (const auto& [seed, measured] : scores) {
    if (!measured.value) continue;
    cell.values.emplace_back(seed, *measured.value);
    values.push_back(*measured.value);
  }
  cell.summary = metrics::summarise(values);
  return cell;
}

std::size_t baselineOf(const ExperimentSpec& spec) {
  for (std::size_t i = 0; i < spec.rows.size(); ++i) {
    if (spec.rows[i].name == spec.baseline) return i;
  }
  return 0;
}

void addDamage(ExperimentTable& table, const std::vector<RunScores>& runs) {
  const std::size_t kinds = table.frame.corruptions.size();
  if (kinds == 0) return;
  table.damage.resize(table.frame.groups.size());
  for (std::size_t group = 0; group < table.damage.size(); ++group) {
    for (std::size_t row = 0; row < table.frame.spec.rows.size(); ++row) {
      auto& line = table.damage[group].emplace_back();
      for (std::size_t kind = 0; kind < kinds; ++kind) {
        std::vector<double> values;
        for (const RunScores& run : runs) {
          if (run.group == group && run.row == row && kind < run.byCorruption.size()) {
            values.push_back(run.byCorruption[kind]);
          }
        }
        line.push_back(metrics::summarise(values));
      }
    }
  }
}

}  // namespace

Result<ExperimentTable> makeExperimentTable(ExperimentFrame frame, const std::vector<RunScores>& given) {
  // What the table says must not depend on the order in which runs came in.
  std::vector<RunScores> runs = given;
  std::sort(runs.begin(), runs.end(), [](const RunScores& a, const RunScores& b) {
    return std::tie(a.group, a.row, a.seed) < std::tie(b.group, b.row, b.seed);
  });
  MARCIE_TRY(checkSamePictures(runs));
  ExperimentTable table;
  table.baseline = baselineOf(frame.spec);
  table.pictures = describePictures(frame, runs);
  const auto columns = columnsOf(frame);
  for (const auto& [column, source] : columns) table.columns.push_back(column);
  const std::size_t rows = frame.spec.rows.size();
  for (std::size_t group = 0; group < frame.groups.size(); ++group) {
    std::vector<std::vector<TableCell>> cells(rows);
    for (const auto& [column, source] : columns) {
      std::vector<Scores> scores(rows);
      for (const RunScores& run : runs) {
        if (run.group == group) scores[run.row][run.seed] = read(run, source);
      }
      for (std::size_t row = 0; row < rows; ++row) {
        TableCell cell = cellOf(scores[row]);
        if (row != table.baseline) cell.comparison = compare(scores[row], scores[table.baseline]);
        cells[row].push_back(std::move(cell));
      }
    }
    table.cells.push_back(std::move(cells));
  }
  table.frame = std::move(frame);
  addDamage(table, runs);
  return table;
}

}  // namespace marcie::eval
