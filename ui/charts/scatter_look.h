// What the points of a map look like: colour and shape by a class or by a number. No widget.
#pragma once

#include <cstdint>
#include <vector>

#include <QColor>
#include <QImage>
#include <QString>
#include <QStringList>
#include <QVector>

#include "ui/theme.h"

namespace marcie::ui {

enum class ScatterShape : std::uint8_t { disc, square, triangle, diamond, cross, star };
inline constexpr int kScatterShapes = 6;

// What a map is coloured by. Without names and values every point looks the same.
struct ScatterColouring {
  QString title;               // "class"
  QStringList names;           // categories; empty for numbers
  QVector<std::int32_t> kind;  // of each point: index into names, -1 = none
  QVector<float> value;        // of each point; NaN = none
  double low = 0, high = 1;    // numbers at the ends of the scale
  bool isDiverging = false;    // two colours with a pale middle instead of one scale
  [[nodiscard]] bool isNumeric() const { return names.isEmpty() && !value.isEmpty(); }
  // The scale spans what the values are.
  void fitScale();
};

// Entries of a palette, and which of them each point has. The second half of the palette is the first one faded.
struct ScatterLook {
  std::vector<QRgb> palette;
  std::vector<ScatterShape> shapes;  // of each entry
  std::vector<std::uint16_t> entry;  // of each point
  [[nodiscard]] std::uint16_t half() const { return static_cast<std::uint16_t>(palette.size() / 2); }
};

// Eight colours that the colour-blind tell apart, each in six shapes: 48 categories look different, and the legend's
// search singles out those of more.
[[nodiscard]] QColor scatterColour(const ScatterColouring& colouring, int kind, bool isPrint);
[[nodiscard]] ScatterShape scatterShape(int kind);
// Colour of a number, `share` in [0, 1]: even in lightness, readable without colours (viridis-like; blue–grey–orange
// when diverging).
[[nodiscard]] QColor scaleColour(double share, bool isDiverging);
// Contrast of two colours as WCAG 2 has it, from 1 (none) to 21.
[[nodiscard]] double contrastOf(const QColor& a, const QColor& b);
// Black or white, whichever can be read on `background`: the contrast is never below 4.5.
[[nodiscard]] QColor inkOn(const QColor& background);

// `faded`: of each point, may be empty. `count` points.
[[nodiscard]] ScatterLook makeLook(const ScatterColouring& colouring, int count, const std::vector<bool>& faded,
                                   bool isPrint);

// A shape for legends and exports, centred, `size` px.
void paintShape(QPainter& painter, ScatterShape shape, QPointF centre, double size);

}  // namespace marcie::ui
