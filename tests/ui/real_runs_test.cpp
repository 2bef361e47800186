#include <csignal>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/dialogs/ask.h"
#include "ui/main_window.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;

// What tools of this kind got wrong: the window with the real engine and a tiny training that is ended in every way.
class RealRunsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void startThenPauseAtOnce();
  void startThenCloseDoesNotHang_data();
  void startThenCloseDoesNotHang();
  void predictWhileItTrains();
  void resumedTwiceIsOneCurve();
  void killedInAnyOrder_data();
  void killedInAnyOrder();
  void aKilledWindowLeavesTheRunAlive();
  void aDamagedRunIsSaidInTheMessageBar();

 private:
  void start(int epochs = 10'000);
  void waitForSteps(std::int64_t more);
  void endRun();
  [[nodiscard]] RunController& runs() const { return context_->runs(); }
  QTemporaryDir home_;
  QString data_;
  std::unique_ptr<AppContext> context_;
};

namespace {

constexpr int kPatience = 60'000;  // ms; a shared machine can be slow

using Activity = RunController::Activity;

bool isAlive(qint64 pid) {
  return pid > 0 && ::kill(static_cast<pid_t>(pid), 0) == 0;
}

// Processes whose parent is `pid`.
QList<qint64> childrenOf(qint64 pid) {
  QFile file(QStringLiteral("/proc/%1/task/%1/children").arg(pid));
  QList<qint64> found;
  if (!file.open(QIODevice::ReadOnly)) return found;
  for (const auto& word : file.readAll().split(' ')) {
    if (word.toLongLong() > 0) found << word.toLongLong();
  }
  return found;
}

}  // namespace

void RealRunsTest::initTestCase() {
  const QString engine = QStringLiteral(MARCIE_BIN_DIR "/marcie-cli");
  if (!QFile::exists(engine)) QSKIP("marcie-cli is not built here");
  QVERIFY(home_.isValid());
  qputenv("MARCIE_HOME", home_.filePath("home").toUtf8());
  qputenv("MARCIE_CACHE_DIR", home_.filePath("cache").toUtf8());
  qputenv("MARCIE_ENGINE", (engine + " serve").toUtf8());
  qputenv("XDG_CONFIG_HOME", home_.filePath("settings").toUtf8());
  QCoreApplication::setOrganizationName("Marcie");
  QCoreApplication::setApplicationName("real_runs_test");
  Theme::instance().apply(Theme::Mode::light);
  data_ = home_.filePath("kitchen");
  QCOMPARE(QProcess::execute(engine, {"data", "synth", "kitchen", "--out", data_, "--classes", "4", "--images", "48",
                                      "--image-size", "48", "--users", "2"}),
           0);
}

void RealRunsTest::init() {
  context_ = std::make_unique<AppContext>();
  context_->engine().start();
  QTRY_VERIFY_WITH_TIMEOUT(context_->catalog() != nullptr, kPatience);
}

void RealRunsTest::cleanup() {
  if (!context_) return;
  if (runs().isActive()) endRun();
  context_.reset();
}

void RealRunsTest::start(int epochs) {
  const Json patch{
      {"data", {{"path", data_.toStdString()}, {"imageSize", 32}, {"cacheSize", 32}}},
      {"trainer", {{"batchSize", 8}, {"threads", 1}}},
      {"model",
       {{"width", 8}, {"dim", 16}, {"phases", {{"joint", epochs}}}, {"cdr", {{"hidden", 16}, {"steps", 10}}}}}};
  const auto spec = context_->composeSpec("", patch);
  QVERIFY2(spec.ok(), spec.ok() ? "" : spec.error().toString().c_str());
  runs().start(*spec, "tiny");
}

void RealRunsTest::waitForSteps(std::int64_t more) {
  const auto from = runs().status().step;
  QTRY_VERIFY_WITH_TIMEOUT(runs().status().step >= from + more, kPatience);
}

void RealRunsTest::endRun() {
  runs().discard();
  QTRY_VERIFY_WITH_TIMEOUT(!runs().isActive(), kPatience);
}

// Pressed before the trainer has even begun: the wish is kept.
void RealRunsTest::startThenPauseAtOnce() {
  for (int round = 0; round < 5; ++round) {
    start();
    runs().pause();
    QCOMPARE(runs().activity(), Activity::pausing);
    QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::paused, kPatience);
    QVERIFY2(runs().status().step <= 1, qPrintable(QString::number(runs().status().step)));
    runs().unpause();
    QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::running, kPatience);
    endRun();
  }
}

void RealRunsTest::startThenCloseDoesNotHang_data() {
  QTest::addColumn<int>("choice");
  QTest::addColumn<bool>("goesOn");
  QTest::newRow("keep running") << 0 << true;
  QTest::newRow("stop and save") << 1 << false;
  QTest::newRow("discard") << 2 << false;
}

void RealRunsTest::startThenCloseDoesNotHang() {
  QFETCH(int, choice);
  QFETCH(bool, goesOn);
  auto window = std::make_unique<MainWindow>(*context_);
  window->show();
  QVERIFY(QTest::qWaitForWindowExposed(window.get()));
  const ScriptedAnswers answers([choice](const Question&) { return choice; });
  start();
  QElapsedTimer clock;
  clock.start();
  window->close();
  QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), 10'000);
  window.reset();
  context_.reset();
  qInfo("closed and gone after %lld ms", static_cast<long long>(clock.elapsed()));
  const QStringList folders = QDir(home_.filePath("home/runs")).entryList({"tiny*"}, QDir::Dirs, QDir::Time);
  QVERIFY(!folders.isEmpty());
  const RunFolder run((home_.filePath("home/runs/") + folders.front()).toStdString());
  if (goesOn) {
    QTRY_VERIFY_WITH_TIMEOUT(run.status().step > 3, kPatience);
    run.request(RunFolder::Control::discard);
  }
  QTRY_VERIFY_WITH_TIMEOUT(!isLive(run.status().state), kPatience);
  QDir(QString::fromStdString(run.root().string())).removeRecursively();
}

void RealRunsTest::predictWhileItTrains() {
  QDir pictures(data_ + "/images");
  QStringList files;
  for (const auto& entry : pictures.entryList(QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot)) {
    const QString path = pictures.filePath(entry);
    if (QFileInfo(path).isFile()) files << path;
    for (const auto& file : QDir(path).entryList(QDir::Files)) files << path + "/" + file;
  }
  QVERIFY(!files.isEmpty());
  start();
  QTRY_VERIFY_WITH_TIMEOUT(runs().status().epoch >= 2, kPatience);
  for (int i = 0; i < 5; ++i) {
    const auto step = runs().status().step;
    protocol::Predict request;
    request.run = context_->selection().run().toStdString();
    request.path = files[i % files.size()].toStdString();
    std::optional<Result<protocol::PredictReply>> card;
    context_->engine().call<protocol::Predict>(this, request,
                                               [&](const Result<protocol::PredictReply>& reply) { card = reply; });
    QTRY_VERIFY_WITH_TIMEOUT(card.has_value(), kPatience);
    QVERIFY2(card->ok(), card->ok() ? "" : card->error().toString().c_str());
    QVERIFY(!(*card)->top.empty());
    QTRY_VERIFY_WITH_TIMEOUT(runs().status().step > step, kPatience);  // it goes on meanwhile
    QCOMPARE(runs().activity(), Activity::running);
  }
}

void RealRunsTest::resumedTwiceIsOneCurve() {
  start();
  for (int session = 0; session < 3; ++session) {
    QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::running, kPatience);
    waitForSteps(4);
    if (session == 2) break;
    runs().stop();
    QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::ended, kPatience);
    runs().resume();
  }
  const auto* series = context_->series().series(context_->selection().run());
  const auto& steps = series->steps().step;
  QTRY_VERIFY_WITH_TIMEOUT(steps.size() >= 12, kPatience);
  for (qsizetype i = 0; i < steps.size(); ++i) QCOMPARE(steps[i], static_cast<double>(i + 1));
  for (qsizetype i = 1; i < steps.size(); ++i) QVERIFY(series->steps().seconds[i] >= series->steps().seconds[i - 1]);
}

void RealRunsTest::killedInAnyOrder_data() {
  QTest::addColumn<QStringList>("order");
  QTest::newRow("engine") << QStringList{"engine"};
  QTest::newRow("trainer") << QStringList{"trainer"};
  QTest::newRow("engine, trainer") << QStringList{"engine", "trainer"};
  QTest::newRow("trainer, engine") << QStringList{"trainer", "engine"};
}

void RealRunsTest::killedInAnyOrder() {
  QFETCH(QStringList, order);
  start();
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::running, kPatience);
  waitForSteps(4);
  const auto step = runs().status().step;
  const qint64 trainer = runs().status().pid;
  QVERIFY(isAlive(trainer));
  for (const auto& victim : order) {
    const qint64 pid = victim == "engine" ? context_->engine().hello().pid : trainer;
    ::kill(static_cast<pid_t>(pid), SIGKILL);
  }
  if (order.contains("engine"))
    QTRY_COMPARE_WITH_TIMEOUT(context_->engine().state(), EngineClient::State::ready, kPatience);
  if (!order.contains("trainer")) {
    waitForSteps(4);  // the run did not notice, and the new engine shows it live
    QCOMPARE(runs().activity(), Activity::running);
    QCOMPARE(runs().status().pid, trainer);
    return;
  }
  QTRY_COMPARE_WITH_TIMEOUT(runs().status().state, RunState::interrupted, kPatience);
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::ended, kPatience);
  runs().resume();
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::running, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(runs().status().step > step, kPatience);
}

void RealRunsTest::aKilledWindowLeavesTheRunAlive() {
  const QString program = QStringLiteral(MARCIE_BIN_DIR "/marcie");
  if (!QFile::exists(program)) QSKIP("marcie is not built here");
  start();
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::running, kPatience);
  const QString run = context_->selection().run();
  QProcess window;
  window.start(program, {run});
  QVERIFY(window.waitForStarted());
  QTRY_VERIFY_WITH_TIMEOUT(!childrenOf(window.processId()).isEmpty(), kPatience);  // its engine
  const qint64 engine = childrenOf(window.processId()).front();
  window.kill();
  QVERIFY(window.waitForFinished(kPatience));
  QTRY_VERIFY_WITH_TIMEOUT(!isAlive(engine), kPatience);  // an engine without a window ends
  waitForSteps(5);
  // The next window finds it by itself.
  context_ = std::make_unique<AppContext>();
  context_->engine().start();
  QTRY_COMPARE_WITH_TIMEOUT(context_->selection().run(), run, kPatience);
  QTRY_COMPARE_WITH_TIMEOUT(runs().activity(), Activity::running, kPatience);
  waitForSteps(3);
}

void RealRunsTest::aDamagedRunIsSaidInTheMessageBar() {
  MainWindow window(*context_);
  window.show();
  const QString run = home_.filePath("home/runs/broken");
  QVERIFY(QDir().mkpath(run));
  QFile file(run + "/run.json");
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("{\"format\": \"marcie-run\", ");
  file.close();
  context_->selection().setRun(run);
  QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QLabel*>("messageText") != nullptr, kPatience);
  const QString text = window.findChild<QLabel*>("messageText")->text();
  QVERIFY2(text.contains("run.json") && text.contains("cannot be opened"), qPrintable(text));
  QVERIFY(context_->selection().run().isEmpty());
  QVERIFY(!runs().isActive());
  QDir(run).removeRecursively();
}

QTEST_MAIN(RealRunsTest)
#include "real_runs_test.moc"
