#include "ui/models/selection_model.h"

#include <QSignalSpy>
#include <QTest>

using namespace marcie;
using namespace marcie::ui;

class SelectionModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keepsOrderAndDropsRepeats();
  void saysOnlyWhatChanged();

 private:
  static protocol::DataRow row(const char* path) {
    protocol::DataRow made;
    made.path = path;
    return made;
  }
};

void SelectionModelTest::keepsOrderAndDropsRepeats() {
  SelectionModel model;
  model.set({row("/b"), row("/a"), row("/b")}, this);
  QCOMPARE(model.size(), 2);
  QCOMPARE(QString::fromStdString(model.rows()[0].path), QString("/b"));
  QVERIFY(model.contains("/a") && !model.contains("/c"));
  QCOMPARE(model.origin(), static_cast<const QObject*>(this));
  model.clear();
  QVERIFY(model.isEmpty());
  QVERIFY(model.origin() == nullptr);
}

void SelectionModelTest::saysOnlyWhatChanged() {
  SelectionModel model;
  QSignalSpy changed(&model, &SelectionModel::changed);
  model.clear();
  QCOMPARE(changed.count(), 0);
  model.set({row("/a"), row("/b")}, this);
  model.set({row("/b"), row("/a")}, nullptr);  // the same pictures
  QCOMPARE(changed.count(), 1);
  QCOMPARE(model.origin(), static_cast<const QObject*>(this));
  model.set({row("/a")}, nullptr);
  model.clear();
  QCOMPARE(changed.count(), 3);
}

QTEST_GUILESS_MAIN(SelectionModelTest)
#include "selection_model_test.moc"
