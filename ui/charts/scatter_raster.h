// Points into an image, by our own loops: a million in a few milliseconds, without a GPU. No widget.
#pragma once

#include <vector>

#include <QImage>
#include <QLineF>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "ui/charts/scatter_look.h"
#include "ui/charts/scatter_points.h"

namespace marcie::ui {

// What part of the plane is seen. The y axis points up.
struct ScatterView {
  QPointF centre;
  double scale = 1;  // px per unit of the map
  bool operator==(const ScatterView&) const = default;

  [[nodiscard]] QPointF toPixel(QPointF place, const QSizeF& size) const {
    return {size.width() / 2 + (place.x() - centre.x()) * scale, size.height() / 2 - (place.y() - centre.y()) * scale};
  }
  [[nodiscard]] QPointF toMap(QPointF pixel, const QSizeF& size) const {
    return {centre.x() + (pixel.x() - size.width() / 2) / scale, centre.y() - (pixel.y() - size.height() / 2) / scale};
  }
  // The part of the map that is seen, `margin` px wider on every side.
  [[nodiscard]] QRectF area(const QSizeF& size, double margin = 0) const {
    const QSizeF half((size.width() / 2 + margin) / scale, (size.height() / 2 + margin) / scale);
    return {centre.x() - half.width(), centre.y() - half.height(), 2 * half.width(), 2 * half.height()};
  }
  // Everything within `bounds`, with room around it.
  [[nodiscard]] static ScatterView around(const QRectF& bounds, const QSizeF& size);
};

// Diameter of the dots when so many are in view, px: few points are large and have shapes.
[[nodiscard]] double dotSize(std::int64_t inView);

// Draws points onto `image` (Format_RGB32 or ARGB32_Premultiplied, filled before), faded ones below the others.
// `size`: diameter in pixels of the image. `ratio`: pixels of the image per px of the view.
// `hidden`: of each point, may be empty. `hollow`: likewise; these have a hole while dots are large enough to show it.
void drawScatter(QImage& image, const ScatterPoints& points, const ScatterLook& look, const ScatterView& view,
                 double ratio, double size, const QColor& surface, const std::vector<bool>& hidden = {},
                 const std::vector<bool>& hollow = {});

// Lines of equal density (marching squares over a smoothed count of the points), in map coordinates; `level` counts
// from 0, outermost. Depends on the points only.
struct DensityLine {
  QLineF line;
  int level = 0;
};
[[nodiscard]] std::vector<DensityLine> densityContours(const ScatterPoints& points, int levels = 5);

}  // namespace marcie::ui
