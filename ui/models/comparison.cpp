#include "ui/models/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <QCoreApplication>
#include <QLocale>

#include "core/base/strings.h"
#include "ui/bridge/assignments.h"
#include "ui/models/run_list_model.h"
#include "ui/text.h"

namespace marcie::ui {

namespace {

struct Comparison {
  Q_DECLARE_TR_FUNCTIONS(Comparison)
};

QString valueText(double value, bool isShare) {
  if (isShare || !std::isfinite(value)) return percentText(value);
  return QLocale().toString(value, 'g', 4);
}

QString spreadText(const QVector<double>& values, bool isShare) {
  if (values.isEmpty()) return QStringLiteral("–");
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double deviation = values.size() > 1 ? std::sqrt(squares / (n - 1)) : 0;
  const double scale = isShare ? 100 : 1;
  const QLocale locale;
  return QStringLiteral("%1 ± %2%3")
      .arg(isShare ? locale.toString(scale * mean, 'f', 1) : locale.toString(mean, 'g', 4),
           isShare ? locale.toString(scale * deviation, 'f', 1) : locale.toString(deviation, 'g', 2),
           isShare ? QStringLiteral(" %") : QString());
}

QString latexCell(const QString& text) {
  QString out;
  for (const QChar c : text) {
    if (c == u'\\') {
      out += QStringLiteral("\\textbackslash{}");
    } else if (c == u'±') {
      out += QStringLiteral("$\\pm$");
    } else if (c == u'~' || c == u'^') {  // accents otherwise
      out += u'\\' + QString(c) + QStringLiteral("{}");
    } else if (QStringLiteral("&%$#_{}").contains(c)) {
      out += u'\\';
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

TextTable settingsTable(const std::vector<RunInfo>& runs, bool onlyDifferences) {
  TextTable table;
  table.header << Comparison::tr("Setting");
  std::map<QString, QStringList> values;  // in the order of their names, which groups them
  for (const auto& run : runs) {
    table.header << RunListModel::nameOf(run);
    for (const auto& assignment : assignmentsOf(toJson(run.spec))) {
      const QString key = assignment.section(u'=', 0, 0);
      auto& row = values[key];
      row.resize(table.header.size() - 2);  // a setting that only newer runs have
      row << assignment.section(u'=', 1);
    }
  }
  for (auto& [key, row] : values) {
    row.resize(static_cast<qsizetype>(runs.size()));
    const bool same =
        std::all_of(row.begin(), row.end(), [&row = row](const QString& value) { return value == row[0]; });
    if (onlyDifferences && same) continue;
    table.rows << (QStringList{key} + row);
  }
  return table;
}

bool lowerIsBetter(const QString& metric) {
  static const QStringList lower{QStringLiteral("modalityGap"), QStringLiteral("mismatchedCosine")};
  const QString name = metric.section(u'/', -1);
  return name.contains(QLatin1String("loss")) || lower.contains(name);
}

MetricFacts metricFacts(const RunMetric* metric, bool lower) {
  MetricFacts facts{kNaN, kNaN, kNaN, kNaN, 0};
  if (metric == nullptr) return facts;
  double sum = 0;
  for (qsizetype i = 0; i < metric->values.size(); ++i) {
    const double value = metric->values[i];
    if (!std::isfinite(value)) continue;
    const bool isBetter = facts.count == 0 || (lower ? value < facts.best : value > facts.best);
    if (isBetter) {
      facts.best = value;
      facts.bestEpoch = metric->at.epoch[i];
    }
    facts.last = value;
    sum += value;
    ++facts.count;
  }
  if (facts.count > 0) facts.mean = sum / facts.count;
  return facts;
}

TextTable metricTable(const std::vector<NamedMetric>& runs, bool lower, bool isShare) {
  TextTable table;
  table.header << Comparison::tr("Run") << Comparison::tr("Best") << Comparison::tr("at epoch")
               << Comparison::tr("Last") << Comparison::tr("Mean");
  QVector<double> bests, lasts, means;
  for (const auto& run : runs) {
    const MetricFacts facts = metricFacts(run.metric, lower);
    const bool has = facts.count > 0;
    table.rows << QStringList{run.run, valueText(facts.best, isShare),
                              has ? QLocale().toString(facts.bestEpoch, 'g', 4) : QStringLiteral("–"),
                              valueText(facts.last, isShare), valueText(facts.mean, isShare)};
    if (!has) continue;
    bests << facts.best;
    lasts << facts.last;
    means << facts.mean;
  }
  if (bests.size() > 1) {
    table.rows << QStringList{Comparison::tr("%1 runs, mean ± s").arg(bests.size()), spreadText(bests, isShare),
                              QString(), spreadText(lasts, isShare), spreadText(means, isShare)};
  }
  return table;
}

QString toCsv(const TextTable& table) {
  QString out;
  const auto line = [&out](const QStringList& cells) {
    QStringList quoted;
    for (const auto& cell : cells) quoted << q(csvField(cell.toStdString()));
    out += quoted.join(u',') + u'\n';
  };
  line(table.header);
  for (const auto& row : table.rows) line(row);
  return out;
}

QString toLatex(const TextTable& table) {
  const auto line = [](const QStringList& cells) {
    QStringList escaped;
    for (const auto& cell : cells) escaped << latexCell(cell);
    return escaped.join(QStringLiteral(" & ")) + QStringLiteral(" \\\\\n");
  };
  QString out = QStringLiteral("\\begin{tabular}{l%1}\n\\toprule\n").arg(QString(table.header.size() - 1, u'r'));
  out += line(table.header) + QStringLiteral("\\midrule\n");
  for (const auto& row : table.rows) out += line(row);
  return out + QStringLiteral("\\bottomrule\n\\end{tabular}\n");
}

}  // namespace marcie::ui
