#include "ui/panels/curves_panel.h"

#include <cmath>

#include <QComboBox>
#include <QElapsedTimer>
#include <QMenu>
#include <QSlider>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

#include "ui/bridge/app_context.h"
#include "ui/charts/line_plot.h"
#include "ui/panels/curves_glance.h"

using namespace marcie;
using namespace marcie::ui;

namespace {

std::vector<RunEvent> steps(std::int64_t first, std::int64_t count) {
  std::vector<RunEvent> out;
  for (std::int64_t step = first; step < first + count; ++step) {
    const double loss = 2.0 / (1.0 + static_cast<double>(step) / 50.0);
    out.push_back({step, static_cast<double>(step) / 10.0, static_cast<double>(step) * 0.5,
                   StepEnd{0.1, {{"loss", loss}, {"ce", loss / 2}, {"ema", loss / 3}}}});
  }
  return out;
}

RunEvent validation(std::int64_t step, double top1) {
  return {step, static_cast<double>(step) / 10.0, static_cast<double>(step) * 0.5,
          MetricsReady{"val", {{"top1", top1}, {"macroF1", top1 - 0.1}, {"loss", 1.0}}}};
}

}  // namespace

class CurvesPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void offersTheMetricsThatARunHas();
  void init();
  void cleanup();
  void emptyUntilARunHasPoints();
  void everyEventIsDrawnOnce();
  void restartBeginsAgain();
  void axisChangesForBothPlots();
  void metricIsChosen();
  void partsAreHidden();
  void comparedRunsAreNamed();
  void hiddenPanelCatchesUp();
  void millionPoints();
  void eightPicturesShowHowOpinionsChange();

 private:
  void send(const QString& run, const std::vector<RunEvent>& events, bool restarted = false) {
    Q_EMIT context_->engine().runEvents(run, restarted, true, events);
  }
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<CurvesPanel> panel_;
};

void CurvesPanelTest::init() {
  context_ = std::make_unique<AppContext>();
  panel_ = std::make_unique<CurvesPanel>(*context_);
  panel_->resize(860, 700);
  panel_->show();
  context_->series().setCurrent("/runs/a");
}

void CurvesPanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void CurvesPanelTest::emptyUntilARunHasPoints() {
  QVERIFY(!panel_->hasContent());
  QCOMPARE(panel_->findChild<QStackedWidget*>()->currentIndex(), 0);
  send("/runs/a", steps(1, 5));
  QVERIFY(panel_->hasContent());
  QCOMPARE(panel_->findChild<QStackedWidget*>()->currentIndex(), 1);
}

void CurvesPanelTest::everyEventIsDrawnOnce() {
  for (int block = 0; block < 10; ++block) send("/runs/a", steps(1 + 10 * block, 10));
  QCOMPARE(panel_->pointCount(), 300);  // 100 steps, three losses
  panel_->lossPlot()->replotNow();
  const auto painted = panel_->lossPlot()->paintedPoints(0);
  QCOMPARE(painted.size(), 100);
  QCOMPARE(painted.first().x(), 1.0);
  QCOMPARE(painted.last().x(), 100.0);
  send("/runs/b", steps(1, 50));  // somebody else's run
  QCOMPARE(panel_->pointCount(), 300);
}

void CurvesPanelTest::restartBeginsAgain() {
  send("/runs/a", steps(1, 100));
  send("/runs/a", steps(1, 20), true);
  QCOMPARE(panel_->pointCount(), 60);
  panel_->lossPlot()->replotNow();
  QCOMPARE(panel_->lossPlot()->xRange(), qMakePair(1.0, 20.0));
}

void CurvesPanelTest::axisChangesForBothPlots() {
  auto events = steps(1, 100);
  events.push_back(validation(100, 0.6));
  send("/runs/a", events);
  auto* box = panel_->findChild<QComboBox*>("axisBox");
  const auto choose = [&](int index) {
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
    panel_->metricPlot()->replotNow();
    panel_->lossPlot()->replotNow();
  };
  choose(1);
  QCOMPARE(panel_->lossPlot()->xRange(), qMakePair(0.1, 10.0));
  QCOMPARE(panel_->metricPlot()->xRange(), qMakePair(0.1, 10.0));
  choose(2);
  QCOMPARE(panel_->lossPlot()->xRange(), qMakePair(0.5, 50.0));
  choose(0);
  QCOMPARE(panel_->metricPlot()->xRange(), qMakePair(1.0, 100.0));
  // Points that come after the change stand on the new axis, too.
  choose(1);
  send("/runs/a", steps(101, 10));
  panel_->lossPlot()->replotNow();
  QCOMPARE(panel_->lossPlot()->xRange(), qMakePair(0.1, 11.0));
}

void CurvesPanelTest::metricIsChosen() {
  send("/runs/a", {validation(10, 0.5), validation(20, 0.7)});
  auto* box = panel_->findChild<QComboBox*>("metricBox");
  QCOMPARE(box->currentData().toString(), QString("top1"));
  QCOMPARE(panel_->metricPlot()->valuesAt(20), QStringList({"validation: 0.7"}));
  box->setCurrentIndex(box->findData("macroF1"));
  Q_EMIT box->activated(box->currentIndex());
  QCOMPARE(panel_->metricPlot()->valuesAt(20), QStringList({"validation: 0.6"}));
  QCOMPARE(box->currentText(), QString("Macro-F1"));
}

void CurvesPanelTest::partsAreHidden() {
  send("/runs/a", steps(1, 10));
  QCOMPARE(panel_->lossPlot()->seriesCount(), 3);
  auto* menu = panel_->findChild<QToolButton*>("partsButton")->menu();
  QCOMPARE(menu->actions().size(), 3);
  menu->findChild<QAction*>("ema")->trigger();
  QTRY_COMPARE(panel_->lossPlot()->seriesCount(), 2);
  QVERIFY(!panel_->lossPlot()->valuesAt(5).join(' ').contains("EMA"));
  menu->findChild<QAction*>("ema")->trigger();
  QTRY_COMPARE(panel_->lossPlot()->seriesCount(), 3);
}

void CurvesPanelTest::comparedRunsAreNamed() {
  context_->series().setTitle("/runs/b", "full s2");
  send("/runs/a", steps(1, 10));
  send("/runs/b", steps(1, 10));
  context_->series().setCompared({"/runs/a", "/runs/b"});
  QCOMPARE(panel_->lossPlot()->seriesCount(), 2);  // the total of each; parts would be a thicket
  const QString rows = panel_->lossPlot()->valuesAt(5).join('\n');
  QVERIFY2(rows.contains("a · loss") && rows.contains("full s2 · loss"), qPrintable(rows));
  context_->series().setCompared({});
  QCOMPARE(panel_->lossPlot()->seriesCount(), 3);
}

void CurvesPanelTest::hiddenPanelCatchesUp() {
  send("/runs/a", steps(1, 10));
  panel_->hide();
  send("/runs/a", steps(11, 10));
  QCOMPARE(panel_->pointCount(), 30);
  panel_->show();
  QCOMPARE(panel_->pointCount(), 60);
}

void CurvesPanelTest::millionPoints() {
  const std::int64_t n = 340000;
  for (std::int64_t first = 1; first <= n; first += 20000) send("/runs/a", steps(first, 20000));
  panel_->findChild<QSlider*>("smoothingSlider")->setValue(90);
  panel_->lossPlot()->replotNow();
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    send("/runs/a", steps(n + 1 + i, 1));
    QElapsedTimer timer;
    timer.start();
    panel_->lossPlot()->replotNow();
    best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
  }
  qInfo("%lld points in three smoothed curves: %.1f ms a replot", static_cast<long long>(panel_->pointCount()), best);
  QCOMPARE(panel_->pointCount(), 3 * (n + 5));
  QVERIFY(best < 500);  // the goal is 16; debug builds and shared machines are given room
}

void CurvesPanelTest::eightPicturesShowHowOpinionsChange() {
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  context_->engine().start();
  QTRY_COMPARE(context_->engine().state(), EngineClient::State::ready);
  auto* strip = panel_->findChild<GlanceStrip*>("glanceStrip");
  QVERIFY(!strip->isVisible());  // a run without a checkpoint has none
  RunSpec spec;
  spec.data.path = "/pictures";
  context_->runs().start(spec, "run");
  QTRY_VERIFY_WITH_TIMEOUT(strip->isVisible() && strip->reply()->steps.size() >= 3, 20000);
  QCOMPARE(strip->reply()->pictures.size(), std::size_t{8});
  // Every checkpoint is looked at while the run goes on, and the marks are painted.
  const auto seen = strip->reply()->steps.size();
  QTRY_VERIFY_WITH_TIMEOUT(strip->reply()->steps.size() > seen, 20000);
  QVERIFY(!strip->grab().isNull());
  context_->series().setCompared({"/runs/other"});
  QVERIFY(!strip->isVisible());
}

void CurvesPanelTest::offersTheMetricsThatARunHas() {
  QCOMPARE(metricChoice({}), QStringList{"top1"});
  QCOMPARE(metricChoice({"train/top1", "val/loss", "val/macroF1", "val/top1"}), (QStringList{"top1", "macroF1"}));
  QCOMPARE(metricChoice({"val/allAuc", "val/warmAuc", "val/coldAuc"}), (QStringList{"coldAuc", "warmAuc", "allAuc"}));
}

QTEST_MAIN(CurvesPanelTest)
#include "curves_panel_test.moc"
