// The table of an experiment: from what every run scored to means, intervals and tests against the baseline.
//
// Pure: the same scores give the same bytes. Nothing in it tells time, place or order of the runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/experiment_spec.h"
#include "core/eval/evaluate.h"
#include "core/eval/rec_scores.h"
#include "core/metrics/statistics.h"

namespace marcie::eval {

// What one finished run scored.
struct RunScores {
  std::size_t group = 0, row = 0;
  int seed = 1;
  std::string name;                 // of its folder, for messages
  std::vector<PictureScores> sets;  // the experiment's split first, then each of its sets
  // Where robustness was asked for: the share of the damaged versions of each picture that was recognised, and the
  // accuracy by corruption, in the order of ExperimentFrame::corruptions.
  std::vector<double> damaged;
  std::vector<double> byCorruption;
  std::optional<RecScores> recommender;  // of a recommender: instead of all the above
};

// What the table says besides figures.
struct ExperimentFrame {
  ExperimentSpec spec;                   // with the rows and axes that were run
  std::vector<std::string> groups;       // a title for each combination of axis values; one empty title without axes
  std::vector<ExperimentSet> sets;       // those that were found
  std::vector<std::string> corruptions;  // titles
  int seeds = 0;
  std::string command;             // that makes the table again
  std::vector<std::string> notes;  // runs that failed, sets that were missing
};

struct TableColumn {
  std::string name, title;  // "top1", "top1@strong", "top1@damaged"
  bool percent = true;
};

// A row against the baseline in one column, over the seeds that both have.
struct RowComparison {
  metrics::Summary difference;
  double tTest = 0, wilcoxon = 0;                     // p; NaN where it cannot be said
  std::optional<metrics::BootstrapResult> bootstrap;  // where the metric is a mean over pictures
  int wins = 0, pairs = 0;                            // seeds in which the row is strictly better
};

struct TableCell {
  std::vector<std::pair<int, double>> values;  // (seed, value), ascending
  metrics::Summary summary;
  std::optional<RowComparison> comparison;  // none for the baseline itself
};

struct ExperimentTable {
  ExperimentFrame frame;
  std::size_t baseline = 0;
  std::vector<TableColumn> columns;
  std::vector<std::vector<std::vector<TableCell>>> cells;  // [group][row][column]
  std::vector<std::string> pictures;                       // what each set consists of
  // [group][row][corruption], empty without robustness
  std::vector<std::vector<std::vector<metrics::Summary>>> damage;
};

// Errors: data, when runs that would be compared were measured on other pictures, labels or another split: it names
// both and what differs.
[[nodiscard]] Result<ExperimentTable> makeExperimentTable(ExperimentFrame frame, const std::vector<RunScores>& runs);

[[nodiscard]] std::string tableMarkdown(const ExperimentTable& table);
// One line for each row and column: mean, deviation, interval, difference and tests.
[[nodiscard]] std::string tableCsv(const ExperimentTable& table);
// A LaTeX tabular for each group that needs no packages.
[[nodiscard]] std::string tableTex(const ExperimentTable& table);
// Everything above and the value of every seed.
[[nodiscard]] Json tableJson(const ExperimentTable& table);

}  // namespace marcie::eval
