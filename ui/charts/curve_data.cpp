#include "ui/charts/curve_data.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/text.h"

namespace marcie::ui {

namespace {

// What one column of pixels has to show.
struct Column {
  qsizetype first = -1, last = -1, smallest = -1, largest = -1;

  void add(qsizetype i, const double* y) {
    if (first < 0) {
      first = last = smallest = largest = i;
      return;
    }
    last = i;
    if (y[i] < y[smallest]) smallest = i;
    if (y[i] > y[largest]) largest = i;
  }

  void appendTo(QVector<QPointF>& out, const double* x, const double* y) const {
    std::array<qsizetype, 4> order{first, smallest, largest, last};
    std::sort(order.begin(), order.end());
    qsizetype before = -1;
    for (const auto i : order) {
      if (i != before) out.append({x[i], y[i]});
      before = i;
    }
  }
};

}  // namespace

QVector<QPointF> decimated(const QVector<double>& x, const QVector<double>& y, double low, double high, int columns) {
  QVector<QPointF> out;
  if (x.isEmpty() || columns < 1 || !(high > low)) return out;
  const double* xs = x.constData();
  const double* ys = y.constData();
  const double* end = xs + x.size();
  qsizetype from = std::lower_bound(xs, end, low) - xs;
  qsizetype to = std::upper_bound(xs + from, end, high) - xs;
  if (from > 0) --from;
  if (to < x.size()) ++to;
  const auto put = [&](qsizetype i) { out.append({xs[i], std::isfinite(ys[i]) ? ys[i] : kNaN}); };
  if (to - from <= qsizetype{4} * columns) {
    out.reserve(to - from);
    for (qsizetype i = from; i < to; ++i) put(i);
    return out;
  }
  out.reserve(qsizetype{4} * columns + 2);
  const double width = (high - low) / columns;
  qsizetype i = from;
  if (xs[i] < low) put(i++);
  for (int c = 0; c < columns && i < to; ++c) {
    const double right = c + 1 == columns ? high : low + width * (c + 1);
    Column column;
    const qsizetype begin = i;
    for (; i < to && xs[i] <= right; ++i) {
      if (std::isfinite(ys[i])) column.add(i, ys);
    }
    if (column.first >= 0) {
      column.appendTo(out, xs, ys);
    } else if (i > begin) {
      out.append({xs[begin], kNaN});
    }
  }
  if (i < to) put(i);
  return out;
}

void CurveData::append(const QVector<double>& x, const QVector<double>& y) {
  ++revision_;
  const qsizetype before = x_.size();
  x_ += x;
  y_ += y;
  if (isSmoothed()) smoothFrom(before);
}

void CurveData::assign(QVector<double> x, QVector<double> y) {
  ++revision_;
  x_ = std::move(x);
  y_ = std::move(y);
  if (isSmoothed()) smoothFrom(0);
}

void CurveData::clear() {
  assign({}, {});
}

void CurveData::setSmoothing(double weight) {
  ++revision_;
  weight_ = std::clamp(weight, 0.0, 0.9999);
  if (isSmoothed()) {
    smoothFrom(0);
  } else {
    smooth_.clear();
  }
}

void CurveData::smoothFrom(qsizetype index) {
  if (index == 0) {
    state_ = 0;
    correction_ = 1;
  }
  smooth_.resize(x_.size());
  for (qsizetype i = index; i < x_.size(); ++i) {
    if (!std::isfinite(y_[i])) {
      smooth_[i] = kNaN;
      continue;
    }
    state_ = weight_ * state_ + (1 - weight_) * y_[i];
    correction_ *= weight_;
    smooth_[i] = state_ / (1 - correction_);
  }
}

qsizetype CurveData::nearest(double x) const {
  if (x_.isEmpty() || std::isnan(x)) return -1;
  const auto it = std::lower_bound(x_.begin(), x_.end(), x);
  if (it == x_.end()) return x_.size() - 1;
  const qsizetype i = it - x_.begin();
  return i > 0 && x - x_[i - 1] < x_[i] - x ? i - 1 : i;
}

qsizetype CurveData::countIn(double low, double high) const {
  return std::upper_bound(x_.begin(), x_.end(), high) - std::lower_bound(x_.begin(), x_.end(), low);
}

}  // namespace marcie::ui
