#include "ui/models/run_list_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace marcie;
using namespace marcie::ui;

namespace {

RunInfo makeRun(const std::string& path, RunState state, double top1) {
  RunInfo run;
  run.path = path;
  run.created = "2026-01-02T03:04:05Z";
  run.status.state = state;
  run.status.epoch = 7.5;
  run.status.totalEpochs = 20;
  if (top1 >= 0) run.metrics = {{"top1", top1}};
  return run;
}

}  // namespace

class RunListModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void showsWhatARunIs();
  void refreshKeepsRowsThatStay();
  void metricsSortAsNumbers();
  void nameAndNoteAreEdited();
  void statusChangesInPlace();
};

void RunListModelTest::showsWhatARunIs() {
  RunListModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.setRuns({makeRun("/runs/plates", RunState::interrupted, 0.6127)});
  const auto text = [&](int column) { return model.index(0, column).data().toString(); };
  QCOMPARE(text(RunListModel::kState), QString("interrupted"));
  QCOMPARE(text(RunListModel::kName), QString("plates"));
  QVERIFY(text(RunListModel::kVariant).contains("MARNet"));
  QCOMPARE(text(RunListModel::kTop1), QLocale().toString(61.3, 'f', 1) + " %");
  QCOMPARE(text(RunListModel::kMacroF1), QString());
  QCOMPARE(text(RunListModel::kEpoch), QString("7/20"));
  QVERIFY(!text(RunListModel::kCreated).isEmpty());
}

void RunListModelTest::refreshKeepsRowsThatStay() {
  RunListModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
  model.setRuns({makeRun("/runs/a", RunState::completed, 0.5), makeRun("/runs/b", RunState::running, -1)});
  const QPersistentModelIndex kept = model.index(model.rowOf("/runs/b"), 0);
  model.setRuns({makeRun("/runs/c", RunState::created, -1), makeRun("/runs/b", RunState::completed, 0.7)});
  QCOMPARE(model.rowCount(), 2);
  QVERIFY(kept.isValid());
  QCOMPARE(kept.data(RunListModel::kPathRole).toString(), QString("/runs/b"));
  QCOMPARE(kept.data().toString(), QString("finished"));
  QCOMPARE(model.rowOf("/runs/a"), -1);
  QVERIFY(model.run("/runs/c") != nullptr);
}

void RunListModelTest::metricsSortAsNumbers() {
  RunListModel model;
  model.setRuns({makeRun("/a", RunState::completed, 0.09), makeRun("/b", RunState::completed, 0.5),
                 makeRun("/c", RunState::running, -1)});
  const auto key = [&](int row) { return model.index(row, RunListModel::kTop1).data(RunListModel::kSortRole); };
  QVERIFY(key(0).toDouble() < key(1).toDouble());
  QVERIFY(key(2).toDouble() < key(0).toDouble());
}

void RunListModelTest::nameAndNoteAreEdited() {
  RunListModel model;
  model.setRuns({makeRun("/runs/a", RunState::completed, 0.5)});
  QSignalSpy edited(&model, &RunListModel::notesEdited);
  QVERIFY(model.flags(model.index(0, RunListModel::kName)).testFlag(Qt::ItemIsEditable));
  QVERIFY(!model.flags(model.index(0, RunListModel::kTop1)).testFlag(Qt::ItemIsEditable));
  QVERIFY(model.setData(model.index(0, RunListModel::kNote), "looks good", Qt::EditRole));
  QCOMPARE(edited.count(), 1);
  QVERIFY(!model.setData(model.index(0, RunListModel::kName), "   ", Qt::EditRole));
  QVERIFY(!model.setData(model.index(0, RunListModel::kTop1), "1", Qt::EditRole));
  QCOMPARE(edited.count(), 1);
  QCOMPARE(model.run("/runs/a")->notes.note, std::string("looks good"));
}

void RunListModelTest::statusChangesInPlace() {
  RunListModel model;
  model.setRuns({makeRun("/runs/a", RunState::running, 0.5)});
  QSignalSpy changed(&model, &RunListModel::dataChanged);
  RunStatus status;
  status.state = RunState::paused;
  status.epoch = 9;
  status.totalEpochs = 20;
  model.setStatus("/runs/a", status);
  model.setStatus("/runs/unknown", status);
  QCOMPARE(changed.count(), 1);
  QCOMPARE(model.index(0, RunListModel::kState).data().toString(), QString("paused"));
  QCOMPARE(model.index(0, RunListModel::kEpoch).data().toString(), QString("9/20"));
}

QTEST_MAIN(RunListModelTest)
#include "run_list_model_test.moc"
