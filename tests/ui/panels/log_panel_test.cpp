#include "ui/panels/log_panel.h"

#include <QPlainTextEdit>
#include <QTest>
#include <QToolButton>

#include "ui/bridge/app_context.h"

using namespace marcie;
using namespace marcie::ui;

class LogPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsMessagesWithTheirHint();
  void tellsOnlyTheSelectedRunsStory();
  void clearEmptiesIt();
};

void LogPanelTest::keepsMessagesWithTheirHint() {
  AppContext context;
  LogPanel panel(context);
  QVERIFY(!panel.hasContent());
  context.messages().post({Message::Severity::error, "It broke.", "Line 42 <b>", {}, {}, {}});
  QVERIFY(panel.hasContent());
  const QString text = panel.findChild<QPlainTextEdit*>("logText")->toPlainText();
  QVERIFY(text.contains("It broke. Line 42 <b>"));
}

void LogPanelTest::tellsOnlyTheSelectedRunsStory() {
  AppContext context;
  LogPanel panel(context);
  context.selection().setRun("runs/a");
  const std::vector<RunEvent> events{{0, 0, 0, PhaseStarted{"joint", "Joint training", 0, 10}},
                                     {1, 0.1, 0, StepEnd{0.1, {{"loss", 2.0}}}},
                                     {1, 0.1, 0, RunFinished{"failed", "numeric", "the loss is NaN", "", {}}}};
  Q_EMIT context.engine().runEvents("runs/b", false, true, events);
  QVERIFY(!panel.hasContent());
  Q_EMIT context.engine().runEvents("runs/a", false, true, events);
  const QString text = panel.findChild<QPlainTextEdit*>("logText")->toPlainText();
  QVERIFY(text.contains("Joint training"));
  QVERIFY(text.contains("the loss is NaN"));
  QCOMPARE(text.count('\n'), 1);  // steps are not told
  // The engine died and sends the history again, with one thing more.
  auto more = events;
  more.push_back({2, 0.2, 0, WarningRaised{"slow", "the disk is slow", ""}});
  Q_EMIT context.engine().runEvents("runs/a", true, true, more);
  const QString again = panel.findChild<QPlainTextEdit*>("logText")->toPlainText();
  QCOMPARE(again.count("Joint training"), 1);
  QVERIFY(again.contains("the disk is slow"));
}

void LogPanelTest::clearEmptiesIt() {
  AppContext context;
  LogPanel panel(context);
  context.messages().info("hello");
  panel.findChild<QToolButton*>("clearLogButton")->click();
  QVERIFY(!panel.hasContent());
}

QTEST_MAIN(LogPanelTest)
#include "log_panel_test.moc"
