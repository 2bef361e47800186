// What a person feels in the window, measured: its start, replotting a million points, a training step on its way to
// the screen, scrolling through very many pictures. Prints a Markdown table; asserts nothing.
//
//   marcie_window_bench [--pictures N] [--source FOLDER] [--steps N]
//
// --source names a folder of pictures; it is multiplied by links until there are N, and a tenth and a hundredth of N
// for the slopes. Works without a display (QT_QPA_PLATFORM=offscreen), where painting is in software: what a screen
// adds is not in the figures.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QListView>
#include <QProcess>
#include <QProcessEnvironment>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/api/run_folder.h"
#include "ui/bridge/app_context.h"
#include "ui/charts/line_plot.h"
#include "ui/panels/curves_panel.h"
#include "ui/panels/data_grid.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;
namespace fs = std::filesystem;

namespace {

constexpr int kPatience = 120'000;

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void row(const char* what, double value, const char* unit, const char* goal) {
  std::printf("| %s | %.1f %s | %s |\n", what, value, unit, goal);
  std::fflush(stdout);
}

double residentMegabytes() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return std::nan("");
  return file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6;
}

QVector<double> ramp(int count) {
  QVector<double> x(count);
  for (int i = 0; i < count; ++i) x[i] = i;
  return x;
}

QVector<double> noisyLoss(int count, int seed) {
  QVector<double> y(count);
  std::uint32_t state = 12345U + static_cast<std::uint32_t>(seed);
  for (int i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    y[i] = 3 * std::exp(-i / (0.3 * count)) + 0.5 + 0.4 * (state >> 8U) / double(1U << 24U);
  }
  return y;
}

// `curves` of `points` each, smoothed: every replot sees changed data, as while a run trains.
void measureChart(const char* what, int curves, int points) {
  LinePlot plot;
  plot.resize(860, 320);
  plot.setSmoothing(0.6);
  plot.show();
  std::vector<int> ids;
  for (int i = 0; i < curves; ++i) {
    ids.push_back(plot.addSeries({.name = QStringLiteral("run %1").arg(i), .colour = i}));
    plot.setData(ids.back(), ramp(points), noisyLoss(points, i));
  }
  plot.replotNow();
  std::vector<double> times;
  for (int i = 0; i < 60; ++i) {
    for (const int id : ids) plot.append(id, {double(points + i)}, {0.7});
    QElapsedTimer clock;
    clock.start();
    plot.replotNow();
    times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
  }
  row(what, percentile(times, 0.95), "ms (p95)", "<= 16");
}

// Of a process of its own, with the time that it takes to end: a little more than what a person waits.
void measureStart(const QTemporaryDir& home) {
  std::vector<double> times;
  QProcess process;
  auto environment = QProcessEnvironment::systemEnvironment();
  environment.insert("XDG_CONFIG_HOME", home.filePath("config"));
  process.setProcessEnvironment(environment);
  for (int i = 0; i < 12; ++i) {
    QElapsedTimer clock;
    clock.start();
    process.start(QStringLiteral(MARCIE_BIN_DIR "/marcie"), {"--exit-after-paint", "--runs", home.filePath("runs")});
    if (!process.waitForFinished(kPatience) || process.exitCode() != 0) {
      std::printf("the window did not start: %s\n", qPrintable(process.errorString()));
      return;
    }
    if (i >= 2) times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);  // the first ones read the disk
  }
  row("start → first paint → end of the process, best of 10", percentile(times, 0), "ms", "<= 250");
  row("start → first paint → end of the process, median", percentile(times, 0.5), "ms", "");
}

// A trainer's part of a run folder: the lock, a status, and events as they would come.
class Writer {
 public:
  explicit Writer(const fs::path& root)
      : folder_(RunFolder::create(root, RunSpec{}).value()),
        lock_(FileLock::acquire(folder_.lockFile()).value()),
        events_(RunFolderWriter::open(folder_, {}).value()) {
    RunStatus status;
    status.state = RunState::running;
    status.session = 1;
    status.totalSteps = 1'000'000;
    status.totalEpochs = 1000;
    if (!writeFileAtomically(folder_.statusFile(), dumpJson(toJson(status)))) std::abort();
    RunStarted started;
    started.stepsPerEpoch = 1000;
    events_.onEvent({0, 0, 0, started});
  }
  void step() {
    ++step_;
    events_.onEvent({step_, step_ / 1000.0, step_ / 100.0,
                     StepEnd{0.05, {{"loss", 2.0 + std::sin(step_ * 0.3)}, {"ema", 0.7}, {"cdr_mse", 0.3}}}});
  }
  [[nodiscard]] std::int64_t steps() const { return step_; }
  [[nodiscard]] QString path() const { return QString::fromStdString(folder_.root().string()); }

 private:
  RunFolder folder_;
  FileLock lock_;
  RunFolderWriter events_;
  std::int64_t step_ = 0;
};

// Tells when the loss plot has painted a frame.
class PaintWatch : public QObject {
 public:
  std::function<void()> onPaint;
  bool eventFilter(QObject* object, QEvent* event) override {
    const bool handled = QObject::eventFilter(object, event);
    if (event->type() == QEvent::Paint && onPaint) QTimer::singleShot(0, this, onPaint);  // after it has been painted
    return handled;
  }
};

void measureStepToPixel(const QTemporaryDir& home, int steps) {
  Writer run(fs::path(home.filePath("run").toStdString()));
  AppContext context;
  CurvesPanel panel(context);
  panel.resize(860, 700);
  panel.show();
  context.engine().start();
  if (!QTest::qWaitFor([&] { return context.catalog() != nullptr; }, kPatience)) return;
  context.selection().setRun(run.path());
  run.step();
  if (!QTest::qWaitFor([&] { return panel.pointCount() > 0; }, kPatience)) return;
  PaintWatch watch;
  auto* canvas = panel.lossPlot()->findChild<QWidget*>("plotCanvas");
  canvas->installEventFilter(&watch);
  auto* series = context.series().series(run.path());
  std::vector<double> delays;
  QElapsedTimer clock;
  qsizetype wanted = 0;
  bool isSeen = false;
  watch.onPaint = [&] {
    if (isSeen || series->steps().size() < wanted) return;
    isSeen = true;
    delays.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
  };
  for (int i = 0; i < steps; ++i) {
    wanted = run.steps() + 1;
    isSeen = false;
    clock.start();
    run.step();
    if (!QTest::qWaitFor([&] { return isSeen; }, 2000)) std::printf("a step was not painted within 2 s\n");
    QTest::qWait(5 + i * 7 % 40);  // at every phase of the timers on the way
  }
  row("StepEnd in the run folder → painted, p50", percentile(delays, 0.5), "ms", "");
  row("StepEnd in the run folder → painted, p95", percentile(delays, 0.95), "ms", "<= 100");
}

std::vector<fs::path> picturesBelow(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".jpg" || extension == ".png") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

QString multiply(const fs::path& source, const fs::path& target, int count) {
  const auto pictures = picturesBelow(source);
  if (pictures.empty()) return {};
  for (int i = 0; i < count; ++i) {
    const fs::path folder = target / ("class_" + std::to_string(i % 50));
    if (i < 50) fs::create_directories(folder);
    const auto& from = pictures[static_cast<std::size_t>(i) % pictures.size()];
    fs::create_symlink(from, folder / (std::to_string(i) + from.extension().string()));
  }
  return QString::fromStdString(target.string());
}

bool screenIsFull(const QListView* view) {
  const QRect area = view->viewport()->rect();
  for (int y = 20; y < area.height(); y += 140) {
    for (int x = 20; x < area.width(); x += 120) {
      const QModelIndex index = view->indexAt({x, y});
      if (index.isValid() && index.data(Qt::DecorationRole).value<QPixmap>().isNull()) return false;
    }
  }
  return view->model()->rowCount() > 0;
}

// Milliseconds that may grow with the number of pictures.
struct GridFigures {
  int pictures = 0;
  double opened = 0, frame = 0, jump = 0;
};

// Goals are of the largest size.
std::optional<GridFigures> measureGrid(const QString& folder, int count, bool isLargest) {
  GridFigures figures;
  figures.pictures = count;
  const auto goal = [isLargest](const char* text) { return isLargest ? text : ""; };
  std::printf("| grid of %d pictures | | |\n", count);
  AppContext context;
  DataGrid grid(context);
  grid.resize(1180, 700);
  grid.show();
  context.engine().start();
  if (!QTest::qWaitFor([&] { return context.catalog() != nullptr; }, kPatience)) return std::nullopt;
  auto* view = grid.findChild<QListView*>("pictureGrid");
  const double before = residentMegabytes();
  DataOptions options;
  options.path = folder.toStdString();
  DatasetSummary summary;
  summary.images = count;
  const auto open = [&] {
    QElapsedTimer clock;
    clock.start();
    context.selection().useData(options, summary);
    if (!QTest::qWaitFor([&] { return screenIsFull(view); }, kPatience)) std::printf("no thumbnails\n");
    return static_cast<double>(clock.elapsed());
  };
  row("grid: first screenful of thumbnails, folder not read yet", open(), "ms", "");
  figures.opened = open();
  row("grid: first screenful of thumbnails, folder known to the engine", figures.opened, "ms", goal("< 1000"));
  std::printf("| grid: pictures listed | %d | %d |\n", view->model()->rowCount(), count);
  std::vector<double> frames;
  auto* bar = view->verticalScrollBar();
  for (int i = 0; i < 400; ++i) {
    bar->setValue(bar->value() + 60);
    QElapsedTimer clock;
    clock.start();
    view->viewport()->repaint();
    frames.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    QCoreApplication::processEvents();
  }
  figures.frame = percentile(frames, 0.95);
  row("grid: a frame while scrolling, p95", figures.frame, "ms", goal("<= 16"));
  std::vector<double> jumps;
  for (int i = 1; i <= 20; ++i) {
    QElapsedTimer clock;
    clock.start();
    bar->setValue(bar->maximum() / 21 * i);
    view->viewport()->repaint();
    if (!QTest::qWaitFor([&] { return screenIsFull(view); }, kPatience)) std::printf("no thumbnails\n");
    jumps.push_back(static_cast<double>(clock.elapsed()));
  }
  figures.jump = percentile(jumps, 0.95);
  row("grid: thumbnails after a jump, p95", figures.jump, "ms", "");
  row("grid: memory of the window's process", residentMegabytes(), "MB", goal("< 150"));
  row("grid: of it since the data were opened", residentMegabytes() - before, "MB", "");
  return figures;
}

// Exponent of milliseconds over pictures between the smallest and the largest size.
void gridSlopes(const GridFigures& small, const GridFigures& large) {
  const double decades = std::log10(static_cast<double>(large.pictures) / small.pictures);
  const auto slope = [decades](double from, double to) {
    return std::log10(std::max(to, 1e-3) / std::max(from, 1e-3)) / decades;
  };
  std::printf("| grid: slope of log time over log pictures: opened, frame, jump | %.2f, %.2f, %.2f | |\n",
              slope(small.opened, large.opened), slope(small.frame, large.frame), slope(small.jump, large.jump));
}

void measureGrids(const fs::path& source, const fs::path& home, int count) {
  std::vector<GridFigures> all;
  for (const int part : {100, 10, 1}) {
    const int pictures = std::max(1, count / part);
    const QString folder = multiply(source, home / ("pictures" + std::to_string(part)), pictures);
    if (folder.isEmpty()) {
      std::printf("no pictures below %s\n", source.c_str());
      return;
    }
    if (const auto figures = measureGrid(folder, pictures, part == 1)) all.push_back(*figures);
  }
  if (all.size() == 3) gridSlopes(all.front(), all.back());
}

}  // namespace

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QTemporaryDir home;
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.filePath("settings"));
  qputenv("MARCIE_HOME", home.filePath("home").toUtf8());
  if (!qEnvironmentVariableIsSet("MARCIE_ENGINE")) qputenv("MARCIE_ENGINE", MARCIE_BIN_DIR "/marcie-cli serve");
  const QStringList words = QApplication::arguments();
  const auto option = [&words](const QString& name, const QString& fallback) {
    const auto at = words.indexOf(name);
    return at > 0 && at + 1 < words.size() ? words[at + 1] : fallback;
  };
  Theme::instance().apply(Theme::Mode::light);
  std::printf("| figure | measured | goal |\n|---|---|---|\n");
  measureStart(home);
  measureChart("replot, one curve of 1,000,000 points", 1, 1'000'000);
  measureChart("replot, ten curves of 100,000 points", 10, 100'000);
  measureStepToPixel(home, option("--steps", "200").toInt());
  const QString source = option("--source", {});
  if (!source.isEmpty()) {
    measureGrids(fs::absolute(source.toStdString()), home.path().toStdString(), option("--pictures", "200000").toInt());
  }
  return 0;
}
