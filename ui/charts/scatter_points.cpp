#include "ui/charts/scatter_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace marcie::ui {
namespace {

constexpr double kPointsPerCell = 6;
constexpr int kMostCells = 1024;  // per axis

bool isInsidePolygon(const QPolygonF& polygon, double x, double y) {
  bool inside = false;
  const QPointF* points = polygon.constData();
  const qsizetype count = polygon.size();
  for (qsizetype i = 0, j = count - 1; i < count; j = i++) {
    const QPointF &a = points[i], &b = points[j];
    if ((a.y() > y) == (b.y() > y)) continue;
    if (x < (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y()) + a.x()) inside = !inside;
  }
  return inside;
}

}  // namespace

void ScatterPoints::set(QVector<float> coordinates) {
  coordinates_ = std::move(coordinates);
  if (coordinates_.size() % 2 != 0) coordinates_.removeLast();
  const float* xy = coordinates_.constData();
  const int n = count();
  constexpr float kFar = std::numeric_limits<float>::infinity();
  float left = kFar, right = -kFar, low = kFar, high = -kFar;
  std::size_t placed = 0;
  for (int i = 0; i < n; ++i) {
    const float x = xy[2 * i], y = xy[2 * i + 1];
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    ++placed;
    left = std::min(left, x), right = std::max(right, x);
    low = std::min(low, y), high = std::max(high, y);
  }
  sorted_.clear();
  start_.clear();
  bounds_ = {};
  columns_ = rows_ = 1;
  cell_ = 1;
  if (placed == 0) return;
  const auto span = [](float from, float to) { return static_cast<double>(to) - static_cast<double>(from); };
  // Never empty: a single point has a place, too.
  const double extent = std::max({span(left, right), span(low, high), 1e-6 * std::abs(static_cast<double>(left)),
                                  1e-6 * std::abs(static_cast<double>(low)), 1e-9});
  const double side = std::clamp(std::sqrt(static_cast<double>(placed) / kPointsPerCell), 1.0, double{kMostCells});
  cell_ = extent / std::floor(side);
  bounds_ = QRectF(static_cast<double>(left), static_cast<double>(low), std::max(span(left, right), 1e-3 * extent),
                   std::max(span(low, high), 1e-3 * extent));
  columns_ = static_cast<int>(bounds_.width() / cell_) + 1;
  rows_ = static_cast<int>(bounds_.height() / cell_) + 1;
  // Counting sort; within a cell the order of the points stays.
  start_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) + 1, 0);
  std::vector<std::uint32_t> cells(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) {
    const float x = xy[2 * i], y = xy[2 * i + 1];
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    const std::size_t cell = cellAt(rowOf(static_cast<double>(y)), columnOf(static_cast<double>(x)));
    cells[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(cell);
    ++start_[cell + 1];
  }
  for (std::size_t c = 1; c < start_.size(); ++c) start_[c] += start_[c - 1];
  std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
  sorted_.resize(placed);
  for (int i = 0; i < n; ++i) {
    const float x = xy[2 * i], y = xy[2 * i + 1];
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    sorted_[next[cells[static_cast<std::size_t>(i)]]++] = {x, y, i};
  }
}

bool ScatterPoints::isPlaced(int point) const {
  if (point < 0 || point >= count()) return false;
  return std::isfinite(coordinates_[2 * point]) && std::isfinite(coordinates_[2 * point + 1]);
}

QPointF ScatterPoints::at(int point) const {
  return {static_cast<double>(coordinates_[2 * point]), static_cast<double>(coordinates_[2 * point + 1])};
}

int ScatterPoints::columnOf(double x) const {
  return static_cast<int>(std::clamp((x - bounds_.left()) / cell_, 0.0, double{columns_ - 1.0}));
}

int ScatterPoints::rowOf(double y) const {
  return static_cast<int>(std::clamp((y - bounds_.top()) / cell_, 0.0, double{rows_ - 1.0}));
}

std::int64_t ScatterPoints::countIn(const QRectF& area) const {
  std::int64_t count = 0;
  visit(area, [&count](const Entry* first, const Entry* last) { count += last - first; });
  return count;
}

int ScatterPoints::nearest(QPointF place, double radius) const {
  int best = -1;
  double least = radius * radius;
  visit(QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius),
        [&](const Entry* first, const Entry* last) {
          for (const Entry* e = first; e != last; ++e) {
            const double dx = static_cast<double>(e->x) - place.x(), dy = static_cast<double>(e->y) - place.y();
            const double squared = dx * dx + dy * dy;
            if (squared > least || (squared == least && best >= 0)) continue;
            least = squared;
            best = e->point;
          }
        });
  return best;
}

// Cells that an edge of the polygon crosses: only their points have to be looked at one by one.
std::vector<std::uint8_t> ScatterPoints::cellsOnRim(const QPolygonF& polygon) const {
  std::vector<std::uint8_t> rim(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0);
  for (qsizetype i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    QPointF a = polygon[i], b = polygon[j];
    if (a.y() > b.y()) std::swap(a, b);
    for (int row = rowOf(a.y()); row <= rowOf(b.y()); ++row) {
      // The part of the edge within the row, a cell wider on both sides against rounding.
      const double low = bounds_.top() + row * cell_, high = low + cell_;
      const double rise = b.y() - a.y();
      const auto xAt = [&](double y) {
        return rise <= 0 ? a.x() : a.x() + (b.x() - a.x()) * std::clamp((y - a.y()) / rise, 0.0, 1.0);
      };
      const double first = rise <= 0 ? a.x() : xAt(low), last = rise <= 0 ? b.x() : xAt(high);
      const int left = columnOf(std::min(first, last) - cell_ / 8), right = columnOf(std::max(first, last) + cell_ / 8);
      for (int column = left; column <= right; ++column) rim[cellAt(row, column)] = 1;
    }
  }
  return rim;
}

QVector<int> ScatterPoints::inside(const QPolygonF& polygon) const {
  QVector<int> found;
  if (polygon.size() < 3 || sorted_.empty()) return found;
  const QRectF box = polygon.boundingRect();
  if (!box.intersects(bounds_)) return found;
  const std::vector<std::uint8_t> rim = cellsOnRim(polygon);
  const int left = columnOf(box.left()), right = columnOf(box.right());
  for (int row = rowOf(box.top()); row <= rowOf(box.bottom()); ++row) {
    for (int column = left; column <= right; ++column) {
      const std::size_t cell = cellAt(row, column);
      const std::size_t begin = start_[cell], end = start_[cell + 1];
      if (begin == end) continue;
      if (rim[cell] == 0) {
        const double x = bounds_.left() + (column + 0.5) * cell_, y = bounds_.top() + (row + 0.5) * cell_;
        if (!isInsidePolygon(polygon, x, y)) continue;
        for (std::size_t k = begin; k < end; ++k) found.append(sorted_[k].point);
        continue;
      }
      for (std::size_t k = begin; k < end; ++k) {
        const Entry& e = sorted_[k];
        if (isInsidePolygon(polygon, static_cast<double>(e.x), static_cast<double>(e.y))) found.append(e.point);
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace marcie::ui
