#include <QAbstractItemModel>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/support/some_food.h"
#include "ui/forms/options_form.h"
#include "ui/main_window.h"
#include "ui/panels/curves_panel.h"
#include "ui/panels/data_panel.h"
#include "ui/panels/predict_panel.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;

// A newcomer's first hour on real pictures with the real engine: drop, check, use, train, pause, look, stop, come back.
class WholePathTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void fromDroppedFolderToTheRunFoundTomorrow();

 private:
  void open();
  void dropData();
  void startTraining();
  void pauseAndResume();
  void lookAtAPhoto(const QString& file);
  void stopAndComeBack();
  [[nodiscard]] QString status() const { return window_->findChild<QLabel*>("runStatusLabel")->text(); }
  template <class T>
  [[nodiscard]] T* find(const char* name) const {
    return window_->findChild<T*>(name);
  }

  QTemporaryDir home_;
  QString folder_;
  int copied_ = 0;
  QString testPicture_, testLabel_;
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<MainWindow> window_;
};

namespace {
constexpr int kPatience = 60'000;  // ms; a shared machine can be slow
}

void WholePathTest::initTestCase() {
  const QString engine = QStringLiteral(MARCIE_BIN_DIR "/marcie-cli");
  if (!QFile::exists(engine)) QSKIP("marcie-cli is not built here");
  if (testing::foodSource().isEmpty()) QSKIP("the real pictures (food10) are not on this machine");
  QVERIFY(home_.isValid());
  qputenv("MARCIE_HOME", home_.filePath("home").toUtf8());
  qputenv("MARCIE_CACHE_DIR", home_.filePath("cache").toUtf8());
  qputenv("MARCIE_ENGINE", (engine + " serve").toUtf8());
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home_.filePath("settings"));
  QCoreApplication::setOrganizationName("Marcie");
  QCoreApplication::setApplicationName("whole_path_test");
  Theme::instance().apply(Theme::Mode::light);
  folder_ = home_.filePath("some_food");
  const auto pictures = testing::copySomeFood(folder_, 8);
  copied_ = static_cast<int>(pictures.size());
  QCOMPARE(copied_, 3 * 10 * 8);
  for (const auto& picture : pictures) {
    if (picture.split == "test") testPicture_ = picture.path, testLabel_ = picture.label;
  }
}

void WholePathTest::open() {
  context_ = std::make_unique<AppContext>();
  window_ = std::make_unique<MainWindow>(*context_);
  window_->show();
  QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  context_->engine().start();
  QTRY_VERIFY_WITH_TIMEOUT(context_->catalog() != nullptr, kPatience);
}

void WholePathTest::dropData() {
  auto* panel = qobject_cast<DataPanel*>(window_->panel("data"));
  auto* target = panel->findChild<EmptyState*>();
  QVERIFY(target->isVisible());
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(folder_)});
  // A drop is delivered to who accepted the drag, as with a mouse.
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(target, &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(target, &drop);
  QTRY_COMPARE_WITH_TIMEOUT(panel->page(), DataPanel::Page::preview, kPatience);
  const QString numbers = find<QLabel>("previewNumbersLabel")->text();
  QVERIFY2(numbers.contains(QString::number(copied_)), qPrintable(numbers));
  QVERIFY2(numbers.contains(">10<"), qPrintable(numbers));  // classes
  QCOMPARE(find<BarPlot>("classPlot")->barCount(), 10);
  find<QPushButton>("useDataButton")->click();
  auto* grid = find<QListView>("pictureGrid");
  QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), copied_, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(!grid->model()->index(0, 0).data(Qt::DecorationRole).value<QPixmap>().isNull(), kPatience);
}

void WholePathTest::startTraining() {
  window_->showPanel("train");
  auto* presets = find<QComboBox>("presetBox");
  presets->setCurrentIndex(presets->findData("quick"));
  QCOMPARE(presets->currentData().toString(), QString("quick"));
  auto* form = find<OptionsForm>("optionsForm");
  form->setValue("model.phases.joint", 400);  // long enough to be paused and stopped by a person
  form->setValue("model.width", 8);
  form->setValue("data.imageSize", 32);
  form->setValue("trainer.threads", 1);  // two would wait for each other where the machine is shared
  find<QPushButton>("startButton")->click();
  QTRY_COMPARE_WITH_TIMEOUT(context_->runs().activity(), RunController::Activity::running, kPatience);
  auto* curves = qobject_cast<CurvesPanel*>(window_->panel("curves"));
  QTRY_VERIFY_WITH_TIMEOUT(curves->pointCount() > 0, kPatience);
  const auto before = curves->pointCount();
  QTRY_VERIFY_WITH_TIMEOUT(curves->pointCount() > before, kPatience);
  QVERIFY2(status().contains("running"), qPrintable(status()));
  QTRY_VERIFY_WITH_TIMEOUT(context_->runs().status().epoch >= 1.2, kPatience);
}

void WholePathTest::pauseAndResume() {
  find<QPushButton>("startButton")->click();
  QCOMPARE(context_->runs().activity(), RunController::Activity::pausing);  // said at once
  QTRY_COMPARE_WITH_TIMEOUT(context_->runs().activity(), RunController::Activity::paused, kPatience);
  QVERIFY2(status().contains("paused"), qPrintable(status()));
  const auto step = context_->runs().status().step;
  lookAtAPhoto(testPicture_);  // works while it is paused, from the newest checkpoint
  QCOMPARE(context_->runs().status().step, step);
  window_->showPanel("train");
  find<QPushButton>("startButton")->click();
  QTRY_COMPARE_WITH_TIMEOUT(context_->runs().activity(), RunController::Activity::running, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(context_->runs().status().step > step, kPatience);
}

void WholePathTest::lookAtAPhoto(const QString& file) {
  context_->predictPicture(file);
  QCOMPARE(window_->currentWorkspace(), QString("predict"));
  auto* panel = qobject_cast<PredictPanel*>(window_->panel("predict"));
  QTRY_VERIFY_WITH_TIMEOUT(panel->hasContent() && QString::fromStdString(panel->reply()->path) == file, kPatience);
  QCOMPARE(find<BarPlot>("topPlot")->barCount(), 5);
  QVERIFY(!panel->reply()->neighbours.empty());
  QCOMPARE(QString::fromStdString(panel->reply()->trueLabel), testLabel_);
  double sum = 0;
  for (const auto& ranked : panel->reply()->top) sum += ranked.probability;
  QVERIFY(sum > 0.3 && sum <= 1.0001);
}

void WholePathTest::stopAndComeBack() {
  window_->showPanel("train");
  find<QPushButton>("stopButton")->click();
  QTRY_COMPARE_WITH_TIMEOUT(context_->runs().activity(), RunController::Activity::ended, kPatience);
  QCOMPARE(context_->runs().status().state, RunState::stopped);
  const QString run = context_->selection().run();
  const auto step = context_->runs().status().step;
  lookAtAPhoto(testPicture_);
  window_->close();
  window_.reset();
  context_.reset();

  open();  // tomorrow
  window_->showPanel("runs");
  auto* table = find<QTableView>("runsTable");
  QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, kPatience);
  context_->selection().setRun(run);
  QTRY_VERIFY_WITH_TIMEOUT(context_->runs().info().has_value(), kPatience);
  QCOMPARE(context_->runs().status().step, step);
  QCOMPARE(context_->runs().status().state, RunState::stopped);
  auto* curves = qobject_cast<CurvesPanel*>(window_->panel("curves"));
  window_->showPanel("curves");
  QTRY_VERIFY_WITH_TIMEOUT(curves->pointCount() > 0, kPatience);
}

void WholePathTest::fromDroppedFolderToTheRunFoundTomorrow() {
  QElapsedTimer clock;
  clock.start();
  const std::pair<const char*, void (WholePathTest::*)()> parts[] = {
      {"window and engine", &WholePathTest::open},
      {"drop, check, use", &WholePathTest::dropData},
      {"start, curves", &WholePathTest::startTraining},
      {"pause, photo, resume", &WholePathTest::pauseAndResume},
      {"stop, come back", &WholePathTest::stopAndComeBack}};
  for (const auto& [name, part] : parts) {
    (this->*part)();
    if (QTest::currentTestFailed()) return;
    qInfo("%s: after %.1f s", name, static_cast<double>(clock.elapsed()) / 1000.0);
  }
}

QTEST_MAIN(WholePathTest)
#include "whole_path_test.moc"
