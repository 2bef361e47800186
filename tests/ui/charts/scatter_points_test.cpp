#include "ui/charts/scatter_points.h"

#include <cmath>
#include <limits>
#include <set>

#include <QTest>

#include "core/base/random.h"
#include "ui/charts/scatter_look.h"
#include "ui/charts/scatter_raster.h"

using namespace marcie;
using namespace marcie::ui;

class ScatterPointsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsTheNearestAsAPlainLoopDoes();
  void lassoAgreesWithEveryPointByItself();
  void pointsWithoutAPlaceAreNeverFound();
  void onePlaceForAllIsNoTrouble();
  void everyPointInViewIsVisitedOnce();
  void fortyEightCategoriesLookDifferent();
  void numbersOutsideTheScaleHaveItsEnds();
  void drawsWhereThePointsAre();
  void fadedPointsLieBelow();
  void hollowPointsHaveAHole();
  void contoursSurroundACluster();

 private:
  static QVector<float> cloud(int n, std::uint64_t seed = 3) {
    Rng rng(seed);
    QVector<float> xy;
    for (int i = 0; i < 2 * n; ++i) xy << static_cast<float>(rng.normal());
    return xy;
  }
};

void ScatterPointsTest::findsTheNearestAsAPlainLoopDoes() {
  ScatterPoints points;
  points.set(cloud(3000));
  Rng rng(8);
  for (int query = 0; query < 300; ++query) {
    const QPointF place(1.5 * rng.normal(), 1.5 * rng.normal());
    int best = -1;
    double least = 0.3;
    for (int i = 0; i < points.count(); ++i) {
      const double distance = std::hypot(points.at(i).x() - place.x(), points.at(i).y() - place.y());
      if (distance <= least) least = distance, best = i;
    }
    const int found = points.nearest(place, 0.3);
    if (best < 0) {
      QCOMPARE(found, -1);
      continue;
    }
    const double away = std::hypot(points.at(found).x() - place.x(), points.at(found).y() - place.y());
    QVERIFY(std::abs(away - least) < 1e-9);
  }
}

void ScatterPointsTest::lassoAgreesWithEveryPointByItself() {
  ScatterPoints points;
  points.set(cloud(4000, 5));
  // A star: concave, crossing many cells, and one that leaves the points' box.
  for (const double reach : {0.7, 1.9, 6.0}) {
    QPolygonF star;
    for (int i = 0; i < 14; ++i) {
      const double angle = 2 * M_PI * i / 14, radius = i % 2 == 0 ? reach : 0.35 * reach;
      star << QPointF(0.2 + radius * std::cos(angle), -0.1 + radius * std::sin(angle));
    }
    const QVector<int> inside = points.inside(star);
    QVector<int> expected;
    for (int i = 0; i < points.count(); ++i) {
      if (star.containsPoint(points.at(i), Qt::OddEvenFill)) expected << i;
    }
    QCOMPARE(inside, expected);
    QVERIFY(!inside.isEmpty());
  }
  QVERIFY(points.inside(QPolygonF({{40, 40}, {41, 40}, {41, 41}})).isEmpty());
  QVERIFY(points.inside(QPolygonF({{0, 0}, {1, 1}})).isEmpty());
}

void ScatterPointsTest::pointsWithoutAPlaceAreNeverFound() {
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  ScatterPoints points;
  points.set({0, 0, kNone, 1, 2, std::numeric_limits<float>::infinity(), 1, 1});
  QCOMPARE(points.count(), 4);
  QCOMPARE(points.placedCount(), 2);
  QVERIFY(!points.isPlaced(1) && !points.isPlaced(2) && points.isPlaced(3));
  QVERIFY(!points.isPlaced(-1) && !points.isPlaced(4));
  QCOMPARE(points.bounds(), QRectF(0, 0, 1, 1));
  QCOMPARE(points.inside(QPolygonF({{-9, -9}, {9, -9}, {9, 9}, {-9, 9}})), QVector<int>({0, 3}));
  points.set({});
  QCOMPARE(points.nearest({0, 0}, 10), -1);
}

void ScatterPointsTest::onePlaceForAllIsNoTrouble() {
  ScatterPoints points;
  points.set(QVector<float>(2000, 7.5F));
  QCOMPARE(points.placedCount(), 1000);
  QCOMPARE(points.nearest({7.5, 7.5}, 0.1), 0);
  QCOMPARE(points.inside(QPolygonF({{7, 7}, {8, 7}, {8, 8}, {7, 8}})).size(), 1000);
  QVERIFY(points.bounds().width() > 0);
}

void ScatterPointsTest::everyPointInViewIsVisitedOnce() {
  ScatterPoints points;
  points.set(cloud(20000, 9));
  const QRectF area(-0.4, 0.1, 0.9, 0.5);
  std::multiset<int> seen;
  points.visit(area, [&seen](const ScatterPoints::Entry* first, const ScatterPoints::Entry* last) {
    for (const auto* e = first; e != last; ++e) seen.insert(e->point);
  });
  for (int i = 0; i < points.count(); ++i) {
    if (area.contains(points.at(i))) QCOMPARE(seen.count(i), 1U);
  }
  QVERIFY2(seen.size() < 6000, "far less than everything is looked at");
  QCOMPARE(points.countIn(area), qint64(seen.size()));
}

void ScatterPointsTest::fortyEightCategoriesLookDifferent() {
  std::set<std::pair<QRgb, int>> looks;
  ScatterColouring colouring;
  for (int k = 0; k < 48; ++k) colouring.names << QString::number(k);
  for (int k = 0; k < 48; ++k) {
    looks.emplace(scatterColour(colouring, k, true).rgb(), static_cast<int>(scatterShape(k)));
  }
  QCOMPARE(looks.size(), 48U);
}

void ScatterPointsTest::numbersOutsideTheScaleHaveItsEnds() {
  ScatterColouring colouring;
  colouring.value = {0, 1, 5, -5, std::numeric_limits<float>::quiet_NaN()};
  colouring.low = 0;
  colouring.high = 1;
  const ScatterLook look = makeLook(colouring, 6, {}, true);
  QCOMPARE(look.entry[2], look.entry[1]);
  QCOMPARE(look.entry[3], look.entry[0]);
  QCOMPARE(look.entry[4], look.entry[5]);  // none, and beyond the list
  QVERIFY(look.entry[4] != look.entry[0] && look.entry[4] != look.entry[1]);
  colouring.isDiverging = true;
  colouring.fitScale();
  QCOMPARE(colouring.low, -colouring.high);
}

void ScatterPointsTest::drawsWhereThePointsAre() {
  ScatterPoints points;
  points.set({-1, -1, 1, 1, 0, 0.5F});
  const ScatterLook look = makeLook({}, 3, {}, true);
  for (const double size : {2.0, 9.0}) {
    QImage image(200, 200, QImage::Format_RGB32);
    image.fill(Qt::white);
    const ScatterView view{{0, 0}, 50};
    drawScatter(image, points, look, view, 1, size, Qt::white);
    for (int i = 0; i < 3; ++i) {
      const QPoint pixel = view.toPixel(points.at(i), image.size()).toPoint();
      QCOMPARE(image.pixel(pixel), look.palette[look.entry[static_cast<std::size_t>(i)]]);
    }
    QCOMPARE(image.pixel(10, 10), QColor(Qt::white).rgb());
    // Up is up.
    QVERIFY(view.toPixel({0, 1}, image.size()).y() < view.toPixel({0, 0}, image.size()).y());
  }
}

void ScatterPointsTest::fadedPointsLieBelow() {
  ScatterPoints points;
  points.set({0, 0, 0, 0});
  QImage image(40, 40, QImage::Format_RGB32);
  for (const bool second : {false, true}) {
    image.fill(Qt::white);
    const ScatterLook look = makeLook({}, 2, {!second, second}, true);
    drawScatter(image, points, look, {{0, 0}, 1}, 1, 7, Qt::white);
    QCOMPARE(image.pixel(20, 20), look.palette[0]);
  }
}

void ScatterPointsTest::hollowPointsHaveAHole() {
  ScatterPoints points;
  points.set({-5, 0, 5, 0});
  QImage image(60, 40, QImage::Format_RGB32);
  image.fill(Qt::white);
  const ScatterLook look = makeLook({}, 2, {}, true);
  drawScatter(image, points, look, {{0, 0}, 2}, 1, 9, Qt::white, {}, {false, true});
  QCOMPARE(image.pixel(20, 20), look.palette[0]);
  QCOMPARE(image.pixel(40, 20), QColor(Qt::white).rgb());
  QVERIFY(image.pixel(37, 20) != QColor(Qt::white).rgb());  // its rim
}

void ScatterPointsTest::contoursSurroundACluster() {
  ScatterPoints points;
  points.set(cloud(5000, 12));
  const auto lines = densityContours(points);
  QVERIFY(lines.size() > 100);
  double inner = 0, outer = 0;
  int inners = 0, outers = 0;
  for (const auto& piece : lines) {
    const double away = std::hypot(piece.line.x1(), piece.line.y1());
    if (piece.level == 0) outer += away, ++outers;
    if (piece.level == 4) inner += away, ++inners;
  }
  QVERIFY(inners > 0 && outers > 0);
  QVERIFY(inner / inners < outer / outers);
  points.set({1, 1});
  QVERIFY(densityContours(points).empty());
}

QTEST_MAIN(ScatterPointsTest)
#include "scatter_points_test.moc"
