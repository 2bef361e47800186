#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/support/tiny_run.h"
#include "ui/dialogs/ask.h"
#include "ui/panels/predict_panel.h"

using namespace marcie;
using namespace marcie::ui;
using marcie::ui::testing::kPatience;

// The tabs of the Predict page as a person uses them, with the real engine and two tiny runs.
class PredictPagesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void theCardShowsWhatItsPartsSay();
  void whatWouldChangeItsMind();
  void confusionsAndTheirPictures();
  void differenceOfTwoRuns();
  void picturesSortedAndFiltered();
  void aFolderBecomesATable();
  void theLensMovesEverythingTogether();
  void measuringIsKept();
  void survivesAVanishedRun();

 private:
  void showTab(int index) { find<QTabWidget>("predictTabs")->setCurrentIndex(index); }
  void askForTable();
  template <class T>
  [[nodiscard]] T* find(const char* name) const {
    return panel_->findChild<T*>(name);
  }
  testing::TinyRun run_;
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<PredictPanel> panel_;
};

void PredictPagesTest::initTestCase() {
  if (!QFile::exists(QStringLiteral(MARCIE_BIN_DIR "/marcie-cli"))) QSKIP("marcie-cli is not built here");
  QVERIFY(run_.make({"model.phases.backbone=1"}));
  QVERIFY(run_.train("plain", {"model.variant=backbone", "model.phases.joint=1"}));
}

void PredictPagesTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().setRunsRoot(run_.root());
  context_->engine().start();
  QTRY_VERIFY_WITH_TIMEOUT(context_->catalog() != nullptr, kPatience);
  panel_ = std::make_unique<PredictPanel>(*context_);
  panel_->resize(1150, 720);
  panel_->show();
  context_->selection().setRun(run_.path());
}

void PredictPagesTest::cleanup() {
  panel_.reset();
  context_.reset();
}

void PredictPagesTest::askForTable() {
  for (auto* button : panel_->findChildren<QPushButton*>("askSamplesButton")) {
    if (button->isVisible()) button->click();
  }
  QTRY_VERIFY_WITH_TIMEOUT(!panel_->isBusy(), kPatience);
}

void PredictPagesTest::theCardShowsWhatItsPartsSay() {
  panel_->predict(run_.picture(3));
  auto* bars = find<GroupedBars>("partsPlot");
  QTRY_VERIFY_WITH_TIMEOUT(bars->isVisible(), kPatience);
  QCOMPARE(bars->series().size(), 4);
  QCOMPARE(bars->series().first(), QString("backbone"));
  QCOMPARE(bars->series().last(), QString("whole model"));
  QVERIFY(bars->groups().size() >= 4);
  QCOMPARE(bars->groups().first(), QString::fromStdString(panel_->reply()->top.front().name));
  // Neighbours in each space.
  auto* box = find<QComboBox>("neighbourSpaceBox");
  QTRY_COMPARE_WITH_TIMEOUT(box->count(), 4, kPatience);
  box->setCurrentIndex(3);
  Q_EMIT box->activated(3);
  QTRY_COMPARE(find<QWidget>("neighbourRow")->findChildren<QLabel*>("neighbour").size(), 3);
}

void PredictPagesTest::whatWouldChangeItsMind() {
  panel_->predict(run_.picture(3));
  auto* button = find<QPushButton>("mindButton");
  QTRY_VERIFY_WITH_TIMEOUT(panel_->hasContent(), kPatience);
  button->click();
  auto* label = find<QLabel>("mindLabel");
  QTRY_VERIFY_WITH_TIMEOUT(label->text().contains("tried"), kPatience);
  const bool flips = label->text().contains("turns it into");
  QCOMPARE(!find<PictureView>("predictedPicture")->mark().isEmpty(), flips);
  panel_->predict(run_.picture(8));
  QTRY_VERIFY_WITH_TIMEOUT(label->text().isEmpty(), kPatience);
  QVERIFY(find<PictureView>("predictedPicture")->mark().isEmpty());
}

void PredictPagesTest::confusionsAndTheirPictures() {
  showTab(1);
  QVERIFY(find<HeatMap>("confusionMap")->matrix().names.isEmpty());  // nothing starts by itself
  askForTable();
  auto* map = find<HeatMap>("confusionMap");
  QCOMPARE(map->matrix().names.size(), 4);
  const auto sum = [map] {
    double total = 0;
    for (const double count : map->matrix().counts) total += count;
    return total;
  };
  const double pictures = sum();
  QVERIFY(pictures > 0);
  find<QComboBox>("orderBox")->setCurrentIndex(2);
  QCOMPARE(sum(), pictures);
  find<QComboBox>("scaleBox")->setCurrentIndex(1);
  double row = 0;
  for (int j = 0; j < 4; ++j) row += map->matrix().values[j];
  QVERIFY(std::abs(row - 1) < 1e-9);
  // The fullest cell: as many pictures below as it says; the first becomes the shared selection.
  int at = 0;
  for (int i = 1; i < 16; ++i) {
    if (map->matrix().counts[i] > map->matrix().counts[at]) at = i;
  }
  QTest::mouseClick(map, Qt::LeftButton, {}, map->cellRect(at / 4, at % 4).center().toPoint());
  auto* list = find<PictureList>("cellPictures");
  QCOMPARE(static_cast<double>(list->pictures().size()), map->matrix().counts[at]);
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
  QVERIFY(context_->selection().picture().has_value());
  QCOMPARE(QString::fromStdString(context_->selection().picture()->path), list->pictures().front().path);
  // By keys.
  map->setFocus();
  QTest::keyClick(map, Qt::Key_Down);
  QTest::keyClick(map, Qt::Key_Return);
  QCOMPARE(map->currentRow(), std::min(3, at / 4 + 1));
  QTest::keyClick(map, Qt::Key_Plus);
  QTest::keyClick(map, Qt::Key_0);
  QVERIFY(!map->isZoomed());
}

void PredictPagesTest::differenceOfTwoRuns() {
  showTab(1);
  askForTable();
  auto* other = find<QComboBox>("otherRunBox");
  QTRY_VERIFY_WITH_TIMEOUT(other->findData(run_.path("plain")) > 0, kPatience);
  other->setCurrentIndex(other->findData(run_.path("plain")));
  Q_EMIT other->activated(other->currentIndex());
  QTRY_VERIFY_WITH_TIMEOUT(find<HeatMap>("confusionMap")->matrix().isDiverging, kPatience);
  double total = 0;
  for (const double count : find<HeatMap>("confusionMap")->matrix().counts) total += count;
  QCOMPARE(total, 0.0);  // the same pictures, otherwise distributed
  QVERIFY(find<QLabel>("differenceLabel")->text().contains("gained"));
  auto* gained = find<QPushButton>("gainedButton");
  QVERIFY(gained->isVisible());
  gained->click();
  const QString said = gained->text().section(' ', -1);
  QCOMPARE(find<PictureList>("cellPictures")->pictures().size(), said.toULongLong());
}

void PredictPagesTest::picturesSortedAndFiltered() {
  showTab(2);
  askForTable();
  auto* view = find<QTableView>("sampleTable");
  const int all = view->model()->rowCount();
  QVERIFY(all > 0);
  const auto loss = [view](int row) { return view->model()->index(row, 5).data(Qt::UserRole).toDouble(); };
  QVERIFY(loss(0) >= loss(all - 1));  // the worst first
  const auto* header = view->horizontalHeader();
  for (int column = 1; column < header->count(); ++column) {
    const QString name = view->model()->headerData(column, Qt::Horizontal).toString();
    QVERIFY2(header->sectionSize(column) >= header->sectionSizeHint(column), qPrintable(name + " is cut"));
  }
  const int last = header->count() - 1;
  QVERIFY2(header->sectionSize(last) <= header->sectionSizeHint(last) + 8, "a mark needs no room of its own");
  view->sortByColumn(5, Qt::AscendingOrder);
  QVERIFY(loss(0) <= loss(all - 1));
  find<QComboBox>("keptBox")->setCurrentIndex(1);
  const int wrong = view->model()->rowCount();
  QVERIFY(wrong < all);
  find<QComboBox>("keptBox")->setCurrentIndex(2);
  QVERIFY(view->model()->rowCount() <= wrong);
  QVERIFY(find<QLabel>("eceLabel")->text().contains("ECE"));
  QCOMPARE(find<LinePlot>("calibrationPlot")->seriesCount(), 3);
  QCOMPARE(find<TextTableView>("classTable")->table().rows.size(), 4);
  const QString file = run_.folder() + "/samples.csv";
  const ScriptedAnswers answers({}, [file](const PathRequest&) { return QStringList{file}; });
  find<QPushButton>("samplesCsvButton")->click();
  QFile written(file);
  QVERIFY(written.open(QIODevice::ReadOnly));
  QCOMPARE(static_cast<int>(written.readAll().count('\n')), all + 1);
}

void PredictPagesTest::aFolderBecomesATable() {
  showTab(2);
  askForTable();
  const QString folder = run_.folder() + "/photos";
  QDir().mkpath(folder);
  QFile::copy(run_.picture(1), folder + "/a.png");
  const QString file = run_.folder() + "/predictions.csv";
  QSignalSpy exported(&*context_, &AppContext::exported);
  const ScriptedAnswers answers(
      {}, [&](const PathRequest& request) { return QStringList{request.kind == PathKind::folder ? folder : file}; });
  find<QPushButton>("predictFolderButton")->click();
  QTRY_COMPARE_WITH_TIMEOUT(exported.count(), 1, kPatience);
  QFile written(file);
  QVERIFY(written.open(QIODevice::ReadOnly));
  QVERIFY(written.readAll().contains("a.png"));
}

void PredictPagesTest::theLensMovesEverythingTogether() {
  panel_->predict(run_.picture(3));
  showTab(3);
  auto* lens = panel_->findChild<LensPage*>();
  QTRY_VERIFY_WITH_TIMEOUT(lens->hasContent(), kPatience);
  QCOMPARE(lens->reply()->severity, 0);
  const QImage clean = find<PictureView>("damagedPicture")->image();
  auto* slider = find<QSlider>("severitySlider");
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_End);
  QTRY_VERIFY_WITH_TIMEOUT(lens->reply()->severity == 5, kPatience);
  const QImage worst = find<PictureView>("damagedPicture")->image();
  QVERIFY(worst != clean);
  // By tenths, and by whole severities.
  QTest::keyClick(slider, Qt::Key_Left);
  QTRY_VERIFY_WITH_TIMEOUT(lens->reply()->severity == 4.9, kPatience);
  QVERIFY(find<PictureView>("damagedPicture")->image() != worst);
  QVERIFY(find<QLabel>("severityText")->text().contains(QLocale().toString(4.9, 'f', 1)));
  QTest::keyClick(slider, Qt::Key_PageDown);
  QTRY_VERIFY_WITH_TIMEOUT(std::abs(lens->reply()->severity - 3.9) < 1e-9 || lens->reply()->severity == 5, kPatience);
  QTest::keyClick(slider, Qt::Key_End);
  QTRY_VERIFY_WITH_TIMEOUT(lens->reply()->severity == 5, kPatience);
  QCOMPARE(find<GroupedBars>("lensBars")->series().size(), 4);
  QVERIFY(lens->reply()->places.size() >= 2);
  QVERIFY(find<QLabel>("lensDistanceLabel")->text().contains("Reconstruction"));
  QVERIFY(find<QListWidget>("corruptionList")->count() >= 14);
  find<QListWidget>("corruptionList")->setCurrentRow(5);
  QTRY_VERIFY_WITH_TIMEOUT(!lens->isBusy() && lens->reply()->corruption != "gaussian_noise", kPatience);
  // A run without a diffusion still has a lens.
  context_->selection().setRun(run_.path("plain"));
  QTRY_VERIFY_WITH_TIMEOUT(lens->hasContent() && lens->reply()->places.empty(), kPatience);
  QVERIFY(find<QLabel>("lensDistanceLabel")->text().contains("no diffusion"));
}

void PredictPagesTest::measuringIsKept() {
  panel_->predict(run_.picture(3));
  showTab(3);
  auto* plot = find<LinePlot>("severityPlot");
  QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("measureButton")->isVisible(), kPatience);
  QCOMPARE(plot->seriesCount(), 0);
  find<QPushButton>("measureButton")->click();
  QTRY_VERIFY_WITH_TIMEOUT(plot->seriesCount() == 3, kPatience);
  QVERIFY(find<QLabel>("robustnessLabel")->text().contains("undamaged"));
  QVERIFY(find<TextTableView>("affectedTable")->table().rows.size() >= 4);
  QVERIFY(!QDir(run_.path() + "/snapshots").entryList({"robustness-test-*.json"}).isEmpty());
}

void PredictPagesTest::survivesAVanishedRun() {
  context_->selection().setRun(run_.path("plain"));
  // Opened before it goes: one that cannot be opened is not chosen at all.
  QTRY_VERIFY_WITH_TIMEOUT(context_->runs().info().has_value(), kPatience);
  QVERIFY(QDir().rename(run_.path("plain"), run_.path("plain") + "-away"));
  showTab(1);
  askForTable();
  QStringList said;
  for (auto* empty : panel_->findChildren<EmptyState*>()) said << empty->accessibleName();
  QVERIFY2(said.contains("The run could not be asked"), qPrintable(said.join(u'|')));
  QVERIFY(!panel_->isBusy());
  QVERIFY(QDir().rename(run_.path("plain") + "-away", run_.path("plain")));
}

QTEST_MAIN(PredictPagesTest)
#include "predict_pages_test.moc"
