#include "ui/charts/line_plot.h"

#include <cmath>
#include <ctime>

#include <QFile>
#include <QImage>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

#include "ui/theme.h"

using namespace marcie::ui;

namespace {
QVector<double> ramp(qsizetype n, double from = 0) {
  QVector<double> x(n);
  for (qsizetype i = 0; i < n; ++i) x[i] = from + static_cast<double>(i);
  return x;
}
}  // namespace

class LinePlotTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void appendsAreNotLost();
  void spikesSurviveTheScreen();
  void rawLineStandsBehindTheSmoothedOne();
  void logAxisLeavesOutWhatHasNoLogarithm();
  void autoRangeShowsEverything();
  void zoomIsLinkedAndBounded();
  void liveDataDoesNotMoveAZoomedPicture();
  void doubleClickShowsEverything();
  void hoverShowsATableOfValues();
  void exportsUsePrintColours();
  void withoutCurvesTheAxesKeepTheirRoom();
  void csvHasEveryPoint();
  void millionPointsInOneFrame();
};

void LinePlotTest::appendsAreNotLost() {
  LinePlot plot;
  plot.resize(800, 400);
  plot.show();
  const int id = plot.addSeries({.name = "loss"});
  for (int block = 0; block < 20; ++block) plot.append(id, ramp(10, block * 10), ramp(10, block * 10));
  plot.replotNow();
  const auto points = plot.paintedPoints(id);
  QCOMPARE(points.size(), 200);
  for (int i = 0; i < 200; ++i) QCOMPARE(points[i], QPointF(i, i));
  QCOMPARE(plot.xRange(), qMakePair(0.0, 199.0));
}

void LinePlotTest::spikesSurviveTheScreen() {
  LinePlot plot;
  plot.resize(640, 300);
  const int id = plot.addSeries({.name = "loss"});
  QVector<double> y(200000, 1.0);
  y[123457] = 50;
  plot.setData(id, ramp(200000), y);
  plot.replotNow();
  QVERIFY(plot.paintedPoints(id).size() < 4000);
  QVERIFY(plot.paintedPoints(id).contains(QPointF(123457, 50)));
  QVERIFY(plot.yRange().second >= 50);
}

void LinePlotTest::rawLineStandsBehindTheSmoothedOne() {
  LinePlot plot;
  plot.resize(640, 300);
  const int smoothed = plot.addSeries({.name = "train"});
  const int exact = plot.addSeries({.name = "val", .isSmoothed = false});
  plot.setData(smoothed, {0, 1, 2}, {1, 3, 5});
  plot.setData(exact, {0, 1, 2}, {1, 3, 5});
  plot.replotNow();
  QVERIFY(plot.paintedRawPoints(smoothed).isEmpty());
  plot.setSmoothing(0.5);
  plot.replotNow();
  QCOMPARE(plot.paintedRawPoints(smoothed)[1], QPointF(1, 3));
  QCOMPARE(plot.paintedPoints(smoothed)[1].y(), 1.75 / 0.75);
  QCOMPARE(plot.paintedPoints(exact)[1], QPointF(1, 3));
  QVERIFY(plot.paintedRawPoints(exact).isEmpty());
}

void LinePlotTest::logAxisLeavesOutWhatHasNoLogarithm() {
  LinePlot plot;
  plot.resize(640, 300);
  const int id = plot.addSeries({.name = "loss"});
  plot.setData(id, {0, 1, 2, 3}, {0.001, 0, -1, 10});
  plot.setLogScale(true);
  plot.replotNow();
  QVERIFY(std::isnan(plot.paintedPoints(id)[1].y()));
  QVERIFY(std::isnan(plot.paintedPoints(id)[2].y()));
  QVERIFY(plot.yRange().first > 0 && plot.yRange().first <= 0.001);
  QVERIFY(plot.yRange().second >= 10);
  plot.setLogScale(false);
  plot.replotNow();
  QCOMPARE(plot.paintedPoints(id)[2], QPointF(2, -1));
}

void LinePlotTest::autoRangeShowsEverything() {
  LinePlot plot;
  plot.resize(640, 300);
  const int id = plot.addSeries({.name = "top1"});
  plot.setYFloor(0, 1);
  plot.setData(id, {5, 10}, {0.2, 0.4});
  plot.replotNow();
  QCOMPARE(plot.xRange(), qMakePair(5.0, 10.0));
  QCOMPARE(plot.yRange().first, 0.0);
  QVERIFY(plot.yRange().second >= 1);
}

void LinePlotTest::zoomIsLinkedAndBounded() {
  LinePlot upper, lower;
  LinePlot::link(&upper, &lower);
  const int a = upper.addSeries({.name = "a"});
  const int b = lower.addSeries({.name = "b"});
  upper.setData(a, ramp(101), ramp(101));
  lower.setData(b, ramp(201), ramp(201));
  upper.replotNow();
  QCOMPARE(upper.xRange(), qMakePair(0.0, 200.0));
  lower.zoomX(50, 60);
  QCOMPARE(upper.xRange(), qMakePair(50.0, 60.0));
  QVERIFY(upper.isZoomed());
  upper.zoomX(195, 205);
  QCOMPARE(lower.xRange(), qMakePair(190.0, 200.0));
  upper.zoomX(-1000, 1000);
  QVERIFY(!upper.isZoomed() && !lower.isZoomed());
}

void LinePlotTest::liveDataDoesNotMoveAZoomedPicture() {
  LinePlot plot;
  const int id = plot.addSeries({.name = "a"});
  plot.setData(id, ramp(101), ramp(101));
  plot.replotNow();
  plot.zoomX(10, 20);
  plot.append(id, ramp(50, 101), ramp(50, 101));
  plot.replotNow();
  QCOMPARE(plot.xRange(), qMakePair(10.0, 20.0));
  QVERIFY(plot.yRange().second < 25);
  plot.resetZoom();
  plot.replotNow();
  QCOMPARE(plot.xRange(), qMakePair(0.0, 150.0));
}

void LinePlotTest::doubleClickShowsEverything() {
  LinePlot plot;
  plot.resize(640, 300);
  const int id = plot.addSeries({.name = "a"});
  plot.setData(id, ramp(101), ramp(101));
  plot.show();
  plot.replotNow();
  plot.zoomX(10, 20);
  auto* canvas = plot.findChild<QWidget*>("plotCanvas");
  QTest::mouseDClick(canvas, Qt::LeftButton, {}, QPoint(300, 150));
  QTRY_VERIFY(!plot.isZoomed());
}

void LinePlotTest::hoverShowsATableOfValues() {
  LinePlot plot;
  plot.resize(640, 300);
  plot.setXAxis("step");
  const int id = plot.addSeries({.name = "run · loss"});
  plot.setData(id, ramp(101), ramp(101));
  plot.setTicks({{50, "checkpoint", PlotTick::Kind::plain}});
  plot.show();
  plot.replotNow();
  auto* table = plot.findChild<QLabel*>("valueTable");
  plot.setCursorAt(50.2);
  QVERIFY(table->isVisible());
  QVERIFY(table->text().contains("run · loss"));
  QVERIFY(table->text().contains(">50<"));
  QVERIFY(table->text().contains("checkpoint"));
  QCOMPARE(plot.valuesAt(50.2), QStringList({"run · loss: 50"}));
  plot.setCursorAt(std::nan(""));
  QVERIFY(!table->isVisible());
}

void LinePlotTest::exportsUsePrintColours() {
  QTemporaryDir folder;
  Theme::instance().apply(Theme::Mode::dark);
  LinePlot plot;
  plot.resize(400, 240);
  const int id = plot.addSeries({.name = "a"});
  plot.setData(id, ramp(11), ramp(11));
  plot.show();
  plot.replotNow();
  QVERIFY(saveFigure(plot.figure(), folder.filePath("plot.png"), 192));
  const QImage image(folder.filePath("plot.png"));
  QCOMPARE(image.size(), QSize(800, 480));
  QCOMPARE(image.dotsPerMeterX(), 7559);
  QCOMPARE(image.pixelColor(2, 478), Theme::printColours().surface);
  QVERIFY(saveFigure(plot.figure(), folder.filePath("plot.svg")));
  QFile svg(folder.filePath("plot.svg"));
  QVERIFY(svg.open(QIODevice::ReadOnly));
  QVERIFY(svg.readAll().contains("<svg"));
  QVERIFY(saveFigure(plot.figure(), folder.filePath("plot.pdf")));
  QFile pdf(folder.filePath("plot.pdf"));
  QVERIFY(pdf.open(QIODevice::ReadOnly));
  QVERIFY(pdf.readAll().startsWith("%PDF"));
  // The window itself stays dark.
  plot.replotNow();
  QCOMPARE(plot.grab().toImage().pixelColor(2, 238), Theme::instance().colours().surface);
  QVERIFY(!saveFigure(plot.figure(), folder.filePath("no/such/folder.png"), 96));
  Theme::instance().apply(Theme::Mode::light);
}

void LinePlotTest::withoutCurvesTheAxesKeepTheirRoom() {
  LinePlot plot;
  plot.resize(600, 300);
  const auto inkAtTheRight = [&plot] {
    plot.replotNow();
    const QImage image = plot.grab().toImage();
    int ink = 0;
    for (int y = 0; y < image.height(); ++y) {
      ink += image.pixelColor(3 * image.width() / 4, y) != Theme::instance().colours().surface ? 1 : 0;
    }
    return ink;
  };
  plot.show();
  QVERIFY2(inkAtTheRight() > 0, "grid and axis reach the right half");
  plot.setData(plot.addSeries({.name = "a"}), ramp(3), ramp(3));
  QVERIFY(inkAtTheRight() > 0);
  plot.clearSeries();
  QVERIFY(inkAtTheRight() > 0);
}

void LinePlotTest::csvHasEveryPoint() {
  LinePlot plot;
  plot.setXAxis("step");
  const int id = plot.addSeries({.name = "a, \"quoted\""});
  plot.setData(id, {0, 1}, {0.25, 1e-7});
  plot.zoomX(0, 0.5);
  QCOMPARE(plot.csv(), QString("series,step,value\n\"a, \"\"quoted\"\"\",0,0.25\n\"a, \"\"quoted\"\"\",1,1e-07\n"));
}

void LinePlotTest::millionPointsInOneFrame() {
  LinePlot plot;
  plot.resize(1280, 400);
  const int id = plot.addSeries({.name = "a"});
  const qsizetype n = 1000000;
  QVector<double> y(n);
  for (qsizetype i = 0; i < n; ++i) y[i] = std::sin(static_cast<double>(i) * 0.001) + ((i * 7919) % 1000) * 0.001;
  plot.setData(id, ramp(n), y);
  plot.setSmoothing(0.9);
  plot.show();
  plot.replotNow();
  double best = 1e9, bestCpu = 1e9;
  for (int i = 0; i < 7; ++i) {
    plot.append(id, {static_cast<double>(n + i)}, {0.5});  // something new to paint each time
    const std::clock_t before = std::clock();
    best = std::min(best, plot.replotNow());
    bestCpu = std::min(bestCpu, 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
  }
  qInfo("a curve of 1,000,000 points with its smoothed line: %.1f ms a replot, %.1f ms of one core", best, bestCpu);
  QVERIFY(bestCpu < 100);  // the goal is 16; a shared machine and a debug build are given room
}

QTEST_MAIN(LinePlotTest)
#include "line_plot_test.moc"
