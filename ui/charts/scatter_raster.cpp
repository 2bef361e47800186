#include "ui/charts/scatter_raster.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QPainter>

namespace marcie::ui {
namespace {

// A shape in a colour, premultiplied, with the spans of its rows that hold something.
struct Sprite {
  int side = 0;
  std::vector<QRgb> pixels;
  std::vector<std::pair<int, int>> spans;  // first and one past the last column of each row
};

Sprite makeSprite(ScatterShape shape, QRgb colour, double size, const QColor& surface) {
  Sprite sprite;
  sprite.side = static_cast<int>(std::ceil(size)) + 2;
  if (sprite.side % 2 == 0) ++sprite.side;
  QImage image(sprite.side, sprite.side, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  {
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QPointF centre(sprite.side / 2.0, sprite.side / 2.0);
    if (size >= 6) {  // a thin rim parts points that overlap
      QColor rim = surface;
      rim.setAlpha(190);
      painter.setBrush(rim);
      paintShape(painter, shape, centre, size + 1.6);
    }
    painter.setBrush(QColor(colour));
    paintShape(painter, size >= 6 ? shape : ScatterShape::disc, centre, size);
  }
  for (int y = 0; y < sprite.side; ++y) {
    const auto* row = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    int first = sprite.side, last = 0;
    for (int x = 0; x < sprite.side; ++x) {
      sprite.pixels.push_back(row[x]);
      if (row[x] == 0) continue;
      first = std::min(first, x);
      last = x + 1;
    }
    sprite.spans.emplace_back(std::min(first, last), last);
  }
  return sprite;
}

constexpr double kHoleShare = 0.42;  // of a dot

// Source over destination, both premultiplied, two channels at a time.
inline QRgb blended(QRgb source, QRgb under) {
  const std::uint32_t keep = 255 - qAlpha(source);
  std::uint32_t odd = (under >> 8) & 0xFF00FFU, even = under & 0xFF00FFU;
  odd = odd * keep + 0x800080U;
  even = even * keep + 0x800080U;
  odd = (odd + ((odd >> 8) & 0xFF00FFU)) & 0xFF00FF00U;
  even = ((even + ((even >> 8) & 0xFF00FFU)) >> 8) & 0xFF00FFU;
  return source + (odd | even);
}

class Canvas {
 public:
  Canvas(QImage& image, const ScatterView& view, double ratio)
      : pixels_(reinterpret_cast<QRgb*>(image.bits())),
        pitch_(image.bytesPerLine() / 4),
        width_(image.width()),
        height_(image.height()),
        scale_(static_cast<float>(view.scale * ratio)),
        shiftX_(static_cast<float>(image.width() / 2.0 - view.centre.x() * view.scale * ratio)),
        shiftY_(static_cast<float>(image.height() / 2.0 + view.centre.y() * view.scale * ratio)) {}

  // Columns and rows outside the image come out of range, also of places that are far away.
  [[nodiscard]] int columnOf(float x) const { return toInt(x * scale_ + shiftX_, width_); }
  [[nodiscard]] int rowOf(float y) const { return toInt(shiftY_ - y * scale_, height_); }

  // A square of known size: two or three wide stores.
  template <int side>
  void block(int x, int y, QRgb colour) {
    const int left = x - side / 2, top = y - side / 2;
    if (left >= 0 && top >= 0 && left + side <= width_ && top + side <= height_) {
      QRgb* to = pixels_ + top * pitch_ + left;
      for (int row = 0; row < side; ++row, to += pitch_) {
        for (int column = 0; column < side; ++column) to[column] = colour;
      }
      return;
    }
    for (int row = std::max(0, top); row < std::min(height_, top + side); ++row) {
      for (int column = std::max(0, left); column < std::min(width_, left + side); ++column) {
        pixels_[row * pitch_ + column] = colour;
      }
    }
  }

  void stamp(int x, int y, const Sprite& sprite) {
    const int left = x - sprite.side / 2, top = y - sprite.side / 2;
    for (int row = std::max(0, -top); row < std::min(sprite.side, height_ - top); ++row) {
      const auto [first, last] = sprite.spans[static_cast<std::size_t>(row)];
      const int from = std::max(first, -left), to = std::min(last, width_ - left);
      const QRgb* source = sprite.pixels.data() + row * sprite.side;
      QRgb* under = pixels_ + (top + row) * pitch_ + left;
      for (int column = from; column < to; ++column) {
        under[column] = qAlpha(source[column]) == 255 ? source[column] : blended(source[column], under[column]);
      }
    }
  }

 private:
  static int toInt(float value, int limit) {
    constexpr float kBeyond = 1000;
    return static_cast<int>(std::clamp(value, -kBeyond, static_cast<float>(limit) + kBeyond));
  }
  QRgb* pixels_;
  qsizetype pitch_;
  int width_, height_;
  float scale_, shiftX_, shiftY_;
};

// Counts of the points in a square grid around them, smoothed three times by a running mean: near to a Gaussian.
struct DensityField {
  static constexpr int kSide = 160;
  static constexpr int kRadius = 3;
  std::vector<float> value = std::vector<float>(static_cast<std::size_t>(kSide * kSide), 0.0F);
  QPointF origin;
  double step = 1;

  [[nodiscard]] float at(int column, int row) const { return value[static_cast<std::size_t>(row * kSide + column)]; }

  explicit DensityField(const ScatterPoints& points) {
    const QRectF bounds = points.bounds();
    constexpr int kMargin = 3 * kRadius + 1;
    step = std::max(bounds.width(), bounds.height()) / (kSide - 2 * kMargin);
    origin = bounds.center() - QPointF(step, step) * (kSide / 2.0);
    points.visit(bounds, [this](const ScatterPoints::Entry* first, const ScatterPoints::Entry* last) {
      for (const auto* e = first; e != last; ++e) {
        const int column = static_cast<int>((static_cast<double>(e->x) - origin.x()) / step);
        const int row = static_cast<int>((static_cast<double>(e->y) - origin.y()) / step);
        if (column < 0 || row < 0 || column >= kSide || row >= kSide) continue;
        value[static_cast<std::size_t>(row * kSide + column)] += 1;
      }
    });
    for (int pass = 0; pass < 3; ++pass) {
      smooth(1, kSide);
      smooth(kSide, 1);
    }
  }

  void smooth(int along, int across) {
    std::array<float, kSide> line{};
    for (int i = 0; i < kSide; ++i) {
      float* from = value.data() + i * across;
      float sum = 0;
      for (int k = 0; k < kRadius; ++k) sum += from[k * along];
      for (int k = 0; k < kSide; ++k) {
        if (k + kRadius < kSide) sum += from[(k + kRadius) * along];
        if (k - kRadius - 1 >= 0) sum -= from[(k - kRadius - 1) * along];
        line[static_cast<std::size_t>(k)] = std::max(0.0F, sum) / (2 * kRadius + 1);
      }
      for (int k = 0; k < kSide; ++k) from[k * along] = line[static_cast<std::size_t>(k)];
    }
  }
};

// The one or two pieces of a contour within a square of four values.
void contourSquare(const DensityField& field, int column, int row, float level, int number,
                   std::vector<DensityLine>& out) {
  const std::array<float, 4> corner{field.at(column, row), field.at(column + 1, row), field.at(column + 1, row + 1),
                                    field.at(column, row + 1)};
  constexpr std::array<std::array<int, 2>, 4> kCorner{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}};
  std::array<QPointF, 4> crossing;
  int count = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t j = (i + 1) % 4;
    if ((corner[i] > level) == (corner[j] > level)) continue;
    const double t = static_cast<double>((level - corner[i]) / (corner[j] - corner[i]));
    const double x = column + kCorner[i][0] + t * (kCorner[j][0] - kCorner[i][0]);
    const double y = row + kCorner[i][1] + t * (kCorner[j][1] - kCorner[i][1]);
    crossing[static_cast<std::size_t>(count++)] = field.origin + QPointF(x + 0.5, y + 0.5) * field.step;
  }
  for (int i = 0; i + 1 < count; i += 2) {
    out.push_back({QLineF(crossing[static_cast<std::size_t>(i)], crossing[static_cast<std::size_t>(i + 1)]), number});
  }
}

}  // namespace

ScatterView ScatterView::around(const QRectF& bounds, const QSizeF& size) {
  constexpr double kRoom = 0.06;
  ScatterView view;
  if (bounds.isNull() || size.isEmpty()) return view;
  view.centre = bounds.center();
  const double wide = std::max(bounds.width(), 1e-12), high = std::max(bounds.height(), 1e-12);
  view.scale = std::min(size.width() * (1 - 2 * kRoom) / wide, size.height() * (1 - 2 * kRoom) / high);
  return view;
}

double dotSize(std::int64_t inView) {
  if (inView <= 1500) return 9;
  if (inView <= 8000) return 7;
  if (inView <= 40000) return 5;
  if (inView <= 150000) return 3;
  return 2;
}

namespace {

// The points of one pass (faded ones, or the others; all in one when nothing is faded), each handed to put(x, y,
// entry).
struct Pass {
  const ScatterPoints& points;
  const ScatterLook& look;
  const std::vector<bool>& hidden;
  QRectF area;
  bool isOnly = true, wantsFaded = false;

  template <class Put>
  void each(const Canvas& canvas, Put&& put) const {
    const std::uint16_t half = look.half();
    const std::uint16_t* entries = look.entry.data();
    points.visit(area, [&](const ScatterPoints::Entry* first, const ScatterPoints::Entry* last) {
      for (const auto* e = first; e != last; ++e) {
        const auto point = static_cast<std::size_t>(e->point);
        const std::uint16_t entry = entries[point];
        if (!isOnly && (entry >= half) != wantsFaded) continue;
        if (!hidden.empty() && hidden[point]) continue;
        put(canvas.columnOf(e->x), canvas.rowOf(e->y), entry, point);
      }
    });
  }
};

template <int side>
void drawBlocks(const Pass& pass, Canvas& canvas) {
  const QRgb* palette = pass.look.palette.data();
  pass.each(canvas, [&](int x, int y, std::uint16_t entry, std::size_t) { canvas.block<side>(x, y, palette[entry]); });
}

}  // namespace

void drawScatter(QImage& image, const ScatterPoints& points, const ScatterLook& look, const ScatterView& view,
                 double ratio, double size, const QColor& surface, const std::vector<bool>& hidden,
                 const std::vector<bool>& hollow) {
  if (image.isNull() || look.palette.empty()) return;
  const bool isSprite = size > 3.5;
  std::vector<Sprite> sprites;
  // Only of what is used: 1,200 classes would be drawn twice over.
  if (isSprite) sprites.resize(look.palette.size());
  const Sprite hole = makeSprite(ScatterShape::disc, surface.rgb(), kHoleShare * size, surface);
  const QSizeF seen(image.width() / ratio, image.height() / ratio);
  const std::uint16_t half = look.half();
  const bool hasFaded = std::any_of(look.entry.begin(), look.entry.end(), [half](auto e) { return e >= half; });
  Canvas canvas(image, view, ratio);
  Pass pass{points, look, hidden, view.area(seen, size), !hasFaded, true};
  for (int i = 0; i < (hasFaded ? 2 : 1); ++i) {
    pass.wantsFaded = i == 0;
    if (isSprite) {
      pass.each(canvas, [&](int x, int y, std::uint16_t entry, std::size_t point) {
        Sprite& sprite = sprites[entry];
        if (sprite.side == 0) sprite = makeSprite(look.shapes[entry], look.palette[entry], size, surface);
        canvas.stamp(x, y, sprite);
        if (!hollow.empty() && hollow[point]) canvas.stamp(x, y, hole);
      });
    } else if (size > 2.5) {
      drawBlocks<3>(pass, canvas);
    } else if (size > 1.5) {
      drawBlocks<2>(pass, canvas);
    } else {
      drawBlocks<1>(pass, canvas);
    }
  }
}

std::vector<DensityLine> densityContours(const ScatterPoints& points, int levels) {
  std::vector<DensityLine> lines;
  if (points.placedCount() < 3) return lines;
  const DensityField field(points);
  const float most = *std::max_element(field.value.begin(), field.value.end());
  for (int level = 0; level < levels; ++level) {
    // Each line encloses twice the density of the one around it.
    const float height = most * std::pow(0.5F, static_cast<float>(levels - level));
    for (int row = 0; row + 1 < DensityField::kSide; ++row) {
      for (int column = 0; column + 1 < DensityField::kSide; ++column) {
        contourSquare(field, column, row, height, level, lines);
      }
    }
  }
  return lines;
}

}  // namespace marcie::ui
