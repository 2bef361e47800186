#include "app/gui/tour.h"

#include <QDir>
#include <QImage>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/temp_folder.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;

// The tour sees what a run has, leaves out what it does not have, and never waits for what cannot come.
class TourTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void showsEveryPanelInBothThemes();
  void seesTheRecommenderOfARecommendersRun();
  void givesUpWhereNothingHappens();
  void saysThatTheEngineDoesNotRun();

 private:
  static constexpr int kPollMs = 10, kQuietMs = 5000;
  void useEngine(const QStringList& command);
  // A run of the task, trained for more than an epoch and ended.
  QString finishedRun(const std::string& task);
  // Names of the views that were photographed, in order; `code` is that of the program.
  QStringList tour(const QString& run, int* code, int quietMs = kQuietMs);

  std::unique_ptr<marcie::testing::TempFolder> folder_;
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<MainWindow> window_;
};

void TourTest::initTestCase() {
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QCoreApplication::setOrganizationName("MarcieTest");
  QCoreApplication::setApplicationName("tour_test");
}

void TourTest::init() {
  QSettings().clear();
  Theme::instance().apply(Theme::Mode::light);
  folder_ = std::make_unique<marcie::testing::TempFolder>();
  context_ = std::make_unique<AppContext>();
}

void TourTest::cleanup() {
  window_.reset();
  context_.reset();
  folder_.reset();
}

void TourTest::useEngine(const QStringList& command) {
  context_->engine().setCommand(command);
  context_->engine().start();
  window_ = std::make_unique<MainWindow>(*context_);
  window_->show();
}

QString TourTest::finishedRun(const std::string& task) {
  RunSpec spec = defaultRunSpec(task);
  spec.data.path = "/pictures";
  spec.recData.path = "/posters";
  context_->runs().start(spec, "Seen");
  const bool hasLearned = QTest::qWaitFor([this] { return context_->runs().status().step > 25; }, 10'000);
  context_->runs().stop();
  const bool hasEnded =
      QTest::qWaitFor([this] { return context_->runs().activity() == RunController::Activity::ended; }, 10'000);
  return hasLearned && hasEnded ? context_->selection().run() : QString();
}

QStringList TourTest::tour(const QString& run, int* code, int quietMs) {
  Tour tour(*context_, *window_, QString::fromStdString(folder_->path().string()), run);
  tour.setPace(kPollMs, quietMs);
  QSignalSpy finished(&tour, &Tour::finished);
  tour.start();
  const bool hasEnded = finished.count() > 0 || finished.wait(300'000);
  *code = hasEnded ? finished.front().front().toInt() : -1;
  QStringList names;
  for (const QString& file : QDir(QString::fromStdString(folder_->path().string())).entryList({"*-light.png"})) {
    names << file.section('-', 1).chopped(static_cast<int>(QString("-light.png").size()));
  }
  return names;
}

void TourTest::showsEveryPanelInBothThemes() {
  useEngine({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  const QString run = finishedRun("marnet");
  QVERIFY(!run.isEmpty());
  window_->resize(1280, 800);
  int code = -1;
  const QStringList seen = tour(run, &code);
  QCOMPARE(code, 0);
  for (const PanelEntry* entry : panels()) QVERIFY2(seen.contains(entry->name), entry->name);
  for (const char* view : {"data-empty", "data-preview", "embeddings-pairs", "embeddings-two", "embeddings-film",
                           "predict-confusions", "predict-pictures", "predict-lens"}) {
    QVERIFY2(seen.contains(view), view);
  }
  QVERIFY2(!seen.contains("recommend-users"), "the run does not recommend");
  const QDir files(QString::fromStdString(folder_->path().string()));
  QCOMPARE(files.entryList({"*-dark.png"}).size(), seen.size());
  const auto lightness = [&files](const QString& pattern) {
    const QImage image(files.filePath(files.entryList({pattern}).value(0)));
    return image.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixelColor(0, 0).lightness();
  };
  QVERIFY(lightness("*-runs-light.png") > 170);
  QVERIFY(lightness("*-runs-dark.png") < 110);
  QCOMPARE(QImage(files.filePath(files.entryList({"*-runs-light.png"}).value(0))).size(), QSize(1280, 800));
  QVERIFY(!Theme::instance().isDark());
}

void TourTest::seesTheRecommenderOfARecommendersRun() {
  useEngine({QStringLiteral(MARCIE_TEST_BIN_DIR "/fake_engine")});
  const QString run = finishedRun("cierec");
  QVERIFY(!run.isEmpty());
  int code = -1;
  const QStringList seen = tour(run, &code);
  QCOMPARE(code, 0);
  for (const char* view : {"recommend", "recommend-users", "recommend-items", "recommend-new-item", "recommend-metrics",
                           "diffusion", "predict"}) {
    QVERIFY2(seen.contains(view), view);
  }
  QVERIFY2(!seen.contains("diffusion-branch"), "there is no walk to branch from");
}

void TourTest::givesUpWhereNothingHappens() {
  useEngine({"sh", "-c", "cat > /dev/null"});  // takes every question and answers none
  QElapsedTimer clock;
  clock.start();
  int code = -1;
  const QStringList seen = tour("/runs/run-1", &code, 100);
  QCOMPARE(code, 1);
  QVERIFY(seen.isEmpty());
  QVERIFY(clock.elapsed() < 10'000);
}

void TourTest::saysThatTheEngineDoesNotRun() {
  useEngine({"/there/is/no/such/engine"});
  int code = -1;
  tour("/runs/run-1", &code);
  QCOMPARE(code, 1);
}

QTEST_MAIN(TourTest)
#include "tour_test.moc"
