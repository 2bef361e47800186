// Tables that set runs side by side: how their settings differ, and what they reached. Pure functions; texts are in the
// window's language.
#pragma once

#include <vector>

#include <QString>
#include <QStringList>
#include <QVector>

#include "core/api/run_folder.h"
#include "ui/models/run_series.h"

namespace marcie::ui {

struct TextTable {
  QStringList header;
  QVector<QStringList> rows;  // each as long as the header
};

// One row a setting (as --set spells it), one column a run. `onlyDifferences` leaves out what is the same in all.
[[nodiscard]] TextTable settingsTable(const std::vector<RunInfo>& runs, bool onlyDifferences);

// A metric over the epochs of one run; everything NaN while it has none.
struct MetricFacts {
  double best = 0, bestEpoch = 0, last = 0, mean = 0;
  int count = 0;
};
[[nodiscard]] MetricFacts metricFacts(const RunMetric* metric, bool lowerIsBetter);
// "loss", "val/loss", "modalityGap" …: names as in RunSeries.
[[nodiscard]] bool lowerIsBetter(const QString& metric);

struct NamedMetric {
  QString run;  // for people
  const RunMetric* metric = nullptr;
};
// Run, best, its epoch, last, mean over the epochs; with two runs or more a last row with mean ± standard deviation.
[[nodiscard]] TextTable metricTable(const std::vector<NamedMetric>& runs, bool lowerIsBetter, bool isShare);

[[nodiscard]] QString toCsv(const TextTable& table);
// A booktabs tabular, with what LaTeX would read as a command escaped.
[[nodiscard]] QString toLatex(const TextTable& table);

}  // namespace marcie::ui
