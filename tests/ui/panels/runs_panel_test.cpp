#include "ui/panels/runs_panel.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

#include "ui/bridge/app_context.h"
#include "ui/dialogs/ask.h"
#include "ui/models/run_list_model.h"

using namespace marcie;
using namespace marcie::ui;

// Against the scripted engine, whose runs learn on a clock.
class RunsPanelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QCoreApplication::setOrganizationName("marcie-tests");
    QCoreApplication::setApplicationName("runs-panel");
    QSettings().clear();
  }
  void init();
  void cleanup();
  void emptyStateLeadsToTrain();
  void runsAreListedWithTheirState();
  void openMakesItTheCurrentRun();
  void compareDrawsTheSelected();
  void renameIsSaved();
  void hiddenRunsLeaveTheListUntilAskedFor();
  void deleteAsksAndMovesAway();
  void moreEpochsGoOn();
  void filterAndSort();

 private:
  QTableView* table() const { return panel_->findChild<QTableView*>("runsTable"); }
  QPushButton* button(const char* name) const { return panel_->findChild<QPushButton*>(name); }
  void startRun(const QString& name);
  void stopCurrent();
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<RunsPanel> panel_;
};

void RunsPanelTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setCommand({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  panel_ = std::make_unique<RunsPanel>(*context_);
  panel_->resize(1100, 600);
  panel_->show();
  context_->engine().start();
  QTRY_COMPARE(context_->engine().state(), EngineClient::State::ready);
}

void RunsPanelTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void RunsPanelTest::startRun(const QString& name) {
  RunSpec spec;
  spec.data.path = "/pictures/food";
  spec.trainer.batchSize = 16;
  const int before = panel_->model()->rowCount();
  context_->runs().start(spec, name);
  QTRY_COMPARE(context_->runs().activity(), RunController::Activity::running);
  QTRY_COMPARE(panel_->model()->rowCount(), before + 1);
}

void RunsPanelTest::stopCurrent() {
  context_->runs().stop();
  QTRY_COMPARE(context_->runs().activity(), RunController::Activity::ended);
}

void RunsPanelTest::emptyStateLeadsToTrain() {
  QTRY_VERIFY(!panel_->isBusy());
  QVERIFY(!panel_->hasContent());
  QCOMPARE(panel_->findChild<QStackedWidget*>()->currentIndex(), 0);
  QSignalSpy requested(context_.get(), &AppContext::panelRequested);
  button("goToTrainButton")->click();
  QCOMPARE(requested.count(), 1);
  QCOMPARE(requested.first().first().toString(), QString("train"));
}

void RunsPanelTest::runsAreListedWithTheirState() {
  startRun("first");
  const auto state = [&] { return panel_->model()->index(0, RunListModel::kState).data().toString(); };
  QTRY_COMPARE(state(), QString("running"));
  QCOMPARE(panel_->model()->index(0, RunListModel::kName).data().toString(), QString("first"));
  QVERIFY(!button("deleteRunButton")->isEnabled());
  stopCurrent();
  QTRY_COMPARE(state(), QString("stopped"));
  QTRY_VERIFY(button("deleteRunButton")->isEnabled());
  QVERIFY(button("resumeRunButton")->isVisible());
  QCOMPARE(panel_->findChild<QLabel*>("runTitle")->text(), QString("first"));
  QStringList facts;
  for (const auto* label : panel_->findChild<QWidget*>("runFacts")->findChildren<QLabel*>()) {
    facts << label->text().remove(QChar(0x200B));  // where a line may break
  }
  QVERIFY2(facts.contains("trainer.batchSize=16"), qPrintable(facts.join(" | ")));
}

void RunsPanelTest::openMakesItTheCurrentRun() {
  startRun("first");
  const QString first = context_->selection().run();
  startRun("second");
  QVERIFY(context_->selection().run() != first);
  QSignalSpy requested(context_.get(), &AppContext::panelRequested);
  const int row = panel_->model()->rowOf(first);
  QVERIFY(row >= 0);
  for (int i = 0; i < table()->model()->rowCount(); ++i) {
    if (table()->model()->index(i, 0).data(RunListModel::kPathRole).toString() == first) table()->selectRow(i);
  }
  button("openRunButton")->click();
  QCOMPARE(context_->selection().run(), first);
  QCOMPARE(requested.last().first().toString(), QString("curves"));
}

void RunsPanelTest::compareDrawsTheSelected() {
  startRun("first");
  table()->selectRow(0);
  QVERIFY(!button("compareButton")->isEnabled());
  startRun("second");
  table()->selectAll();
  QVERIFY(button("compareButton")->isEnabled());
  button("compareButton")->click();
  QCOMPARE(context_->series().shown().size(), 2);
  for (const auto& run : context_->series().shown()) {
    QTRY_VERIFY(context_->series().series(run)->steps().size() > 5);
  }
  QVERIFY(button("clearCompareButton")->isVisible());
  button("clearCompareButton")->click();
  QCOMPARE(context_->series().shown().size(), 1);
}

void RunsPanelTest::renameIsSaved() {
  startRun("first");
  stopCurrent();
  auto* model = panel_->model();
  QVERIFY(model->setData(model->index(0, RunListModel::kName), "  better name ", Qt::EditRole));
  QVERIFY(model->setData(model->index(0, RunListModel::kNote), "seed 7", Qt::EditRole));
  QVERIFY(model->setData(model->index(0, RunListModel::kTags), " paper, seed 7 ,paper,", Qt::EditRole));
  QCOMPARE(context_->series().title(context_->selection().run()), QString("better name"));
  // The engine has it: a second list says so.
  std::optional<RunInfo> saved;
  context_->engine().call<protocol::RunsList>(this, {}, [&](const Result<protocol::RunsListReply>& reply) {
    QVERIFY(reply.ok());
    saved = reply->runs.front();
  });
  QTRY_VERIFY(saved.has_value());
  QCOMPARE(QString::fromStdString(saved->notes.name), QString("better name"));
  QCOMPARE(QString::fromStdString(saved->notes.note), QString("seed 7"));
  QVERIFY((saved->notes.tags == std::vector<std::string>{"paper", "seed 7"}));
  QTRY_VERIFY(!panel_->isBusy());
  QCOMPARE(model->index(0, RunListModel::kTags).data().toString(), QString("paper, seed 7"));
}

void RunsPanelTest::hiddenRunsLeaveTheListUntilAskedFor() {
  startRun("first");
  stopCurrent();
  startRun("second");
  QCOMPARE(table()->model()->rowCount(), 2);
  auto* box = panel_->findChild<QCheckBox*>("showHiddenBox");
  QVERIFY(!box->isVisible());
  const QString second = context_->selection().run();
  for (int i = 0; i < 2; ++i) {
    if (table()->model()->index(i, 0).data(RunListModel::kPathRole).toString() == second) table()->selectRow(i);
  }
  button("hideRunButton")->click();
  QCOMPARE(table()->model()->rowCount(), 1);
  QCOMPARE(table()->model()->index(0, RunListModel::kName).data().toString(), QString("first"));
  QTRY_VERIFY(box->isVisible());
  panel_->refresh();
  QTRY_VERIFY(!panel_->isBusy());
  QCOMPARE(table()->model()->rowCount(), 1);  // the engine remembers it
  box->click();
  QCOMPARE(table()->model()->rowCount(), 2);
  panel_->model()->setHidden(second, false);
  QTRY_VERIFY(!box->isVisible());
  box->setChecked(false);
  QCOMPARE(table()->model()->rowCount(), 2);
}

void RunsPanelTest::deleteAsksAndMovesAway() {
  startRun("first");
  stopCurrent();
  QTRY_VERIFY(button("deleteRunButton")->isEnabled());
  int choice = 1;
  int asked = 0;
  const ScriptedAnswers answers([&](const Question& question) {
    ++asked;
    return question.text.contains("first") ? choice : -1;
  });
  button("deleteRunButton")->click();
  QTRY_COMPARE(asked, 1);
  QCOMPARE(panel_->model()->rowCount(), 1);
  choice = 0;
  button("deleteRunButton")->click();
  QTRY_COMPARE(panel_->model()->rowCount(), 0);
  QVERIFY(context_->selection().run().isEmpty());
}

void RunsPanelTest::moreEpochsGoOn() {
  startRun("first");
  QTRY_VERIFY_WITH_TIMEOUT(context_->runs().status().state == RunState::completed, 20000);
  const auto before = context_->runs().status().totalEpochs;
  QTRY_VERIFY(button("moreEpochsButton")->isVisible());
  panel_->findChild<QSpinBox*>("moreEpochsBox")->setValue(3);
  button("moreEpochsButton")->click();
  QTRY_COMPARE(context_->runs().status().totalEpochs, before + 3);
}

void RunsPanelTest::filterAndSort() {
  startRun("alpha");
  startRun("beta");
  table()->sortByColumn(RunListModel::kName, Qt::DescendingOrder);
  const auto name = [&](int row) { return table()->model()->index(row, RunListModel::kName).data().toString(); };
  QCOMPARE(name(0), QString("beta"));
  panel_->findChild<QLineEdit*>("runsFilter")->setText("alp");
  QCOMPARE(table()->model()->rowCount(), 1);
  QCOMPARE(name(0), QString("alpha"));
  // The next window sorts as this one did.
  RunsPanel other(*context_);
  QCOMPARE(other.findChild<QTableView*>("runsTable")->horizontalHeader()->sortIndicatorSection(),
           int(RunListModel::kName));
}

QTEST_MAIN(RunsPanelTest)
#include "runs_panel_test.moc"
