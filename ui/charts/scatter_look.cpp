#include "ui/charts/scatter_look.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

namespace marcie::ui {
namespace {

constexpr int kScaleSteps = 256;
constexpr int kMostKinds = 16000;  // entries are 16 bits, and each comes twice
constexpr double kFadedShare = 0.16;

struct Stop {
  double at;
  int r, g, b;
};
// Anchors of perceptually even scales.
constexpr std::array kEvenScale{Stop{0, 68, 1, 84}, Stop{0.25, 59, 82, 139}, Stop{0.5, 33, 145, 140},
                                Stop{0.75, 94, 201, 98}, Stop{1, 248, 225, 50}};
constexpr std::array kTwoSides{Stop{0, 33, 102, 172}, Stop{0.25, 118, 170, 211}, Stop{0.5, 190, 190, 190},
                               Stop{0.75, 236, 148, 88}, Stop{1, 190, 77, 0}};

template <std::size_t n>
QColor between(const std::array<Stop, n>& stops, double share) {
  share = std::clamp(share, 0.0, 1.0);
  std::size_t i = 1;
  while (i + 1 < n && stops[i].at < share) ++i;
  const Stop &a = stops[i - 1], &b = stops[i];
  const double t = (share - a.at) / (b.at - a.at);
  const auto mix = [t](int from, int to) { return static_cast<int>(std::lround(from + t * (to - from))); };
  return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)};
}

QColor fadedColour(const QColor& colour, const QColor& surface) {
  const auto mix = [](int a, int b) { return static_cast<int>(a * kFadedShare + b * (1 - kFadedShare)); };
  return {mix(colour.red(), surface.red()), mix(colour.green(), surface.green()), mix(colour.blue(), surface.blue())};
}

}  // namespace

void ScatterColouring::fitScale() {
  double least = 0, most = 0;
  bool any = false;
  for (const float v : value) {
    if (!std::isfinite(v)) continue;
    least = any ? std::min<double>(least, v) : v;
    most = any ? std::max<double>(most, v) : v;
    any = true;
  }
  low = any ? least : 0;
  high = any ? most : 1;
  if (isDiverging) {
    high = std::max(std::abs(low), std::abs(high));
    low = -high;
  }
  if (high <= low) high = low + 1;
}

QColor scatterColour(const ScatterColouring& colouring, int kind, bool isPrint) {
  const auto& colours = isPrint ? Theme::printColours() : Theme::instance().colours();
  if (kind < 0) return colours.muted;
  if (colouring.isNumeric()) return scaleColour(0.5, colouring.isDiverging);
  return isPrint ? Theme::printSeries(kind) : Theme::instance().series(kind);
}

ScatterShape scatterShape(int kind) {
  if (kind < 0) return ScatterShape::disc;
  // Neighbours differ in both; three more for each round of colours lets every colour meet every shape.
  return static_cast<ScatterShape>((kind + 3 * (kind / Theme::seriesCount())) % kScatterShapes);
}

double contrastOf(const QColor& a, const QColor& b) {
  // Relative luminance of sRGB, WCAG 2.2.
  const auto luminance = [](const QColor& colour) {
    const auto linear = [](double part) {
      return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
  };
  const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
  return std::max(first, second) / std::min(first, second);
}

QColor inkOn(const QColor& background) {
  const QColor black(Qt::black), white(Qt::white);
  return contrastOf(black, background) >= contrastOf(white, background) ? black : white;
}

QColor scaleColour(double share, bool isDiverging) {
  return isDiverging ? between(kTwoSides, share) : between(kEvenScale, share);
}

ScatterLook makeLook(const ScatterColouring& colouring, int count, const std::vector<bool>& faded, bool isPrint) {
  ScatterLook look;
  const bool numeric = colouring.isNumeric();
  const int kinds = numeric ? kScaleSteps : std::min<int>(static_cast<int>(colouring.names.size()), kMostKinds);
  const QColor none = scatterColour(colouring, -1, isPrint);
  std::vector<QColor> colours;
  for (int k = 0; k < kinds; ++k) {
    colours.push_back(numeric ? scaleColour(k / double{kScaleSteps - 1}, colouring.isDiverging)
                              : scatterColour(colouring, k, isPrint));
    look.shapes.push_back(numeric ? ScatterShape::disc : scatterShape(k));
  }
  const bool isPlain = !numeric && kinds == 0;
  colours.push_back(isPlain ? (isPrint ? Theme::printSeries(0) : Theme::instance().series(0)) : none);
  look.shapes.push_back(ScatterShape::disc);
  const QColor surface = (isPrint ? Theme::printColours() : Theme::instance().colours()).surface;
  for (const QColor& colour : colours) look.palette.push_back(colour.rgb());
  for (const QColor& colour : colours) look.palette.push_back(fadedColour(colour, surface).rgb());
  look.shapes.insert(look.shapes.end(), look.shapes.begin(), look.shapes.begin() + static_cast<long>(colours.size()));

  look.entry.resize(static_cast<std::size_t>(count));
  const double perUnit = (kScaleSteps - 1) / (colouring.high - colouring.low);
  for (int i = 0; i < count; ++i) {
    int entry = kinds;
    if (numeric && i < colouring.value.size() && std::isfinite(colouring.value[i])) {
      const double place = (static_cast<double>(colouring.value[i]) - colouring.low) * perUnit;
      entry = static_cast<int>(std::clamp(place + 0.5, 0.0, double{kScaleSteps - 1}));
    } else if (!numeric && i < colouring.kind.size() && colouring.kind[i] >= 0 && colouring.kind[i] < kinds) {
      entry = colouring.kind[i];
    }
    const bool isFaded = static_cast<std::size_t>(i) < faded.size() && faded[static_cast<std::size_t>(i)];
    look.entry[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(entry + (isFaded ? look.half() : 0));
  }
  return look;
}

void paintShape(QPainter& painter, ScatterShape shape, QPointF centre, double size) {
  const double r = size / 2;
  const auto polygon = [&](int corners, double turn, double inner) {
    QPolygonF points;
    const int steps = inner > 0 ? 2 * corners : corners;
    for (int i = 0; i < steps; ++i) {
      const double angle = turn + 2 * M_PI * i / steps;
      const double radius = inner > 0 && i % 2 == 1 ? inner * r : r;
      points << centre + QPointF(std::sin(angle), -std::cos(angle)) * radius;
    }
    painter.drawPolygon(points);
  };
  switch (shape) {
    case ScatterShape::disc:
      painter.drawEllipse(centre, 0.92 * r, 0.92 * r);
      break;
    case ScatterShape::square:
      painter.drawRect(QRectF(centre.x() - 0.8 * r, centre.y() - 0.8 * r, 1.6 * r, 1.6 * r));
      break;
    case ScatterShape::triangle:
      polygon(3, 0, 0);
      break;
    case ScatterShape::diamond:
      polygon(4, 0, 0);
      break;
    case ScatterShape::cross: {
      QPainterPath path;
      const double arm = 0.34 * r;
      path.addRect(QRectF(centre.x() - r, centre.y() - arm, 2 * r, 2 * arm));
      QPainterPath other;
      other.addRect(QRectF(centre.x() - arm, centre.y() - r, 2 * arm, 2 * r));
      painter.drawPath(path.united(other));
      break;
    }
    case ScatterShape::star:
      polygon(5, 0, 0.45);
      break;
  }
}

}  // namespace marcie::ui
