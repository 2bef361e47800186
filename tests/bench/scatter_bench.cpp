// The map under the hand: a frame while panning and zooming at 10⁴, 10⁵ and 10⁶ points, and a lasso, with how they
// grow. Prints a Markdown table and, with --json FILE, the figures; asserts nothing. Works without a display.
//
//   marcie_scatter_bench [--json FILE] [--frames N]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>

#include "core/base/random.h"
#include "core/options/json.h"
#include "ui/charts/scatter_map.h"
#include "ui/theme.h"

using namespace marcie;
using namespace marcie::ui;

namespace {

constexpr int kClasses = 172;
constexpr int kWidth = 900, kHeight = 620;

struct Figures {
  int points = 0;
  double place = 0, frame = 0, zoomedFrame = 0, lasso = 0, hover = 0;  // ms; frames: p95
  double frameWork = 0, lassoWork = 0;                                 // ms of processor time; frames: mean
};

double percentile95(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(0.95 * static_cast<double>(values.size() - 1))];
}

// Of this process: what a frame costs, whoever else uses the machine.
double workMs() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

double milliseconds(const QElapsedTimer& clock) {
  return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

// Clusters of several widths, as a t-SNE map of many classes has.
QVector<float> clusters(int count, QVector<std::int32_t>& kinds) {
  Rng rng(6);
  std::vector<std::array<double, 3>> centres;
  for (int k = 0; k < kClasses; ++k) centres.push_back({40 * rng.normal(), 40 * rng.normal(), rng.uniform(0.5, 4)});
  QVector<float> xy;
  for (int i = 0; i < count; ++i) {
    const auto kind = rng.below(kClasses);
    const auto& [x, y, width] = centres[kind];
    xy << static_cast<float>(x + width * rng.normal()) << static_cast<float>(y + width * rng.normal());
    kinds << static_cast<std::int32_t>(kind);
  }
  return xy;
}

// What a frame costs: the points drawn anew for another view, and the whole widget painted.
double frameAt(ScatterMap& map, const ScatterView& view) {
  QElapsedTimer clock;
  clock.start();
  map.showView(view);
  map.repaint();
  return milliseconds(clock);
}

Figures measure(int count, int frames) {
  Figures figures;
  figures.points = count;
  ScatterMap map;
  map.resize(kWidth, kHeight);
  ScatterColouring colouring;
  const QVector<float> xy = clusters(count, colouring.kind);
  for (int k = 0; k < kClasses; ++k) colouring.names << QStringLiteral("class %1").arg(k);
  QElapsedTimer clock;
  clock.start();
  map.setPoints(xy);
  figures.place = milliseconds(clock);
  map.setColouring(colouring);
  map.show();
  QCoreApplication::processEvents();
  const ScatterView whole = map.view();
  std::vector<double> times, zoomed;
  double work = 0;
  for (int i = 0; i < frames; ++i) {
    ScatterView view = whole;
    view.centre += QPointF(std::sin(0.1 * i), std::cos(0.07 * i)) * 40 / whole.scale;
    const double before = workMs();
    times.push_back(frameAt(map, view));
    work += workMs() - before;
    view.scale *= 1 + 15.0 * i / frames;  // into a cluster
    zoomed.push_back(frameAt(map, view));
  }
  figures.frame = percentile95(times);
  figures.frameWork = work / frames;
  figures.zoomedFrame = percentile95(zoomed);
  // A lasso of 200 corners around half of the map, with what follows: the others fade.
  QPolygonF lasso;
  for (int i = 0; i < 200; ++i) {
    const double angle = 2 * M_PI * i / 200;
    lasso << QPointF(35 * std::cos(angle) + 6 * std::sin(9 * angle), 35 * std::sin(angle));
  }
  const double before = workMs();
  clock.restart();
  map.setSelected(map.points().inside(lasso));
  map.repaint();
  figures.lasso = milliseconds(clock);
  figures.lassoWork = workMs() - before;
  clock.restart();
  constexpr int kHovers = 1000;
  int found = 0;
  for (int i = 0; i < kHovers; ++i) found += map.points().nearest(QPointF(i % 60 - 30, i % 47 - 23), 2) >= 0 ? 1 : 0;
  figures.hover = milliseconds(clock) / kHovers;
  if (found == 0) std::printf("no point was found\n");
  return figures;
}

double slope(double small, double large) {
  return std::log10(std::max(large, 1e-6) / std::max(small, 1e-6));
}

}  // namespace

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  Theme::instance().apply(Theme::Mode::light);
  const QStringList words = QApplication::arguments();
  const auto option = [&words](const QString& name, const QString& otherwise) {
    const auto at = words.indexOf(name);
    return at > 0 && at + 1 < words.size() ? words[at + 1] : otherwise;
  };
  const int frames = option("--frames", "60").toInt();
  std::printf("%d x %d px, %d classes, %d frames each\n\n", kWidth, kHeight, kClasses, frames);
  std::printf(
      "| points | placed, ms | frame p95, whole map, ms | its processor time, ms | frame p95, zooming in, ms | lasso, "
      "ms | its "
      "processor time, ms | hover, ms |\n");
  std::printf("|---|---|---|---|---|---|---|---|\n");
  std::vector<Figures> all;
  Json json = Json::array();
  for (const int count : {10'000, 100'000, 1'000'000}) {
    all.push_back(measure(count, frames));
    const Figures& f = all.back();
    std::printf("| %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.4f |\n", f.points, f.place, f.frame, f.frameWork,
                f.zoomedFrame, f.lasso, f.lassoWork, f.hover);
    std::fflush(stdout);
    json.push_back({{"points", f.points},
                    {"placeMs", f.place},
                    {"frameP95Ms", f.frame},
                    {"frameWorkMs", f.frameWork},
                    {"zoomedFrameP95Ms", f.zoomedFrame},
                    {"lassoWorkMs", f.lassoWork},
                    {"lassoMs", f.lasso},
                    {"hoverMs", f.hover}});
  }
  const Figures &a = all.front(), &b = all.back();
  std::printf("| slope of log time per factor of ten | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n",
              slope(a.place, b.place) / 2, slope(a.frame, b.frame) / 2, slope(a.frameWork, b.frameWork) / 2,
              slope(a.zoomedFrame, b.zoomedFrame) / 2, slope(a.lasso, b.lasso) / 2, slope(a.lassoWork, b.lassoWork) / 2,
              slope(a.hover, b.hover) / 2);
  std::printf("| goal at 1,000,000 | | 33 | | 33 | 200 | | |\n");
  if (const QString file = option("--json", {}); !file.isEmpty()) {
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly)) return 1;
    out.write(QByteArray::fromStdString(json.dump(2)));
  }
  return 0;
}
