#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

#include "ui/forms/option_row.h"
#include "ui/forms/options_form.h"
#include "ui/main_window.h"
#include "ui/panels/curves_panel.h"
#include "ui/panels/data_panel.h"
#include "ui/panels/recommend_panel.h"
#include "ui/theme.h"
#include "ui/widgets/choice_box.h"

using namespace marcie;
using namespace marcie::ui;

// The way of whole_path_test with users and items instead of pictures with classes: drop, check, use, set up, train,
// look at the curves, recommend, train more; pause, resume, stop.
class RecPathTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void fromDroppedFolderToRecommendations();

 private:
  void writeShop();
  void open();
  void dropAndUse();
  void setUp();
  void trainToTheEnd();
  void recommend();
  void trainMore();
  void pauseResumeStop();
  template <class T>
  [[nodiscard]] T* find(const char* name) const {
    return window_->findChild<T*>(name);
  }
  [[nodiscard]] RunController& runs() const { return context_->runs(); }
  [[nodiscard]] const RunMetric* metric(const char* key) const {
    return context_->series().series(context_->selection().run())->metric(key);
  }

  QTemporaryDir home_;
  QString folder_;
  std::unique_ptr<AppContext> context_;
  std::unique_ptr<MainWindow> window_;
};

namespace {

constexpr int kPatience = 60'000;  // ms; a shared machine can be slow
constexpr int kUsers = 24, kItems = 40, kKinds = 4;
using Activity = RunController::Activity;

}  // namespace

void RecPathTest::initTestCase() {
  const QString engine = QStringLiteral(MARCIE_BIN_DIR "/marcie-cli");
  if (!QFile::exists(engine)) QSKIP("marcie-cli is not built here");
  QVERIFY(home_.isValid());
  qputenv("MARCIE_HOME", home_.filePath("home").toUtf8());
  qputenv("MARCIE_CACHE_DIR", home_.filePath("cache").toUtf8());
  qputenv("MARCIE_ENGINE", (engine + " serve").toUtf8());
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home_.filePath("settings"));
  QCoreApplication::setOrganizationName("Marcie");
  QCoreApplication::setApplicationName("rec_path_test");
  Theme::instance().apply(Theme::Mode::light);
  writeShop();
}

// Items of four kinds that look and are annotated accordingly; every fifth is cold; a user likes one kind.
void RecPathTest::writeShop() {
  folder_ = home_.filePath("shop");
  QVERIFY(QDir().mkpath(folder_ + "/images"));
  QRandomGenerator random(5);
  QFile items(folder_ + "/items.csv");
  QVERIFY(items.open(QIODevice::WriteOnly));
  QTextStream list(&items);
  list << "item_id,title,image,cold,tags\n";
  const QColor colours[kKinds] = {Qt::red, Qt::green, Qt::blue, Qt::yellow};
  for (int i = 0; i < kItems; ++i) {
    const int kind = i % kKinds;
    const QString picture = QStringLiteral("images/i%1.png").arg(i);
    list << "i" << i << ",Item " << i << "," << picture << "," << (i % 5 == 4 ? 1 : 0) << ",kind" << kind << "|half"
         << kind / 2 << "\n";
    QImage image(48, 48, QImage::Format_RGB32);
    image.fill(Qt::gray);
    QPainter(&image).fillRect(random.bounded(16), random.bounded(16), 28, 28, colours[kind]);
    image.setPixelColor(i, 0, Qt::white);  // no two files alike
    QVERIFY(image.save(folder_ + "/" + picture));
  }
  QFile interactions(folder_ + "/interactions.csv");
  QVERIFY(interactions.open(QIODevice::WriteOnly));
  QTextStream chosen(&interactions);
  chosen << "user_id,item_id,rating,timestamp\n";
  for (int u = 0; u < kUsers; ++u) {
    int time = 1000;
    for (int i = 0; i < kItems; ++i) {
      const double likes = i % kKinds == u % kKinds ? 0.8 : 0.1;
      if (random.generateDouble() < likes) chosen << "u" << u << ",i" << i << ",1," << time++ << "\n";
    }
  }
}

void RecPathTest::open() {
  context_ = std::make_unique<AppContext>();
  window_ = std::make_unique<MainWindow>(*context_);
  window_->show();
  QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  context_->engine().start();
  QTRY_VERIFY_WITH_TIMEOUT(context_->catalog() != nullptr, kPatience);
}

void RecPathTest::dropAndUse() {
  auto* panel = qobject_cast<DataPanel*>(window_->panel("data"));
  auto* target = panel->findChild<EmptyState*>();
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(folder_)});
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(target, &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(target, &drop);
  QTRY_COMPARE_WITH_TIMEOUT(panel->page(), DataPanel::Page::interactions, kPatience);
  const QString numbers = find<QLabel>("recNumbersLabel")->text();
  QVERIFY2(numbers.contains(QStringLiteral(">%1<").arg(kUsers)), qPrintable(numbers));
  QVERIFY2(numbers.contains(QStringLiteral(">%1<").arg(kItems)), qPrintable(numbers));
  QVERIFY(find<BarPlot>("historyPlot")->barCount() > 1);
  QCOMPARE(find<BarPlot>("termPlot")->barCount(), kKinds + kKinds / 2);
  QVERIFY(find<QLabel>("recSplitLabel")->text().contains("Marked cold items"));
  find<QPushButton>("useInteractionsButton")->click();
  QVERIFY(context_->selection().hasInteractions());
  find<QPushButton>("useInteractionsButton")->click();  // leads on
  QCOMPARE(window_->currentWorkspace(), QString("train"));
}

void RecPathTest::setUp() {
  auto* form = find<OptionsForm>("optionsForm");
  QVERIFY2(form->row("model.backbone") != nullptr && form->row("model.encoder") == nullptr, "the form of recommenders");
  auto* presets = find<ChoiceBox>("presetBox");
  presets->setCurrentIndex(presets->findData("quick"));
  Q_EMIT presets->activated(presets->currentIndex());
  QVERIFY(*form->row("features.kind")->value() == "hog_colour");
  form->setValue("features.width", 16);
  form->setValue("model.dim", 8);
  form->setValue("model.unifiedWidth", 8);
  form->setValue("model.inference.width", 4);
  form->setValue("model.inference.hidden", 8);
  form->setValue("model.inference.minCount", 2);
  form->setValue("model.inference.batch", 16);
  form->setValue("model.phases.inference", 2);
  form->setValue("model.phases.train", 4);
  form->setValue("trainer.batchSize", 32);
  form->setValue("trainer.threads", 1);  // two would wait for each other where the machine is shared
  // Within their ranges, but they do not go together: said at the option, and nothing starts.
  form->setValue("model.inference.samplingSteps", 60);
  find<QPushButton>("startButton")->click();
  QVERIFY(!form->row("model.inference.samplingSteps")->problem().isEmpty());
  QVERIFY(!runs().isActive());
  form->setValue("model.inference.samplingSteps", 1);
}

void RecPathTest::trainToTheEnd() {
  find<QPushButton>("startButton")->click();
  QTRY_VERIFY_WITH_TIMEOUT(!context_->selection().run().isEmpty(), kPatience);
  auto* curves = qobject_cast<CurvesPanel*>(window_->panel("curves"));
  QTRY_VERIFY_WITH_TIMEOUT(curves->pointCount() > 0, kPatience);
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::ended, kPatience);
  QVERIFY2(runs().status().state == RunState::completed, qPrintable(find<QLabel>("runStatusLabel")->text()));
  for (const char* key : {"val/warmAuc", "val/coldAuc"}) {
    QTRY_VERIFY2_WITH_TIMEOUT(metric(key) != nullptr && metric(key)->values.size() >= 4, key, kPatience);
  }
  const RunSpec& spec = runs().info()->spec;
  QVERIFY(spec.isCierec());
  QCOMPARE(QString::fromStdString(spec.recData.path), folder_);
  QCOMPARE(spec.preset, std::string("quick"));
  QCOMPARE(spec.cierec.dim, 8);
}

void RecPathTest::recommend() {
  window_->showPanel("recommend");
  auto* panel = qobject_cast<RecommendPanel*>(window_->panel("recommend"));
  QTRY_VERIFY_WITH_TIMEOUT(panel->hasContent(), kPatience);
  QTRY_COMPARE_WITH_TIMEOUT(find<QListWidget>("userList")->count(), kUsers, kPatience);
  window_->showPanel("train");
}

void RecPathTest::trainMore() {
  const auto step = runs().status().step;
  const QString run = context_->selection().run();
  runs().trainMore(2);
  QTRY_VERIFY_WITH_TIMEOUT(runs().status().session == 2 && runs().status().state == RunState::completed, kPatience);
  QCOMPARE(context_->selection().run(), run);
  QVERIFY(runs().status().step > step);
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::ended, kPatience);
}

void RecPathTest::pauseResumeStop() {
  const QString former = context_->selection().run();
  auto* form = find<OptionsForm>("optionsForm");
  form->setValue("model.phases.train", 10'000);  // long enough to be paused and stopped by a person
  auto* main = find<QPushButton>("startButton");
  main->click();
  QTRY_VERIFY_WITH_TIMEOUT(context_->selection().run() != former, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(runs().activity() == Activity::running && runs().status().epoch > 3, kPatience);
  main->click();
  QCOMPARE(runs().activity(), Activity::pausing);  // said at once
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::paused, kPatience);
  recommend();  // works while it is paused, from the newest checkpoint
  const auto step = runs().status().step;
  main->click();
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::running, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(runs().status().step > step, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("runStatusLabel")->text().contains("interactions/s"), kPatience);
  find<QPushButton>("stopButton")->click();
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::ended, kPatience);
  QCOMPARE(runs().status().state, RunState::stopped);
}

void RecPathTest::fromDroppedFolderToRecommendations() {
  for (const auto part :
       {&RecPathTest::open, &RecPathTest::dropAndUse, &RecPathTest::setUp, &RecPathTest::trainToTheEnd,
        &RecPathTest::recommend, &RecPathTest::trainMore, &RecPathTest::pauseResumeStop}) {
    (this->*part)();
    if (QTest::currentTestFailed()) return;
  }
}

QTEST_MAIN(RecPathTest)
#include "rec_path_test.moc"
