#include "ui/models/run_series.h"

#include <algorithm>
#include <cmath>

#include <QSignalSpy>
#include <QTest>

#include "ui/bridge/engine_client.h"

using namespace marcie;
using namespace marcie::ui;

namespace {

RunEvent at(std::int64_t step, RunEventBody body) {
  return {step, static_cast<double>(step) / 10.0, static_cast<double>(step) * 2.0, std::move(body)};
}

}  // namespace

class RunSeriesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void stepsBecomeColumns();
  void partsThatComeLaterArePadded();
  void metricsAreKeptBySplit();
  void repeatedStepsReplaceTheOldOnes();
  void phasesMarksAndTheEnd();
  void jumpsOfTheLearningRateAreMarked();
  void warmUpsOfLaterPhasesAreNoJumps();
  void stepsMapToEveryAxis();
  void storeStartsAgainWhenTold();
  void storeRemembersWhoIsShown();
  void pausesAreMarked();
};

void RunSeriesTest::stepsBecomeColumns() {
  RunSeries series;
  QSignalSpy changed(&series, &RunSeries::changed);
  series.apply(
      {at(1, StepEnd{0.1, {{"loss", 2.0}, {"ema", 1.0}}}), at(2, StepEnd{0.2, {{"loss", 1.5}, {"ema", 0.5}}})});
  QCOMPARE(changed.count(), 1);  // one for a block, not one a point
  QCOMPARE(changed.first().first().toBool(), false);
  QCOMPARE(series.steps().step, QVector<double>({1, 2}));
  QCOMPARE(series.steps().epoch, QVector<double>({0.1, 0.2}));
  QCOMPARE(series.steps().seconds, QVector<double>({2, 4}));
  QCOMPARE(series.loss("loss"), QVector<double>({2.0, 1.5}));
  QCOMPARE(series.learningRate(), QVector<double>({0.1, 0.2}));
  QCOMPARE(series.lossNames(), QStringList({"loss", "ema"}));
  QVERIFY(series.loss("nothing").isEmpty());
}

void RunSeriesTest::partsThatComeLaterArePadded() {
  RunSeries series;
  series.apply({at(1, StepEnd{0.1, {{"loss", 2.0}}}), at(2, StepEnd{0.1, {{"loss", 1.0}, {"cdr", 0.4}}}),
                at(3, StepEnd{0.1, {{"loss", 0.5}}})});
  const auto& part = series.loss("cdr");
  QCOMPARE(part.size(), 3);
  QVERIFY(std::isnan(part[0]) && std::isnan(part[2]));
  QCOMPARE(part[1], 0.4);
}

void RunSeriesTest::metricsAreKeptBySplit() {
  RunSeries series;
  series.apply({at(10, EpochEnd{{{"top1", 0.4}}}), at(10, MetricsReady{"val", {{"top1", 0.3}}}),
                at(20, MetricsReady{"val", {{"top1", 0.5}}})});
  QCOMPARE(series.metricKeys(), QStringList({"train/top1", "val/top1"}));
  QCOMPARE(series.metric("val/top1")->values, QVector<double>({0.3, 0.5}));
  QCOMPARE(series.metric("val/top1")->at.step, QVector<double>({10, 20}));
  QVERIFY(series.metric("test/top1") == nullptr);
}

void RunSeriesTest::repeatedStepsReplaceTheOldOnes() {
  RunSeries series;
  for (int step = 1; step <= 5; ++step) series.apply({at(step, StepEnd{0.1, {{"loss", 1.0 * step}}})});
  series.apply({at(5, MetricsReady{"val", {{"top1", 0.5}}})});
  QSignalSpy changed(&series, &RunSeries::changed);
  series.apply({at(4, StepEnd{0.1, {{"loss", 40.0}}}), at(5, MetricsReady{"val", {{"top1", 0.6}}})});
  QCOMPARE(changed.first().first().toBool(), true);
  QCOMPARE(series.steps().step, QVector<double>({1, 2, 3, 4}));
  QCOMPARE(series.loss("loss"), QVector<double>({1, 2, 3, 40}));
  QCOMPARE(series.metric("val/top1")->values, QVector<double>({0.6}));
}

void RunSeriesTest::phasesMarksAndTheEnd() {
  RunSeries series;
  series.apply({at(0, RunStarted{.task = "marnet", .stepsPerEpoch = 10}),
                at(0, PhaseStarted{"backbone", "Backbone", 0, 50}),
                at(10, CheckpointSaved{"checkpoints/step-10.safetensors", true}),
                at(20, WarningRaised{"data", "two files are missing", ""}), at(50, PhaseStarted{"joint", "", 50, 100}),
                at(100, RunFinished{"completed", {}, {}, {}, {}})});
  QCOMPARE(series.phases().size(), std::size_t{2});
  QCOMPARE(series.phases()[1].title, QString("joint"));
  QCOMPARE(series.marks().size(), std::size_t{2});
  QCOMPARE(series.marks()[0].kind, RunMark::Kind::best);
  QCOMPARE(series.marks()[1].text, QString("two files are missing"));
  QVERIFY(series.finished().has_value());
  series.apply({at(101, StepEnd{0.1, {{"loss", 1.0}}})});  // "train more epochs"
  QVERIFY(!series.finished().has_value());
}

void RunSeriesTest::jumpsOfTheLearningRateAreMarked() {
  RunSeries series;
  std::vector<RunEvent> events;
  const auto step = [&](double rate) {
    events.push_back(at(static_cast<std::int64_t>(events.size()) + 1, StepEnd{rate, {{"loss", 1.0}}}));
  };
  for (const double rate : {0.01, 0.02, 0.03, 0.04, 0.05}) step(rate);  // a warm-up is no jump
  for (int i = 0; i < 20; ++i) step(0.05 - 0.0001 * i);
  step(0.005);  // step 26
  for (int i = 0; i < 5; ++i) step(0.005);
  step(0.05);                                                     // step 32: a new phase
  for (const double rate : {0.0009, 0.0004, 0.0001}) step(rate);  // 33 falls; below it a cosine runs out
  series.apply(events);
  QList<double> marked;
  QStringList texts;
  for (const auto& mark : series.marks()) {
    if (mark.kind == RunMark::Kind::learningRate) marked << mark.step, texts << mark.text;
  }
  QCOMPARE(marked, (QList<double>{26, 32, 33}));
  QVERIFY2(texts[0].endsWith(QString::fromUtf8(" → 0.005")), qPrintable(texts[0]));
}

void RunSeriesTest::warmUpsOfLaterPhasesAreNoJumps() {
  RunSeries series;
  const auto step = [&](int number, double rate) { series.apply({at(number, StepEnd{rate, {{"loss", 1.0}}})}); };
  series.apply({at(0, PhaseStarted{"backbone", "", 0, 40})});
  for (int i = 1; i <= 40; ++i) step(i, std::min(0.05, 0.01 * i));
  series.apply({at(40, PhaseStarted{"joint", "", 40, 80})});
  for (int i = 1; i <= 40; ++i) step(40 + i, std::min(0.05, 0.01 * i));
  QCOMPARE(series.marks().size(), std::size_t{1});  // the fall from 0.05 to 0.01 where the phase begins
  QCOMPARE(series.marks()[0].step, 41.0);
}

void RunSeriesTest::stepsMapToEveryAxis() {
  RunSeries series;
  series.apply({at(0, RunStarted{.stepsPerEpoch = 10}), at(10, StepEnd{0.1, {{"loss", 1.0}}}),
                at(20, StepEnd{0.1, {{"loss", 1.0}}})});
  QCOMPARE(series.onAxis(15, RunAxis::step), 15.0);
  QCOMPARE(series.onAxis(15, RunAxis::epoch), 1.5);
  QCOMPARE(series.onAxis(15, RunAxis::seconds), 30.0);
  QCOMPARE(series.onAxis(0, RunAxis::seconds), 0.0);
  QCOMPARE(series.onAxis(99, RunAxis::seconds), 40.0);
}

void RunSeriesTest::storeStartsAgainWhenTold() {
  EngineClient engine;
  RunSeriesStore store(engine);
  Q_EMIT engine.runEvents("/runs/a", true, false,
                          {at(1, StepEnd{0.1, {{"loss", 1.0}}}), at(2, StepEnd{0.1, {{"loss", 2.0}}})});
  Q_EMIT engine.runEvents("/runs/a", false, true, {at(3, StepEnd{0.1, {{"loss", 3.0}}})});
  auto* series = store.series("/runs/a");
  QCOMPARE(series->steps().size(), 3);
  QSignalSpy changed(series, &RunSeries::changed);
  Q_EMIT engine.runEvents("/runs/a", true, true, {at(1, StepEnd{0.1, {{"loss", 7.0}}})});
  QCOMPARE(series->loss("loss"), QVector<double>({7.0}));
  QCOMPARE(changed.first().first().toBool(), true);
  QVERIFY(store.series("/runs/b")->isEmpty());
}

void RunSeriesTest::storeRemembersWhoIsShown() {
  EngineClient engine;
  RunSeriesStore store(engine);
  QSignalSpy shown(&store, &RunSeriesStore::shownChanged);
  store.setCurrent("/runs/a");
  store.setCompared({"/runs/b", "/runs/a", "/runs/b"});
  QCOMPARE(shown.count(), 2);
  QCOMPARE(store.shown(), QStringList({"/runs/a", "/runs/b"}));
  QCOMPARE(store.colourOf("/runs/b"), 1);
  QCOMPARE(store.colourOf("/runs/c"), -1);
  QCOMPARE(store.title("/runs/b"), QString("b"));
  store.setTitle("/runs/b", "full s2");
  QCOMPARE(store.title("/runs/b"), QString("full s2"));
}

void RunSeriesTest::pausesAreMarked() {
  EngineClient engine;
  RunSeriesStore store(engine);
  RunStatus status;
  status.step = 12;
  for (const auto state : {RunState::running, RunState::paused, RunState::paused, RunState::running}) {
    status.state = state;
    Q_EMIT engine.runStatus("/runs/a", status);
  }
  QCOMPARE(store.series("/runs/a")->marks().size(), std::size_t{1});
  QCOMPARE(store.series("/runs/a")->marks()[0].step, 12.0);
  // A pause is what this window saw: reading the events again does not bring it back, so it stays.
  store.series("/runs/a")->clear();
  QCOMPARE(store.series("/runs/a")->marks().size(), std::size_t{1});
}

QTEST_MAIN(RunSeriesTest)
#include "run_series_test.moc"
