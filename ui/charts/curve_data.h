// The numbers of one curve, and the few of them that a screen of some width can show.
//
// Plain values, no widgets. Points come in order of x. Not thread-safe.
#pragma once

#include <limits>

#include <QPair>
#include <QPointF>
#include <QVector>

namespace marcie::ui {

// At most four points for each of `columns` equal parts of [low, high]: first, smallest, largest and last, in their own
// places. A polyline through them covers the same pixels as one through all points: no spike is lost, whatever the
// zoom. One point beyond either end is kept, so that lines leave the picture where they should. NaN breaks the line.
// Cost: one pass over the visible points.
[[nodiscard]] QVector<QPointF> decimated(const QVector<double>& x, const QVector<double>& y, double low, double high,
                                         int columns);

class CurveData {
 public:
  // x must not decrease; y may be NaN (a gap). Both of the same length.
  void append(const QVector<double>& x, const QVector<double>& y);
  void assign(QVector<double> x, QVector<double> y);
  void clear();

  // 0 = the curve itself; w = exponential moving average with weight w on the past, corrected for its start
  // (TensorBoard's smoothing).
  void setSmoothing(double weight);
  [[nodiscard]] double smoothing() const { return weight_; }
  [[nodiscard]] bool isSmoothed() const { return weight_ > 0; }

  [[nodiscard]] qsizetype size() const { return x_.size(); }
  [[nodiscard]] bool isEmpty() const { return x_.isEmpty(); }
  [[nodiscard]] const QVector<double>& x() const { return x_; }
  [[nodiscard]] const QVector<double>& y() const { return y_; }
  // Equals y() without smoothing.
  [[nodiscard]] const QVector<double>& smooth() const { return isSmoothed() ? smooth_ : y_; }

  // Grows with every change.
  [[nodiscard]] quint64 revision() const { return revision_; }
  // Index of the point whose x is nearest, -1 when there is none.
  [[nodiscard]] qsizetype nearest(double x) const;
  // How many points lie in [low, high].
  [[nodiscard]] qsizetype countIn(double low, double high) const;

 private:
  void smoothFrom(qsizetype index);

  QVector<double> x_, y_, smooth_;
  double weight_ = 0;
  double state_ = 0;       // of the moving average after the last point
  double correction_ = 1;  // weight^n
  quint64 revision_ = 1;
};

}  // namespace marcie::ui
