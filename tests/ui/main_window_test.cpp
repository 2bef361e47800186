#include "ui/main_window.h"

#include <QComboBox>
#include <QDialog>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

#include "ui/dialogs/ask.h"
#include "ui/dialogs/command_palette.h"
#include "ui/theme.h"
#include "ui/translation.h"
#include "ui/widgets/first_run_path.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/scroll_frame.h"

using namespace marcie;
using namespace marcie::ui;

class MainWindowTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void opensOnDataAndListsEveryPanel();
  void everyPageFitsASmallScreen();
  void shortcutsOpenWorkspaces();
  void noTwoCommandsShareAShortcut();
  void runKeysWorkOnEveryPage();
  void helpKeysWork();
  void thePaletteFindsAndRunsCommands();
  void errorsStayUntilDismissedAndCanBeCopied();
  void theSampleIsOneClick();
  void statusBarTellsTheRunsState();
  void closingAsksWhileARunTrains_data();
  void closingAsksWhileARunTrains();
  void reopenedItFindsTheLiveRun();
  void theFirstRunPathLightsUpAndHidesForGood();
  void layoutIsRestoredAndReset();
  void themesSwitch();
  void languageIsAppliedAtOnceAndRemembered();

 private:
  void startRun();
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<MainWindow> window_;
};

void MainWindowTest::initTestCase() {
  QCoreApplication::setOrganizationName("MarcieTest");
  QCoreApplication::setApplicationName("main_window_test");
}

void MainWindowTest::init() {
  QSettings().clear();
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  context_->engine().start();
  window_ = std::make_unique<MainWindow>(*context_);
  window_->show();
  QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
}

void MainWindowTest::cleanup() {
  window_.reset();
  context_.reset();
}

void MainWindowTest::startRun() {
  RunSpec spec;
  spec.data.path = "/pictures";
  context_->runs().start(spec, "My run");
  QTRY_COMPARE(context_->runs().activity(), RunController::Activity::running);
}

void MainWindowTest::opensOnDataAndListsEveryPanel() {
  QCOMPARE(window_->currentWorkspace(), QString("data"));
  for (const PanelEntry* entry : panels()) {
    QVERIFY2(window_->findChild<QAction*>(QString("show_%1Action").arg(entry->name)) != nullptr, entry->name);
    QVERIFY2(window_->panel(entry->name) != nullptr, entry->name);
    window_->showPanel(entry->name);
    QVERIFY2(window_->panel(entry->name)->isVisible(), entry->name);
  }
  QVERIFY(window_->panel("no such panel") == nullptr);
  QTRY_VERIFY(context_->catalog() != nullptr);
  const QString least = QString::number(window_->minimumSizeHint().width()) + " px at least";
  QVERIFY2(window_->minimumSizeHint().width() <= 1280, qPrintable(least));
}

// With every page made, the window fits a screen of 1280 × 800, and there no page is cut or has to scroll.
void MainWindowTest::everyPageFitsASmallScreen() {
  for (const PanelEntry* entry : panels()) window_->panel(entry->name);
  window_->resize(1280, 800);
  auto* stack = window_->centralWidget()->findChild<QStackedWidget*>("pages");
  QVERIFY(stack != nullptr);
  for (const PanelEntry* entry : panels()) {
    if (entry->place != PanelEntry::Place::workspace) continue;
    window_->showPanel(entry->name);
    const QString least = QString("%1: %2 px").arg(entry->name).arg(window_->minimumSizeHint().height());
    QVERIFY2(window_->minimumSizeHint().height() <= 800, qPrintable(least));
    QCOMPARE(window_->size(), QSize(1280, 800));
    const auto* frame = qobject_cast<ScrollFrame*>(stack->currentWidget());
    QVERIFY(frame != nullptr);
    const QString wanted = QString("%1: wants %2 px, gets %3")
                               .arg(entry->name)
                               .arg(frame->widget()->minimumSizeHint().height())
                               .arg(frame->viewport()->height());
    QTRY_VERIFY2(frame->verticalScrollBar()->maximum() == 0, qPrintable(wanted));
  }
  window_->resize(1280, 420);  // lower than any page wants to be: it scrolls
  QCOMPARE(window_->height(), std::max(420, window_->minimumSizeHint().height()));
}

void MainWindowTest::shortcutsOpenWorkspaces() {
  window_->activateWindow();
  constexpr int kWorkspaces = 8;  // of Data to Recommend
  QStringList opened;
  for (int i = 0; i < kWorkspaces; ++i) {
    QTest::keyClick(window_.get(), static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
    opened << window_->currentWorkspace();
  }
  QCOMPARE(QSet<QString>(opened.begin(), opened.end()).size(), opened.size());
  QVERIFY(opened.contains("predict"));
}

void MainWindowTest::noTwoCommandsShareAShortcut() {
  for (const PanelEntry* entry : panels()) window_->panel(entry->name);
  QMap<QString, QString> seen;
  for (const QAction* action : window_->commands()) {
    for (const auto& keys : action->shortcuts()) {
      const QString text = keys.toString();
      QVERIFY2(!seen.contains(text), qPrintable(text + ": " + seen[text] + " and " + action->text()));
      seen[text] = action->text();
    }
  }
  QVERIFY(seen.size() >= 8);
}

void MainWindowTest::runKeysWorkOnEveryPage() {
  for (const PanelEntry* entry : panels()) window_->panel(entry->name);
  startRun();
  window_->activateWindow();
  auto* label = window_->findChild<QLabel*>("runStatusLabel");
  window_->showPanel("data");
  QVERIFY(!window_->panel("train")->isVisible());
  QElapsedTimer clock;
  clock.start();
  QTest::keyClick(window_.get(), Qt::Key_F5);
  QVERIFY2(label->text().contains("pausing"), qPrintable(label->text()));  // said before the engine has answered
  QVERIFY2(clock.elapsed() <= 200, qPrintable(QString::number(clock.elapsed())));
  QTRY_COMPARE(context_->runs().activity(), RunController::Activity::paused);
  window_->showPanel("predict");
  QTest::keyClick(window_.get(), Qt::Key_F5);
  QVERIFY2(label->text().contains("resuming"), qPrintable(label->text()));
  QTRY_COMPARE(context_->runs().activity(), RunController::Activity::running);
  int asked = 0;
  const ScriptedAnswers answers([&](const Question& question) { return ++asked, question.choices.size() > 5 ? 0 : 1; });
  QTest::keyClick(window_.get(), Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_COMPARE(asked, 1);  // discarding is asked about; this time the run is kept
  QVERIFY(context_->runs().isActive());
  QTest::keyClick(window_.get(), Qt::Key_F5, Qt::ShiftModifier);
  QVERIFY2(label->text().contains("stopping"), qPrintable(label->text()));
  QTRY_COMPARE(context_->runs().status().state, RunState::stopped);
}

void MainWindowTest::helpKeysWork() {
  for (const PanelEntry* entry : panels()) window_->panel(entry->name);
  window_->activateWindow();
  QTest::keyClick(window_.get(), Qt::Key_Slash, Qt::ControlModifier);
  auto* sheet = window_->findChild<QDialog*>("shortcutSheet");
  QVERIFY(sheet != nullptr && sheet->isVisible());
  QStringList texts;
  for (const auto* text : sheet->findChildren<QLabel*>()) texts << text->text();
  for (const char* key : {"F5", "Shift+F5", "F11", "Ctrl+K"}) QVERIFY2(texts.contains(key), key);
  sheet->close();
  QTRY_VERIFY(window_->findChild<QDialog*>("shortcutSheet") == nullptr);
  window_->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(window_.get()));
  QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
  auto* palette = window_->findChild<CommandPalette*>("commandPalette");
  QVERIFY(palette != nullptr);
  palette->close();
  window_->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(window_.get()));
  QTest::keyClick(window_.get(), Qt::Key_F11);
  QTRY_VERIFY(window_->isFullScreen());
  QTest::keyClick(window_.get(), Qt::Key_F11);
  QTRY_VERIFY(!window_->isFullScreen());
}

void MainWindowTest::thePaletteFindsAndRunsCommands() {
  window_->findChild<QAction*>("commandPaletteAction")->trigger();
  auto* palette = window_->findChild<CommandPalette*>("commandPalette");
  QVERIFY(palette != nullptr);
  auto* edit = palette->findChild<QLineEdit*>("commandEdit");
  QTest::keyClicks(edit, "predict");
  QVERIFY(palette->shown().contains("Predict"));
  QTest::keyClicks(edit, " zzz");
  QVERIFY(palette->shown().isEmpty());
  edit->setText("theme");
  QVERIFY(palette->shown().contains("Theme: Dark"));
  edit->setText("Predict");
  const auto row = palette->shown().indexOf("Predict");
  for (int i = 0; i < row; ++i) QTest::keyClick(edit, Qt::Key_Down);
  QTest::keyClick(edit, Qt::Key_Return);
  QCOMPARE(window_->currentWorkspace(), QString("predict"));
}

void MainWindowTest::errorsStayUntilDismissedAndCanBeCopied() {
  auto* bar = window_->findChild<MessageBar*>();
  context_->messages().report(Error{ErrorCode::diskFull, "3 MB were missing", "Free some space", {"writing x"}},
                              "Saving failed");
  QCOMPARE(bar->count(), 1);
  const QString text = bar->findChild<QLabel*>("messageText")->text();
  for (const char* part : {"Saving failed", "The disk is full", "3 MB were missing", "Free some space"}) {
    QVERIFY2(text.contains(part), part);
  }
  context_->messages().report(Error{ErrorCode::diskFull, "3 MB were missing", "", {}}, "Saving failed");
  QCOMPARE(bar->count(), 1);  // the same again replaces, it does not pile up
  context_->messages().report(Error{ErrorCode::cancelled, "cancelled", "", {}}, "Looking");
  QCOMPARE(bar->count(), 1);  // what a person asked for is no error
  for (auto* button : bar->findChildren<QToolButton*>("dismissMessageButton")) {
    if (button->isVisible()) button->click();
  }
  QCOMPARE(bar->count(), 0);
  QVERIFY(!bar->isVisible());
}

void MainWindowTest::theSampleIsOneClick() {
  QTRY_VERIFY(context_->catalog() != nullptr);
  window_->panel("data")->findChild<QPushButton*>("trySampleButton")->click();
  QTRY_VERIFY(context_->selection().hasData());
  QTRY_VERIFY(context_->runs().info().has_value());
  QCOMPARE(QString::fromStdString(context_->runs().info()->spec.preset), QString("quick"));
  QCOMPARE(context_->runs().info()->spec.trainer.batchSize, 16);  // what the preset says
  QCOMPARE(QString::fromStdString(context_->runs().info()->spec.data.path), QString("/sample/kitchen"));
  // What the Train page shows is what was used and what the next start would use.
  QCOMPARE(window_->panel("train")->findChild<QComboBox*>("presetBox")->currentData().toString(), QString("quick"));
  QTRY_VERIFY(context_->runs().status().step > 5);
}

void MainWindowTest::statusBarTellsTheRunsState() {
  auto* label = window_->findChild<QLabel*>("runStatusLabel");
  QCOMPARE(label->text(), QString("No run"));
  QTRY_COMPARE(window_->findChild<QLabel*>("engineStatusLabel")->text(), QString("CPU, 2 threads"));
  startRun();
  QTRY_VERIFY(label->text().contains("img/s"));
  QVERIFY(label->text().contains("My run ● running"));
  QVERIFY(label->text().contains("epoch "));
  context_->runs().pause();
  QTRY_VERIFY(label->text().contains("‖ paused"));
  context_->runs().unpause();
  QTRY_VERIFY(label->text().contains("● running"));
  window_->findChild<QAction*>("stopRunAction")->trigger();
  QTRY_VERIFY(label->text().contains("■ stopped"));
}

void MainWindowTest::closingAsksWhileARunTrains_data() {
  QTest::addColumn<int>("choice");
  QTest::addColumn<bool>("closes");
  QTest::addColumn<bool>("goesOn");
  QTest::newRow("keep running") << 0 << true << true;
  QTest::newRow("stop and save") << 1 << true << false;
  QTest::newRow("discard") << 2 << true << false;
  QTest::newRow("cancel") << -1 << false << true;
}

void MainWindowTest::closingAsksWhileARunTrains() {
  QFETCH(int, choice);
  QFETCH(bool, closes);
  QFETCH(bool, goesOn);
  startRun();
  int asked = 0;
  const ScriptedAnswers answers([&](const Question& question) {
    ++asked;
    return question.choices.size() == 3 ? choice : -1;
  });
  window_->close();
  QCOMPARE(asked, 1);
  QTRY_COMPARE(window_->isVisible(), !closes);
  // What the engine knows decides, not what the window believes.
  std::optional<bool> live;
  context_->engine().call<protocol::RunsList>(this, {}, [&](const Result<protocol::RunsListReply>& reply) {
    live = !reply->runs.empty() && isLive(reply->runs.front().status.state);
  });
  QTRY_VERIFY(live.has_value());
  QCOMPARE(*live, goesOn);
}

void MainWindowTest::reopenedItFindsTheLiveRun() {
  // Without a run nothing is selected, and closing asks nothing.
  bool asked = false;
  const ScriptedAnswers answers([&](const Question&) { return asked = true, -1; });
  QTRY_VERIFY(context_->catalog() != nullptr);
  QVERIFY(context_->selection().run().isEmpty());
  startRun();
  const QString run = context_->selection().run();
  context_->selection().setRun({});
  context_->runs().attachToLiveRun();
  QTRY_COMPARE(context_->selection().run(), run);
  QTRY_COMPARE(context_->runs().activity(), RunController::Activity::running);
  context_->runs().stop();
  QTRY_COMPARE(context_->runs().activity(), RunController::Activity::ended);
  window_->close();
  QVERIFY(!asked);
}

void MainWindowTest::theFirstRunPathLightsUpAndHidesForGood() {
  auto* path = window_->findChild<FirstRunPath*>();
  QVERIFY(path->isVisible());
  QVERIFY(!path->isDone(FirstRunPath::load));
  DatasetSummary summary;
  summary.images = 1;
  DataOptions options;
  options.path = "/pictures";
  context_->selection().useData(options, summary);
  QVERIFY(path->isDone(FirstRunPath::load));
  QVERIFY(path->isDone(FirstRunPath::check));
  QVERIFY(!path->isDone(FirstRunPath::train));
  startRun();
  QVERIFY(path->isDone(FirstRunPath::configure));
  QTRY_VERIFY(path->isDone(FirstRunPath::train));  // with its first checkpoint
  context_->noteExport("figure.png");
  QVERIFY(path->isDone(FirstRunPath::exportStep));
  window_->findChild<QPushButton*>("pathStep5Button")->click();
  QCOMPARE(window_->currentWorkspace(), QString("predict"));
  window_->findChild<QPushButton*>("hidePathButton")->click();
  QVERIFY(!path->isVisible());
  MainWindow again(*context_);
  again.show();
  QVERIFY(!again.findChild<FirstRunPath*>()->isVisible());
  again.findChild<QAction*>("firstStepsAction")->trigger();
  QVERIFY(again.findChild<FirstRunPath*>()->isVisible());
}

void MainWindowTest::layoutIsRestoredAndReset() {
  window_->showPanel("predict");
  window_->showPanel("log");
  QVERIFY(window_->panel("log")->isVisible());
  window_->close();
  MainWindow again(*context_);
  again.show();
  QCOMPARE(again.currentWorkspace(), QString("predict"));
  QVERIFY(again.panel("log")->isVisible());
  again.findChild<QAction*>("resetLayoutAction")->trigger();
  QCOMPARE(again.currentWorkspace(), QString("data"));
  QVERIFY(!again.panel("log")->isVisible());
}

void MainWindowTest::themesSwitch() {
  QList<QAction*> themes = window_->findChildren<QAction*>("themeAction");
  QCOMPARE(themes.size(), 3);
  themes[2]->trigger();
  QVERIFY(Theme::instance().isDark());
  QVERIFY(window_->palette().color(QPalette::Window).lightness() < 100);
  themes[1]->trigger();
  QVERIFY(!Theme::instance().isDark());
  QCOMPARE(QSettings().value("theme").toInt(), static_cast<int>(Theme::Mode::light));
}

void MainWindowTest::languageIsAppliedAtOnceAndRemembered() {
  for (const PanelEntry* entry : panels()) window_->panel(entry->name);
  auto* start = window_->panel("train")->findChild<QPushButton*>("startButton");
  QCOMPARE(start->text(), QString("Start training"));
  window_->findChild<QAction*>("language_zh_CNAction")->trigger();
  QTRY_COMPARE(start->text(), QString::fromUtf8("开始训练"));
  QCOMPARE(chosenLanguage(), QString("zh_CN"));
  QVERIFY(window_->findChild<QAction*>("show_dataAction")->text() != QString("Data"));
  window_->findChild<QAction*>("language_enAction")->trigger();
  QTRY_COMPARE(start->text(), QString("Start training"));
  QCOMPARE(window_->findChild<QAction*>("show_dataAction")->text(), QString("Data"));
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
