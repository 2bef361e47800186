// Where the points of a map lie, sorted into a grid that finds them: in a view, under the mouse, within a lasso.
//
// No widget, no drawing. Setting n points costs O(n); finding costs what is found. One thread at a time.
#pragma once

#include <cstdint>
#include <vector>

#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QVector>

namespace marcie::ui {

class ScatterPoints {
 public:
  // x and y of each point, one after the other. Points with a coordinate that is no number are not shown and never
  // found.
  void set(QVector<float> coordinates);

  [[nodiscard]] int count() const { return static_cast<int>(coordinates_.size() / 2); }
  [[nodiscard]] int placedCount() const { return static_cast<int>(sorted_.size()); }
  [[nodiscard]] bool isPlaced(int point) const;
  [[nodiscard]] QPointF at(int point) const;
  [[nodiscard]] const QVector<float>& coordinates() const { return coordinates_; }
  // The smallest box around every placed point; null without any.
  [[nodiscard]] QRectF bounds() const { return bounds_; }

  // The nearest point within `radius` (map units) of a place, -1 without one.
  [[nodiscard]] int nearest(QPointF place, double radius) const;
  // Points within a closed polygon (even-odd), ascending.
  [[nodiscard]] QVector<int> inside(const QPolygonF& polygon) const;

  // A placed point, in the order of the grid: neighbours in the map are neighbours in memory.
  struct Entry {
    float x = 0, y = 0;
    std::int32_t point = 0;
  };
  // visit(first, last) for runs of entries whose cells meet `area`; entries may lie a cell outside of it.
  template <class Visit>
  void visit(const QRectF& area, Visit&& visit) const {
    if (sorted_.empty() || !area.intersects(bounds_.adjusted(-cell_, -cell_, cell_, cell_))) return;
    const int left = columnOf(area.left()), right = columnOf(area.right());
    const int top = rowOf(area.top()), bottom = rowOf(area.bottom());
    for (int row = top; row <= bottom; ++row) {
      const std::size_t begin = start_[cellAt(row, left)], end = start_[cellAt(row, right) + 1];
      if (begin < end) visit(sorted_.data() + begin, sorted_.data() + end);
    }
  }
  // How many entries visit() would bring.
  [[nodiscard]] std::int64_t countIn(const QRectF& area) const;

 private:
  [[nodiscard]] int columnOf(double x) const;
  [[nodiscard]] int rowOf(double y) const;
  [[nodiscard]] std::size_t cellAt(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
  }
  [[nodiscard]] std::vector<std::uint8_t> cellsOnRim(const QPolygonF& polygon) const;

  QVector<float> coordinates_;
  std::vector<Entry> sorted_;
  std::vector<std::uint32_t> start_;  // of each cell in sorted_, and the end
  QRectF bounds_;
  double cell_ = 1;  // side of a cell
  int columns_ = 1, rows_ = 1;
};

}  // namespace marcie::ui
