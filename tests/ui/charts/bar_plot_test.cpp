#include "ui/charts/bar_plot.h"

#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include "ui/theme.h"

using namespace marcie::ui;

class BarPlotTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void barsAreProportional();
  void splitsAreStackedInTheirColours();
  void clickNamesTheBar();
  void survivesNothing();
};

void BarPlotTest::barsAreProportional() {
  BarPlot plot;
  plot.setBars({"apple pie", "bibimbap"}, {{60, 30}, {20, 10}}, {"train", "test"});
  plot.resize(400, plot.sizeHint().height());
  QCOMPARE(plot.barCount(), 2);
  QVERIFY(plot.barRect(0).width() > 100);
  QVERIFY(std::abs(plot.barRect(0).width() - 2 * plot.barRect(1).width()) <= 2);
  QVERIFY(plot.barRect(1).top() > plot.barRect(0).bottom());
  QVERIFY(plot.barRect(0).right() < 400);
}

void BarPlotTest::splitsAreStackedInTheirColours() {
  BarPlot plot;
  plot.setBars({"a"}, {{50}, {50}}, {"train", "test"});
  plot.resize(400, 60);
  const QImage image = plot.grab().toImage();
  const QRect bar = plot.barRect(0);
  QCOMPARE(image.pixelColor(bar.left() + bar.width() / 4, bar.center().y()), Theme::instance().series(0));
  QCOMPARE(image.pixelColor(bar.left() + bar.width() * 3 / 4, bar.center().y()), Theme::instance().series(1));
}

void BarPlotTest::clickNamesTheBar() {
  BarPlot plot;
  plot.setBars({"a", "b", "c"}, {{1, 2, 3}}, {"n"});
  plot.resize(300, plot.sizeHint().height());
  QSignalSpy clicked(&plot, &BarPlot::barClicked);
  QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.barRect(2).center());
  QCOMPARE(clicked.count(), 1);
  QCOMPARE(clicked.first().first().toInt(), 2);
}

void BarPlotTest::survivesNothing() {
  BarPlot plot;
  plot.resize(200, 100);
  plot.setBars({}, {}, {});
  QVERIFY(!plot.grab().isNull());
  plot.setBars({"a"}, {{0}}, {"n"});
  QVERIFY(!plot.grab().isNull());
  QCOMPARE(plot.barRect(0).width(), 0);
}

QTEST_MAIN(BarPlotTest)
#include "bar_plot_test.moc"
