#include "ui/charts/heat_map.h"

#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/charts/figure_export.h"
#include "ui/charts/grouped_bars.h"
#include "ui/charts/scatter_look.h"
#include "ui/theme.h"

using namespace marcie::ui;

class HeatMapTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { Theme::instance().apply(Theme::Mode::light); }
  void cellsAreChosenByMouseAndKeys();
  void aThousandClasses();
  void differencesHaveTwoColours();
  void numbersCanBeReadOnEveryColour();
  void exportsEveryFormat();
  void groupedBarsTellTheirNumbers();

 private:
  static HeatMatrix diagonal(int n) {
    HeatMatrix matrix;
    for (int i = 0; i < n; ++i) {
      matrix.names << QStringLiteral("class %1").arg(i);
      for (int j = 0; j < n; ++j) matrix.values << (i == j ? 10 : (i + j) % 7 == 0 ? 1 : 0);
    }
    matrix.counts = matrix.values;
    return matrix;
  }
};

void HeatMapTest::cellsAreChosenByMouseAndKeys() {
  HeatMap map;
  map.resize(500, 500);
  map.setMatrix(diagonal(5));
  map.show();
  QSignalSpy chosen(&map, &HeatMap::cellChosen);
  QTest::mouseClick(&map, Qt::LeftButton, {}, map.cellRect(2, 3).center().toPoint());
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.front()[0].toInt(), 2);
  QCOMPARE(chosen.front()[1].toInt(), 3);
  QTest::keyClick(&map, Qt::Key_Up);
  QTest::keyClick(&map, Qt::Key_Right);
  QTest::keyClick(&map, Qt::Key_Right);  // the edge holds
  QTest::keyClick(&map, Qt::Key_Return);
  QCOMPARE(chosen.count(), 2);
  QCOMPARE(map.currentRow(), 1);
  QCOMPARE(map.currentColumn(), 4);
  QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(2, 2));  // beside it
  QCOMPARE(chosen.count(), 2);
  map.setMatrix(diagonal(3));  // other classes: what was chosen is gone
  QCOMPARE(map.currentRow(), -1);
}

void HeatMapTest::aThousandClasses() {
  HeatMap map;
  map.resize(700, 700);
  map.setMatrix(diagonal(1000));
  map.show();
  QVERIFY(!map.grab().isNull());
  QElapsedTimer clock;
  clock.start();
  for (int i = 0; i < 10; ++i) map.grab();
  QVERIFY2(clock.elapsed() / 10 < 200, qPrintable(QString::number(clock.elapsed() / 10)));
  // Zoomed in, single cells can be hit.
  map.setCurrent(500, 500);
  for (int i = 0; i < 14; ++i) QTest::keyClick(&map, Qt::Key_Plus);
  QVERIFY(map.isZoomed());
  QVERIFY(map.cellRect(500, 500).width() > 10);
  QVERIFY(map.rect().contains(map.cellRect(500, 500).center().toPoint()));
  QTest::keyClick(&map, Qt::Key_0);
  QVERIFY(!map.isZoomed());
}

void HeatMapTest::differencesHaveTwoColours() {
  HeatMap map;
  map.resize(400, 400);
  HeatMatrix matrix;
  matrix.names = {QStringLiteral("a"), QStringLiteral("b")};
  matrix.values = {5, -5, 0, 5};
  matrix.counts = matrix.values;
  matrix.isDiverging = true;
  map.setMatrix(matrix);
  const QImage image = map.grab().toImage();
  const auto colourAt = [&](int row, int column) {
    const QRectF cell = map.cellRect(row, column);
    return image.pixelColor((cell.topLeft() + QPointF(8, 8)).toPoint());
  };
  QVERIFY(colourAt(0, 0) != colourAt(0, 1));
  QCOMPARE(colourAt(0, 0), colourAt(1, 1));
  QCOMPARE(colourAt(1, 0), Theme::instance().colours().surface);
}

void HeatMapTest::numbersCanBeReadOnEveryColour() {
  for (const bool isDiverging : {false, true}) {
    for (int i = 0; i <= 100; ++i) {
      const QColor cell = scaleColour(i / 100.0, isDiverging);
      QVERIFY2(contrastOf(inkOn(cell), cell) >= 4.5, qPrintable(cell.name()));
    }
  }
  QCOMPARE(inkOn(scaleColour(1, false)), QColor(Qt::black));  // the brightest yellow
  QVERIFY(std::abs(contrastOf(Qt::black, Qt::white) - 21) < 1e-3);
  QVERIFY(std::abs(contrastOf(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
}

void HeatMapTest::exportsEveryFormat() {
  QTemporaryDir folder;
  HeatMap map;
  map.resize(420, 420);
  map.setMatrix(diagonal(4));
  Figure figure{QStringLiteral("matrix"), map.size(), [&map](QPainter& painter) { map.render(&painter); },
                [] { return QStringLiteral("label,a\n"); }};
  for (const char* name : {"a.png", "a.svg", "a.pdf", "a.csv"}) {
    const QString path = folder.filePath(QString::fromLatin1(name));
    QVERIFY2(saveFigure(figure, path, 150), name);
    QVERIFY(QFileInfo(path).size() > 5);
  }
  QImage png(folder.filePath(QStringLiteral("a.png")));
  QCOMPARE(png.width(), 656);  // 420 px at 150 of 96 dpi
  QVERIFY(!saveFigure(figure, QStringLiteral("/nowhere/a.svg")));
  QVERIFY(!saveFigure(figure, QStringLiteral("/nowhere/a.csv")));
}

void HeatMapTest::groupedBarsTellTheirNumbers() {
  GroupedBars bars;
  bars.setBars({QStringLiteral("curry, red"), QStringLiteral("stew")},
               {QStringLiteral("backbone"), QStringLiteral("full")}, {{0.25, 0.75}, {0.5, 0.125}}, 0);
  QCOMPARE(bars.csv(), QString("class,backbone,full\n\"curry, red\",0.25,0.5\nstew,0.75,0.125\n"));
  bars.resize(bars.sizeHint());
  QVERIFY(!bars.grab().isNull());
}

QTEST_MAIN(HeatMapTest)
#include "heat_map_test.moc"
