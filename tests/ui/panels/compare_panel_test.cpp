#include "ui/panels/compare_panel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>

#include "ui/bridge/app_context.h"
#include "ui/charts/line_plot.h"
#include "ui/widgets/text_table_view.h"

using namespace marcie;
using namespace marcie::ui;

// Against the scripted engine, whose runs learn on a clock.
class ComparePanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void emptyStateLeadsToRuns();
  void twoRunsSideBySide();
  void sameSettingsAreLeftOutUntilAskedFor();
  void tablesAreCopied();
  void endsWithTheComparison();

 private:
  TextTableView* metrics() const { return panel_->findChild<TextTableView*>("metricTable"); }
  TextTableView* settings() const { return panel_->findChild<TextTableView*>("settingsTable"); }
  QString startRun(const QString& name, int batchSize);
  void compareTwo();
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<ComparePanel> panel_;
};

void ComparePanelTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  panel_ = std::make_unique<ComparePanel>(*context_);
  panel_->resize(1180, 700);
  panel_->show();
  context_->engine().start();
  QTRY_COMPARE(context_->engine().state(), EngineClient::State::ready);
}

void ComparePanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

QString ComparePanelTest::startRun(const QString& name, int batchSize) {
  RunSpec spec;
  spec.data.path = "/pictures/food";
  spec.trainer.batchSize = batchSize;
  const QString before = context_->selection().run();
  context_->runs().start(spec, name);
  [&] { QTRY_VERIFY(context_->selection().run() != before); }();
  [&] { QTRY_COMPARE(context_->runs().activity(), RunController::Activity::running); }();
  return context_->selection().run();
}

void ComparePanelTest::compareTwo() {
  const QString first = startRun("first", 16);
  const QString second = startRun("second", 64);
  context_->series().setCompared({first, second});
  QTRY_VERIFY(panel_->hasContent());
  QTRY_VERIFY(!panel_->isBusy());
}

void ComparePanelTest::emptyStateLeadsToRuns() {
  QVERIFY(!panel_->hasContent());
  QCOMPARE(panel_->findChild<QStackedWidget*>()->currentIndex(), 0);
  QSignalSpy requested(context_.get(), &AppContext::panelRequested);
  panel_->findChild<QPushButton*>("goToRunsButton")->click();
  QCOMPARE(requested.count(), 1);
  QCOMPARE(requested.first().first().toString(), QString("runs"));
}

void ComparePanelTest::twoRunsSideBySide() {
  compareTwo();
  QVERIFY(panel_->findChild<QLabel*>("compareTitle")->text().startsWith("2 "));
  // Both validate once an epoch; then every cell of their rows is a number, and a last row sums up.
  QTRY_COMPARE_WITH_TIMEOUT(metrics()->rowCount(), 3, 20000);
  QCOMPARE(metrics()->columnCount(), 5);
  for (int row = 0; row < 2; ++row) {
    for (int column = 1; column < 5; ++column) {
      QTRY_VERIFY_WITH_TIMEOUT(metrics()->item(row, column)->text() != QString("–"), 20000);
    }
    QVERIFY(metrics()->item(row, 1)->text().endsWith('%'));
  }
  QVERIFY(metrics()->item(2, 1)->text().contains(QChar(0x00B1)));
  // Nothing is cut, although names and numbers came after the columns.
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 5; ++column) {
      const QString text = metrics()->item(row, column)->text();
      QVERIFY2(metrics()->columnWidth(column) > metrics()->fontMetrics().horizontalAdvance(text), qPrintable(text));
    }
  }
  auto* losses = panel_->findChild<LinePlot*>("lossPlot");
  QTRY_VERIFY(losses->seriesCount() >= 2);
}

void ComparePanelTest::sameSettingsAreLeftOutUntilAskedFor() {
  compareTwo();
  QCOMPARE(settings()->rowCount(), 1);
  QCOMPARE(settings()->item(0, 0)->text(), QString("trainer.batchSize"));
  QStringList values{settings()->item(0, 1)->text(), settings()->item(0, 2)->text()};
  values.sort();
  QCOMPARE(values, (QStringList{"16", "64"}));
  panel_->findChild<QCheckBox*>("differencesBox")->click();
  QVERIFY(settings()->rowCount() > 20);
}

void ComparePanelTest::tablesAreCopied() {
  compareTwo();
  Q_EMIT settings()->customContextMenuRequested(QPoint(4, 4));
  auto* menu = settings()->findChild<QMenu*>();
  QVERIFY(menu != nullptr);
  QCOMPARE(menu->actions().size(), 5);
  menu->actions()[0]->trigger();
  const QString csv = QGuiApplication::clipboard()->text();
  QVERIFY2(csv.contains("trainer.batchSize,") && csv.count('\n') == 2, qPrintable(csv));
  menu->actions()[1]->trigger();
  QVERIFY(QGuiApplication::clipboard()->text().startsWith("\\begin{tabular}{lrr}"));
  menu->close();
}

void ComparePanelTest::endsWithTheComparison() {
  compareTwo();
  panel_->findChild<QPushButton*>("endCompareButton")->click();
  QVERIFY(!panel_->hasContent());
  QCOMPARE(panel_->findChild<QStackedWidget*>()->currentIndex(), 0);
}

QTEST_MAIN(ComparePanelTest)
#include "compare_panel_test.moc"
