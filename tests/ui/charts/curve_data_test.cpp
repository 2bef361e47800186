#include "ui/charts/curve_data.h"

#include <cmath>
#include <random>

#include <QTest>

using namespace marcie::ui;

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

QVector<double> ramp(qsizetype n) {
  QVector<double> x(n);
  for (qsizetype i = 0; i < n; ++i) x[i] = static_cast<double>(i);
  return x;
}
}  // namespace

class CurveDataTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void fewPointsPassUntouched();
  void everySpikeIsKept();
  void everyColumnKeepsItsExtremes();
  void sameDataSamePicture();
  void zoomKeepsTheNeighbours();
  void gapsStayGaps();
  void smoothingIsTensorBoards();
  void appendingEqualsAssigning();
  void nearestPoint();
};

void CurveDataTest::fewPointsPassUntouched() {
  const auto points = decimated({0, 1, 2}, {5, kNaN, 7}, 0, 2, 100);
  QCOMPARE(points.size(), 3);
  QCOMPARE(points[0], QPointF(0, 5));
  QVERIFY(std::isnan(points[1].y()));
  QCOMPARE(points[2], QPointF(2, 7));
  QVERIFY(decimated({}, {}, 0, 1, 100).isEmpty());
}

void CurveDataTest::everySpikeIsKept() {
  const qsizetype n = 1000000;
  const auto x = ramp(n);
  for (const qsizetype at : {qsizetype{1}, qsizetype{333333}, n / 2, n - 2}) {
    QVector<double> y(n, 1.0);
    y[at] = 42;
    y[(at + n / 3) % n] = -7;
    const auto points = decimated(x, y, 0, n - 1, 800);
    QVERIFY(points.size() <= 4 * 800 + 2);
    QVERIFY(points.contains(QPointF(static_cast<double>(at), 42)));
    QVERIFY(points.contains(QPointF(static_cast<double>((at + n / 3) % n), -7)));
  }
}

void CurveDataTest::everyColumnKeepsItsExtremes() {
  const qsizetype n = 20000;
  const auto x = ramp(n);
  QVector<double> y(n);
  std::mt19937 random(3);
  for (auto& value : y) value = static_cast<double>(random() % 100000);
  const int columns = 50;
  const double width = static_cast<double>(n - 1) / columns;
  const auto points = decimated(x, y, 0, n - 1, columns);
  for (int c = 0; c < columns; ++c) {
    const auto inColumn = [&](double at) { return at > c * width - (c == 0) && at <= (c + 1) * width; };
    double low = 1e9, high = -1e9, keptLow = 1e9, keptHigh = -1e9;
    for (qsizetype i = 0; i < n; ++i) {
      if (!inColumn(x[i])) continue;
      low = std::min(low, y[i]);
      high = std::max(high, y[i]);
    }
    for (const auto& point : points) {
      if (!inColumn(point.x())) continue;
      keptLow = std::min(keptLow, point.y());
      keptHigh = std::max(keptHigh, point.y());
    }
    QCOMPARE(keptLow, low);
    QCOMPARE(keptHigh, high);
  }
  for (qsizetype i = 1; i < points.size(); ++i) QVERIFY(points[i - 1].x() < points[i].x());
}

void CurveDataTest::sameDataSamePicture() {
  const auto x = ramp(50000);
  QVector<double> y(x.size());
  for (qsizetype i = 0; i < y.size(); ++i) y[i] = std::sin(0.37 * static_cast<double>(i));
  QVERIFY(decimated(x, y, 10, 49000, 300) == decimated(x, y, 10, 49000, 300));
}

void CurveDataTest::zoomKeepsTheNeighbours() {
  const auto x = ramp(100000);
  const auto points = decimated(x, x, 500.5, 99000.5, 100);
  QCOMPARE(points.first().x(), 500.0);
  QCOMPARE(points.last().x(), 99001.0);
}

void CurveDataTest::gapsStayGaps() {
  const qsizetype n = 10000;
  QVector<double> y(n, 1.0);
  for (qsizetype i = 4000; i < 6000; ++i) y[i] = kNaN;
  const auto points = decimated(ramp(n), y, 0, n - 1, 100);
  const bool broken = std::any_of(points.begin(), points.end(), [](const QPointF& point) {
    return std::isnan(point.y()) && point.x() > 3990 && point.x() < 6010;
  });
  QVERIFY(broken);
}

void CurveDataTest::smoothingIsTensorBoards() {
  CurveData data;
  data.assign({0, 1, 2}, {1, 3, 5});
  data.setSmoothing(0.5);
  // (0.5·1)/(1−0.5), (0.5·0.5+0.5·3)/(1−0.25), (0.5·1.75+0.5·5)/(1−0.125)
  QCOMPARE(data.smooth()[0], 1.0);
  QCOMPARE(data.smooth()[1], 1.75 / 0.75);
  QCOMPARE(data.smooth()[2], 3.375 / 0.875);
  data.setSmoothing(0);
  QCOMPARE(data.smooth(), data.y());
}

void CurveDataTest::appendingEqualsAssigning() {
  CurveData whole, parts;
  whole.setSmoothing(0.9);
  parts.setSmoothing(0.9);
  QVector<double> y;
  for (int i = 0; i < 100; ++i) y.append(i == 40 ? kNaN : std::cos(i));
  whole.assign(ramp(100), y);
  for (int i = 0; i < 100; i += 10) {
    QVector<double> x;
    for (int k = i; k < i + 10; ++k) x.append(k);
    parts.append(x, y.mid(i, 10));
  }
  QCOMPARE(parts.size(), whole.size());
  for (int i = 0; i < 100; ++i) {
    QVERIFY(i == 40 ? std::isnan(parts.smooth()[i]) : parts.smooth()[i] == whole.smooth()[i]);
  }
}

void CurveDataTest::nearestPoint() {
  CurveData data;
  QCOMPARE(data.nearest(1), -1);
  data.assign({0, 10, 20}, {1, 2, 3});
  QCOMPARE(data.nearest(-5), 0);
  QCOMPARE(data.nearest(4), 0);
  QCOMPARE(data.nearest(6), 1);
  QCOMPARE(data.nearest(99), 2);
  QCOMPARE(data.nearest(kNaN), -1);
}

QTEST_APPLESS_MAIN(CurveDataTest)
#include "curve_data_test.moc"
