#include "ui/models/comparison.h"

#include <cmath>

#include <QTest>

using namespace marcie;
using namespace marcie::ui;

class ComparisonTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale::c()); }
  void onlyWhatDiffersIsListed();
  void bestFollowsTheDirectionOfTheMetric();
  void groupsHaveMeanAndSpread();
  void runsWithoutTheMetricHaveDashes();
  void cellsAreQuotedAndEscaped();
};

namespace {
RunInfo run(const std::string& name, int seed, double rate) {
  RunInfo info;
  info.path = "/runs/" + name;
  info.notes.name = name;
  info.spec.trainer.seed = static_cast<decltype(info.spec.trainer.seed)>(seed);
  info.spec.trainer.learningRate = rate;
  return info;
}
RunMetric metric(const QVector<double>& values) {
  RunMetric out;
  for (qsizetype i = 0; i < values.size(); ++i) {
    out.at.step.append(10.0 * static_cast<double>(i + 1));
    out.at.epoch.append(static_cast<double>(i + 1));
    out.at.seconds.append(static_cast<double>(i + 1));
  }
  out.values = values;
  return out;
}
}  // namespace

void ComparisonTest::onlyWhatDiffersIsListed() {
  const std::vector<RunInfo> runs{run("a", 1, 0.05), run("b", 2, 0.05), run("c", 3, 0.05)};
  const TextTable table = settingsTable(runs, true);
  QCOMPARE(table.header, (QStringList{"Setting", "a", "b", "c"}));
  QCOMPARE(table.rows.size(), 1);
  QCOMPARE(table.rows[0], (QStringList{"trainer.seed", "1", "2", "3"}));
  const TextTable all = settingsTable(runs, false);
  QVERIFY(all.rows.size() > 20);
  for (const auto& row : all.rows) QCOMPARE(row.size(), all.header.size());
}

void ComparisonTest::bestFollowsTheDirectionOfTheMetric() {
  const RunMetric values = metric({0.3, 0.7, 0.5});
  const MetricFacts up = metricFacts(&values, lowerIsBetter("top1"));
  QCOMPARE(up.best, 0.7);
  QCOMPARE(up.bestEpoch, 2.0);
  QCOMPARE(up.last, 0.5);
  QCOMPARE(up.mean, 0.5);
  const MetricFacts down = metricFacts(&values, lowerIsBetter("val/loss"));
  QCOMPARE(down.best, 0.3);
  QCOMPARE(down.bestEpoch, 1.0);
}

void ComparisonTest::groupsHaveMeanAndSpread() {
  const RunMetric a = metric({0.5}), b = metric({0.7});
  const TextTable table = metricTable({{"a", &a}, {"b", &b}}, false, true);
  QCOMPARE(table.rows.size(), 3);
  QCOMPARE(table.rows[0], (QStringList{"a", "50.0 %", "1", "50.0 %", "50.0 %"}));
  QCOMPARE(table.rows[2][1], QStringLiteral("60.0 ± 14.1 %"));  // sqrt(0.02)
}

void ComparisonTest::runsWithoutTheMetricHaveDashes() {
  const RunMetric a = metric({0.5, std::nan("")});
  const TextTable table = metricTable({{"a", &a}, {"new", nullptr}}, false, true);
  QCOMPARE(table.rows.size(), 2);  // one number has no spread
  QCOMPARE(table.rows[0][3], QString("50.0 %"));
  QCOMPARE(table.rows[1].mid(1), (QStringList{"–", "–", "–", "–"}));
}

void ComparisonTest::cellsAreQuotedAndEscaped() {
  const TextTable table{{"Run", "50 %"}, {{"a, \"b\"", "x_1 & y"}}};
  QCOMPARE(toCsv(table), QString("Run,50 %\n\"a, \"\"b\"\"\",x_1 & y\n"));
  const QString latex = toLatex(table);
  QVERIFY2(latex.contains("Run & 50 \\% \\\\") && latex.contains("x\\_1 \\& y"), qPrintable(latex));
}

QTEST_MAIN(ComparisonTest)
#include "comparison_test.moc"
