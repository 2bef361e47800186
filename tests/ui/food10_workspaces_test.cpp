#include <algorithm>

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QSignalSpy>

#include "tests/ui/support/food_window.h"
#include "ui/models/branch_tree.h"
#include "ui/panels/diffusion_panel.h"
#include "ui/panels/embeddings_panel.h"
#include "ui/panels/predict_panel.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;
using testing::FoodRun;

constexpr int kPatience = testing::kFoodPatience;

// Embeddings, Diffusion, Predict and the robustness lens as a person uses them: the whole window, the real engine, and
// a run on real pictures of food.
class Food10WorkspacesTest : public QObject, private testing::FoodWindow {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init() { open(); }
  void cleanup() { close(); }
  void embeddingsMapAndLasso();
  void embeddingsAlignmentAndFilm();
  void diffusionStepsAndBranches();
  void predictOnePictureOfTheGrid();
  void predictAWholeSplit();
  void theLensFollowsItsSlider();

 private:
  void computeMap();
  void lasso(ScatterMap& map);
  void exportMap(ScatterMap& map);
  void waitForWalks(std::size_t count);
  void branchWithSeed(int step, const QString& seed);
};

void Food10WorkspacesTest::initTestCase() {
  if (const QString why = FoodRun::whyNot(); !why.isEmpty()) QSKIP(qPrintable(why));
  QCoreApplication::setOrganizationName("Marcie");
  QCoreApplication::setApplicationName("food10_workspaces_test");
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  QVERIFY(run_.make());
  Theme::instance().apply(Theme::Mode::light);
}

// --- Embeddings ---

void Food10WorkspacesTest::computeMap() {
  show("embeddings");
  auto* embeddings = panel<EmbeddingsPanel>("embeddings");
  QTRY_VERIFY_WITH_TIMEOUT(!embeddings->isBusy(), kPatience);
  choose("spaceBox", "Picture network");
  QVERIFY(!embeddings->hasContent());
  click("computeMapButton");
  QTRY_COMPARE_WITH_TIMEOUT(embeddings->left().session().state(), MapSession::State::finished, kPatience);
}

// Around the left half of what is shown.
void Food10WorkspacesTest::lasso(ScatterMap& map) {
  click("lassoButton");
  QVERIFY(map.isLassoMode());
  const int middle = map.width() / 2;
  const int low = map.height() - 3;
  QTest::mousePress(&map, Qt::LeftButton, {}, QPoint(2, 2));
  for (const QPoint& at : {QPoint(2, low), QPoint(middle, low), QPoint(middle, 2)}) {
    QMouseEvent event(QEvent::MouseMove, at, map.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&map, &event);
  }
  QTest::mouseRelease(&map, Qt::LeftButton, {}, QPoint(middle, 2));
}

void Food10WorkspacesTest::exportMap(ScatterMap& map) {
  const QString out = run_.folder() + "/figures/";
  QDir().mkpath(out);
  int count = 0;
  const ScriptedAnswers answers({}, [&](const PathRequest& request) {
    return QStringList{out + QString::number(count++) + "-" + request.suggested};
  });
  QSignalSpy exported(context_.get(), &AppContext::exported);
  QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(5, 5), map.mapToGlobal(QPoint(5, 5)));
  QCoreApplication::sendEvent(&map, &event);
  auto* menu = map.findChild<QMenu*>();
  QVERIFY(menu != nullptr);
  for (auto* action : menu->actions()) {
    if (action->text().startsWith("Save")) action->trigger();
  }
  menu->close();
  QTRY_COMPARE(exported.count(), 6);
  QStringList suffixes;
  for (const auto& call : exported) {
    QFile file(call.front().toString());
    suffixes << QFileInfo(file).suffix();
    QVERIFY2(file.size() > 2000, qPrintable(file.fileName()));
    if (suffixes.last() == "png") QVERIFY(!QImage(file.fileName()).isNull());
    if (suffixes.last() != "csv") continue;
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), qsizetype{FoodRun::kPictures + 1});
  }
  QCOMPARE(suffixes, (QStringList{"png", "png", "png", "svg", "pdf", "csv"}));
}

void Food10WorkspacesTest::embeddingsMapAndLasso() {
  useTheData();
  computeMap();
  auto& left = panel<EmbeddingsPanel>("embeddings")->left();
  ScatterMap& map = left.map();
  const MapTable& table = left.table();
  QCOMPARE(map.points().placedCount(), FoodRun::kPictures);
  QVERIFY2(left.qualityText().contains("trustworthiness"), qPrintable(left.qualityText()));
  // Class, then right or wrong.
  choose("colourBox", "Class");
  QCOMPARE(window_->findChild<ScatterLegend*>()->shownCount(), FoodRun::kClasses);
  const QImage byClass = map.grab().toImage();
  choose("colourBox", "Right or wrong");
  QCOMPARE(map.colouring().names.size(), 2);
  int right = 0, found = 0;
  for (int i = 0; i < table.size(); ++i) {
    right += table.labels[i] == table.predictions[i] ? 1 : 0;
    const QString words = table.labelOf(i) + ' ' + table.predictionOf(i) + ' ' + table.tagsOf(i).join(' ') + ' ' +
                          QFileInfo(table.paths[i]).fileName();
    found += words.contains("apple_pie") ? 1 : 0;
  }
  QCOMPARE(map.colouring().kind.count(0), right);
  QVERIFY(map.grab().toImage() != byClass);
  // Search.
  QTest::keyClicks(find<QLineEdit>("mapSearch"), "apple_pie");
  QVERIFY(found >= 3 * FoodRun::kPerClassAndSplit);
  QCOMPARE(left.foundCount(), found);
  find<QLineEdit>("mapSearch")->clear();
  exportMap(map);
  if (QTest::currentTestFailed()) return;
  // What the lasso caught is what the grid shows, and a picture of it goes on to Predict.
  lasso(map);
  const auto caught = context_->pictures().size();
  QVERIFY(caught > 0 && caught < FoodRun::kPictures);
  QCOMPARE(map.selected().size(), caught);
  show("data");
  auto* grid = find<QListView>("pictureGrid");
  QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), static_cast<int>(caught), kPatience);
  QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(grid->model()->index(0, 0)).center());
  QVERIFY(context_->selection().picture().has_value());
  const std::string picked = context_->selection().picture()->path;
  QVERIFY(context_->pictures().contains(QString::fromStdString(picked)));
  show("predict");
  auto* predict = panel<PredictPanel>("predict");
  QTRY_VERIFY_WITH_TIMEOUT(predict->hasContent() && predict->reply()->path == picked, kPatience);
}

void Food10WorkspacesTest::embeddingsAlignmentAndFilm() {
  show("embeddings");
  auto* embeddings = panel<EmbeddingsPanel>("embeddings");
  QTRY_VERIFY_WITH_TIMEOUT(!embeddings->isBusy(), kPatience);
  showTab("embeddingsTabs", 2);
  auto* alignment = window_->findChild<EmbeddingsAlignment*>();
  click("measureAlignmentButton");
  QTRY_VERIFY_WITH_TIMEOUT(alignment->reply().has_value(), kPatience);
  QVERIFY(alignment->reply()->pairs > 0);
  for (const double share : alignment->reply()->imageToText) QVERIFY(share >= 0 && share <= 1);
  const QString facts = find<QLabel>("alignmentFacts")->text();
  QVERIFY2(facts.contains("R@1") && facts.contains("modality gap"), qPrintable(facts));
  QCOMPARE(find<LinePlot>("cosineHistogram")->seriesCount(), 2);
  QVERIFY(find<TextTableView>("worstPairs")->rowCount() > 0);
  // The film: as many frames as validations; the slider moves the watched pictures.
  click("filmModeButton");
  QTRY_COMPARE_WITH_TIMEOUT(embeddings->film().frames().size(), std::size_t{FoodRun::kEpochs}, kPatience);
  const auto& frames = embeddings->film().frames();
  auto* slider = find<QSlider>("filmSlider");
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_Home);
  QTRY_COMPARE(embeddings->left().map().points().coordinates(), frames[0].coordinates);
  QCOMPARE(embeddings->left().map().points().placedCount(), FoodRun::kWatched);
  const QImage first = embeddings->left().map().grab().toImage();
  QTest::keyClick(slider, Qt::Key_Right);
  QTRY_COMPARE(embeddings->left().map().points().coordinates(), frames[1].coordinates);
  QVERIFY(frames[1].coordinates != frames[0].coordinates);
  QVERIFY(embeddings->left().map().grab().toImage() != first);
  QTest::keyClick(slider, Qt::Key_End);
  QTRY_COMPARE(embeddings->left().map().points().coordinates(), frames.back().coordinates);
  QVERIFY(find<QLabel>("filmEpochLabel")->text().contains("epoch"));
}

// --- Diffusion ---

void Food10WorkspacesTest::waitForWalks(std::size_t count) {
  auto* diffusion = panel<DiffusionPanel>("diffusion");
  QTRY_COMPARE_WITH_TIMEOUT(diffusion->tree().nodes().size(), count, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(!diffusion->isBusy(), kPatience);
  for (const auto& node : diffusion->tree().nodes()) QVERIFY2(node.reply.has_value(), qPrintable(node.error));
}

// From a step of the first walk, with other noise.
void Food10WorkspacesTest::branchWithSeed(int step, const QString& seed) {
  auto* slider = find<QSlider>("stepSlider");
  QTest::keyClick(slider, Qt::Key_Home);
  for (int i = 0; i < step; ++i) QTest::keyClick(slider, Qt::Key_Right);
  QCOMPARE(panel<DiffusionPanel>("diffusion")->currentStep(), step);
  click("branchButton");
  auto* box = find<QSpinBox>("branchSeedBox");
  QVERIFY(box->isVisible());
  box->selectAll();
  QTest::keyClicks(box, seed);
  click("branchAcceptButton");
  waitForWalks(2);
}

void Food10WorkspacesTest::diffusionStepsAndBranches() {
  show("diffusion");
  const testing::FoodPicture picture = run_.picture("test", 3);
  openPicture("openDiffusionPictureButton", picture.path);
  waitForWalks(1);
  if (QTest::currentTestFailed()) return;
  auto* diffusion = panel<DiffusionPanel>("diffusion");
  const auto walk = *diffusion->tree().nodes().front().reply;
  QCOMPARE(QString::fromStdString(walk.trueLabel), picture.label);
  auto* strip = find<ReverseStrip>("walkStrip");
  auto* slider = find<QSlider>("stepSlider");
  const int last = static_cast<int>(walk.steps.size()) - 1;
  QVERIFY(last >= 5);
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_End);
  QCOMPARE(diffusion->currentStep(), last);
  QVERIFY(find<QLabel>("stepLabel")->text().contains("t = 0"));
  QTest::keyClick(slider, Qt::Key_Home);
  QCOMPARE(diffusion->currentStep(), 0);
  // Every step has its classes, most probable first, and a tile that shows them.
  for (int step = 0; step <= last; ++step) {
    QCOMPARE(diffusion->currentStep(), step);
    const auto tiles = strip->shownSteps();
    QVERIFY(std::find(tiles.begin(), tiles.end(), step) != tiles.end());
    const auto& top = strip->steps()[static_cast<std::size_t>(step)].full;
    QCOMPARE(top.size(), std::size_t{5});
    for (std::size_t i = 1; i < top.size(); ++i) QVERIFY(top[i - 1].probability >= top[i].probability);
    QTest::keyClick(slider, Qt::Key_Right);
  }
  const QString result = find<QLabel>("walkResult")->text();
  QVERIFY2(result.contains(QString::fromStdString(walk.steps.back().full.front().name)), qPrintable(result));
  // Another seed draws the state anew; the same seed draws the same.
  branchWithSeed(4, "7");
  if (QTest::currentTestFailed()) return;
  const auto branch = diffusion->tree().nodes()[1];
  QCOMPARE(branch.settings.seed, 7);
  QCOMPARE(branch.reply->steps.front().t, walk.steps[4].t);
  QVERIFY(branch.reply->steps.front().state.x != walk.steps[4].state.x);
  const auto removes = diffusion->findChildren<QToolButton*>("removeWalkButton");
  QTest::mouseClick(removes.last(), Qt::LeftButton);
  waitForWalks(1);
  branchWithSeed(4, "7");
  if (QTest::currentTestFailed()) return;
  QVERIFY(toJson(diffusion->tree().nodes()[1].reply->steps) == toJson(branch.reply->steps));
}

// --- Predict ---

void Food10WorkspacesTest::predictOnePictureOfTheGrid() {
  useTheData();
  auto* grid = find<QListView>("pictureGrid");
  choose("classFilter", "baklava");
  QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), 3 * FoodRun::kPerClassAndSplit, kPatience);
  choose("splitFilter", "test");
  QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), FoodRun::kPerClassAndSplit, kPatience);
  QVERIFY(find<QLabel>("pictureCountLabel")->text().contains("of 240"));
  QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(grid->model()->index(2, 0)).center());
  show("predict");
  auto* predict = panel<PredictPanel>("predict");
  QTRY_VERIFY_WITH_TIMEOUT(predict->hasContent(), kPatience);
  QCOMPARE(predict->reply()->trueLabel, std::string("baklava"));
  QCOMPARE(find<BarPlot>("topPlot")->barCount(), 5);
  QVERIFY(find<QLabel>("verdictLabel")->text().contains("label"));
  // Backbone, with alignment, with diffusion, and the whole.
  auto* parts = find<GroupedBars>("partsPlot");
  QTRY_VERIFY_WITH_TIMEOUT(parts->isVisible(), kPatience);
  QCOMPARE(parts->series().size(), 4);
  QCOMPARE(QSet<QString>(parts->series().begin(), parts->series().end()).size(), 4);
  QVERIFY(!predict->reply()->neighbours.empty());
  QCOMPARE(find<QComboBox>("neighbourSpaceBox")->count(), 4);
}

void Food10WorkspacesTest::predictAWholeSplit() {
  show("predict");
  showTab("predictTabs", 1);
  for (auto* button : panel<PredictPanel>("predict")->findChildren<QPushButton*>("askSamplesButton")) {
    if (button->isVisible()) QTest::mouseClick(button, Qt::LeftButton);
  }
  auto* map = find<HeatMap>("confusionMap");
  QTRY_COMPARE_WITH_TIMEOUT(map->matrix().names.size(), qsizetype{FoodRun::kClasses}, kPatience);
  double sum = 0;
  for (const double count : map->matrix().counts) sum += count;
  const int tested = FoodRun::kClasses * FoodRun::kPerClassAndSplit;
  QCOMPARE(static_cast<int>(sum), tested);
  // Every cell that counts something shows exactly so many pictures.
  for (int row = 0; row < FoodRun::kClasses; ++row) {
    for (int column = 0; column < FoodRun::kClasses; ++column) {
      const double count = map->matrix().counts[row * FoodRun::kClasses + column];
      if (count == 0) continue;
      QTest::mouseClick(map, Qt::LeftButton, {}, map->cellRect(row, column).center().toPoint());
      QCOMPARE(static_cast<double>(find<PictureList>("cellPictures")->pictures().size()), count);
    }
  }
  // A row a picture, the worst first; a click on the head of the column turns it round.
  showTab("predictTabs", 2);
  auto* view = find<QTableView>("sampleTable");
  QTRY_COMPARE_WITH_TIMEOUT(view->model()->rowCount(), tested, kPatience);
  constexpr int kLossColumn = 5;
  const auto loss = [view](int row) { return view->model()->index(row, kLossColumn).data(Qt::UserRole).toDouble(); };
  for (int row = 1; row < tested; ++row) QVERIFY(loss(row - 1) >= loss(row));
  auto* head = view->horizontalHeader();
  const int x = head->sectionViewportPosition(kLossColumn) + head->sectionSize(kLossColumn) / 2;
  QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, QPoint(x, head->height() / 2));
  for (int row = 1; row < tested; ++row) QVERIFY(loss(row - 1) <= loss(row));
  // A folder becomes a table.
  const QString folder = run_.folder() + "/photos";
  QDir().mkpath(folder);
  for (int i = 0; i < 7; ++i) {
    QVERIFY(QFile::copy(run_.picture("test", 11 * i).path, folder + QStringLiteral("/%1.jpg").arg(i)));
  }
  const QString file = run_.folder() + "/predictions.csv";
  QSignalSpy exported(context_.get(), &AppContext::exported);
  const ScriptedAnswers answers(
      {}, [&](const PathRequest& request) { return QStringList{request.kind == PathKind::folder ? folder : file}; });
  click("predictFolderButton");
  QTRY_COMPARE_WITH_TIMEOUT(exported.count(), 1, kPatience);
  QFile written(file);
  QVERIFY(written.open(QIODevice::ReadOnly));
  const QByteArray text = written.readAll();
  QCOMPARE(text.count('\n'), qsizetype{7 + 1});
  for (int i = 0; i < 7; ++i) QVERIFY(text.contains(QStringLiteral("%1.jpg,").arg(i).toUtf8()));
}

// --- Robustness lens ---

void Food10WorkspacesTest::theLensFollowsItsSlider() {
  show("predict");
  openPicture("openPictureButton", run_.picture("test", 5).path);
  showTab("predictTabs", 3);
  auto* lens = window_->findChild<LensPage*>();
  QTRY_VERIFY_WITH_TIMEOUT(lens->hasContent() && !lens->isBusy(), kPatience);
  QCOMPARE(lens->reply()->severity, 0.0);
  auto* shown = find<PictureView>("damagedPicture");
  auto* bars = find<GroupedBars>("lensBars");
  QCOMPARE(bars->series().size(), 4);
  const QImage clean = shown->image();
  const double sure = bars->valueOf(3, 0);
  auto* slider = find<QSlider>("severitySlider");
  slider->setFocus();
  for (int i = 0; i < 7; ++i) QTest::keyClick(slider, Qt::Key_Right);
  QTRY_COMPARE_WITH_TIMEOUT(lens->reply()->severity, 0.7, kPatience);
  QVERIFY(shown->image() != clean);
  QVERIFY(bars->valueOf(3, 0) != sure);
  QVERIFY(lens->reply()->toClean > 0);
  const QImage slight = shown->image();
  // As fast as a hand: what is shown in the end is where the slider stands, and not every place was computed.
  for (int i = 0; i < 43; ++i) QTest::keyClick(slider, Qt::Key_Right);
  QCOMPARE(slider->value(), slider->maximum());
  QTRY_VERIFY_WITH_TIMEOUT(lens->reply()->severity == 5 && !lens->isBusy(), kPatience);
  QVERIFY(shown->image() != slight);
  QVERIFY2(lens->reply()->places.size() < 40, "the latest request wins");
  QVERIFY(find<QLabel>("severityText")->text().startsWith("5"));
  // Back to nothing: the picture is as it was.
  QTest::keyClick(slider, Qt::Key_Home);
  QTRY_VERIFY_WITH_TIMEOUT(lens->reply()->severity == 0 && !lens->isBusy(), kPatience);
  QVERIFY(shown->image() == clean);
  QCOMPARE(bars->valueOf(3, 0), sure);
}

QTEST_MAIN(Food10WorkspacesTest)
#include "food10_workspaces_test.moc"
