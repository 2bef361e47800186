// The layers of a ScatterMap, below and above its points.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <QLocale>
#include <QPainter>

#include "core/base/random.h"
#include "ui/charts/scatter_map_state.h"

namespace marcie::ui {
namespace {

constexpr int kMarkPicture = 44;  // px
constexpr int kCardPicture = 96;
constexpr int kMostRings = 400;

const Theme::Colours& inkOf(bool isPrint) {
  return isPrint ? Theme::printColours() : Theme::instance().colours();
}
QColor inkSeries(int index, bool isPrint) {
  return isPrint ? Theme::printSeries(index) : Theme::instance().series(index);
}

// Text that stays readable on points.
void drawHaloText(QPainter& painter, QPointF baseline, const QString& text, const QColor& ink, const QColor& halo) {
  painter.setPen(halo);
  for (const QPointF& off : {QPointF(-1, 0), QPointF(1, 0), QPointF(0, -1), QPointF(0, 1), QPointF(-1, -1),
                             QPointF(1, 1), QPointF(-1, 1), QPointF(1, -1)}) {
    painter.drawText(baseline + off, text);
  }
  painter.setPen(ink);
  painter.drawText(baseline, text);
}

}  // namespace

void ScatterMap::drawRaster(QImage& image, const ScatterLook& look, const ScatterView& view, double ratio,
                            Output output) const {
  const auto& colours = inkOf(output == Output::print);
  image.fill(colours.surface);
  const QSizeF seen(image.width() / ratio, image.height() / ratio);
  if (!s_->links.isEmpty()) {
    QPainter painter(&image);
    painter.scale(ratio, ratio);
    paintLinks(painter, seen, view, output);
  }
  const double size = dotSize(s_->points.countIn(view.area(seen)));
  drawScatter(image, s_->points, look, view, ratio, size * ratio, colours.surface, s_->hidden, s_->hollow);
}

void ScatterMap::paintLayers(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) {
  if (s_->hasDensity) paintDensity(painter, size, view, output);
  if (s_->hasThumbnails && s_->thumbnail) {
    paintThumbnails(painter, size, view);
  } else {
    s_->paintedThumbnails.clear();
  }
  paintMarks(painter, size, view, output);
  s_->paintedWords.clear();
  paintPaths(painter, size, view, output);
  paintPathNames(painter, size, view, output);
  paintLabels(painter, size, view, output);
  paintScale(painter, size, output);
}

void ScatterMap::paintDensity(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const {
  if (s_->isDensityOld) {
    s_->density = densityContours(s_->points);
    s_->isDensityOld = false;
  }
  constexpr int kLevels = 5;
  std::array<QVector<QLineF>, kLevels> lines;
  const QRectF seen(QPointF(0, 0), size);
  for (const DensityLine& piece : s_->density) {
    const QLineF line(view.toPixel(piece.line.p1(), size), view.toPixel(piece.line.p2(), size));
    if (seen.adjusted(-20, -20, 20, 20).contains(line.p1())) {
      lines[static_cast<std::size_t>(std::clamp(piece.level, 0, kLevels - 1))] << line;
    }
  }
  for (int level = 0; level < kLevels; ++level) {
    QColor ink = inkOf(output == Output::print).text;
    ink.setAlpha(60 + 35 * level);
    painter.setPen(QPen(ink, 1.1));
    painter.drawLines(lines[static_cast<std::size_t>(level)]);
  }
}

void ScatterMap::paintLinks(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const {
  QVector<QLineF> lines;
  const QRectF seen(QPointF(0, 0), size);
  for (const auto& [from, to] : s_->links) {
    if (!s_->points.isPlaced(from) || !s_->points.isPlaced(to)) continue;
    const auto isHidden = [this](int point) {
      return !s_->hidden.empty() && s_->hidden[static_cast<std::size_t>(point)];
    };
    if (isHidden(from) || isHidden(to)) continue;
    const QLineF line(view.toPixel(s_->points.at(from), size), view.toPixel(s_->points.at(to), size));
    const QRectF box = QRectF(line.p1(), line.p2()).normalized().adjusted(-1, -1, 1, 1);
    if (seen.intersects(box)) lines << line;
  }
  QColor ink = inkOf(output == Output::print).muted;
  constexpr qsizetype kFew = 1500;
  constexpr qsizetype kInk = 60'000;  // the more lines, the paler each: together they stay a veil
  ink.setAlpha(static_cast<int>(std::clamp<qsizetype>(kInk / std::max<qsizetype>(1, lines.size()), 6, 85)));
  painter.setRenderHint(QPainter::Antialiasing, lines.size() <= kFew);  // several times slower
  painter.setPen(QPen(ink, 1));
  painter.drawLines(lines);
}

// One point for each cell of a grid that is fixed to the map: pictures stay where they are while the map moves, and
// zooming in adds some between them.
void ScatterMap::pickThumbnails(const QSizeF& size, const ScatterView& view) {
  const double extent = std::max(s_->points.bounds().width(), s_->points.bounds().height());
  constexpr double kRoomy = 1.25;
  const int level = static_cast<int>(std::floor(std::log2(extent * view.scale / (kMarkPicture * kRoomy))));
  static_cast<void>(size);
  if (level == s_->pickedLevel) return;
  s_->pickedLevel = level;
  s_->picked.clear();
  const double cell = extent / std::exp2(level);
  const QPointF origin = s_->points.bounds().topLeft();
  QHash<QPair<qint64, qint64>, int> best;
  const auto rank = [](int point) { return mix64(static_cast<std::uint64_t>(point) + 1); };
  s_->points.visit(s_->points.bounds(), [&](const ScatterPoints::Entry* first, const ScatterPoints::Entry* last) {
    for (const auto* e = first; e != last; ++e) {
      if (!s_->hidden.empty() && s_->hidden[static_cast<std::size_t>(e->point)]) continue;
      const QPair<qint64, qint64> at(qint64(std::floor((static_cast<double>(e->x) - origin.x()) / cell)),
                                     qint64(std::floor((static_cast<double>(e->y) - origin.y()) / cell)));
      const auto it = best.find(at);
      if (it == best.end()) {
        best.insert(at, e->point);
      } else if (rank(e->point) < rank(*it)) {
        *it = e->point;
      }
    }
  });
  s_->picked = QVector<int>(best.begin(), best.end());
  std::sort(s_->picked.begin(), s_->picked.end());
}

void ScatterMap::paintThumbnails(QPainter& painter, const QSizeF& size, const ScatterView& view) {
  s_->paintedThumbnails.clear();
  if (s_->points.placedCount() == 0) return;
  pickThumbnails(size, view);
  const QRectF area = view.area(size, kMarkPicture);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  for (const int point : s_->picked) {
    if (!area.contains(s_->points.at(point))) continue;
    const QPixmap picture = s_->thumbnail(point);
    if (picture.isNull()) continue;  // on its way: the point is there meanwhile
    const QSizeF side = QSizeF(picture.size()).scaled(kMarkPicture, kMarkPicture, Qt::KeepAspectRatio);
    QRectF box(QPointF(0, 0), side);
    box.moveCenter(view.toPixel(s_->points.at(point), size));
    painter.drawPixmap(box, picture, QRectF(picture.rect()));
    const std::uint16_t entry = s_->look.entry[static_cast<std::size_t>(point)];
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(s_->look.palette[entry]), 2));
    painter.drawRect(box);
    s_->paintedThumbnails.append({point, box});
  }
}

void ScatterMap::paintMarks(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const {
  const auto& colours = inkOf(output == Output::print);
  const double dot = dotSize(s_->points.countIn(view.area(size)));
  painter.setBrush(Qt::NoBrush);
  const auto ring = [&](int point, double wider, const QPen& pen) {
    if (!s_->points.isPlaced(point)) return;
    painter.setPen(pen);
    const double r = dot / 2 + wider;
    painter.drawEllipse(view.toPixel(s_->points.at(point), size), r, r);
  };
  if (s_->selected.size() <= kMostRings) {
    for (const int point : s_->selected) ring(point, 2, QPen(colours.accent, 1.5));
  }
  if (s_->found && s_->found->size() <= kMostRings) {
    for (const int point : *s_->found) ring(point, 2, QPen(colours.text, 1.2));
  }
  for (qsizetype i = 0; i < s_->ringed.size(); ++i) ring(s_->ringed[i], 4, QPen(colours.text, 1.5, Qt::DotLine));
  if (s_->points.isPlaced(s_->current)) {
    const QPointF at = view.toPixel(s_->points.at(s_->current), size);
    painter.setPen(QPen(colours.surface, 4));
    painter.drawEllipse(at, dot / 2 + 5, dot / 2 + 5);
    painter.setPen(QPen(colours.accent, 2.5));
    painter.drawEllipse(at, dot / 2 + 5, dot / 2 + 5);
  }
  if (output == Output::screen && s_->hoveredPoint >= 0) ring(s_->hoveredPoint, 3, QPen(colours.text, 2));
}

void ScatterMap::paintPaths(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const {
  const bool isPrint = output == Output::print;
  const auto& colours = inkOf(isPrint);
  painter.setFont(Theme::smallFont());
  for (const ScatterPath& path : s_->paths) {
    const QColor ink = inkSeries(path.colour, isPrint);
    QPolygonF line;
    for (const QPointF& point : path.points) line << view.toPixel(point, size);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.surface, 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    painter.setPen(QPen(ink, 2, path.style, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    painter.setPen(QPen(colours.surface, 1));
    painter.setBrush(ink);
    for (qsizetype i = 0; i < line.size(); ++i) {
      const bool isEnd = i == 0 || i + 1 == line.size();
      painter.drawEllipse(line[i], isEnd ? 4 : 2.5, isEnd ? 4 : 2.5);
    }
    if (path.current >= 0 && path.current < line.size()) {
      painter.setPen(QPen(colours.text, 2));
      painter.setBrush(ink);
      painter.drawEllipse(line[path.current], 7, 7);
    }
  }
}

// At the ends of the paths, each name once: that of the current path, of the first and of the last always, the others
// where they meet no word that is there.
void ScatterMap::paintPathNames(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const {
  const bool isPrint = output == Output::print;
  painter.setFont(Theme::smallFont());
  const QFontMetricsF metrics(painter.font());
  const auto count = static_cast<int>(s_->paths.size());
  QVector<int> order;
  const auto add = [&order](int path) {
    if (!order.contains(path)) order << path;
  };
  for (int i = 0; i < count; ++i) {
    if (s_->paths[i].current >= 0) add(i);
  }
  if (count > 0) add(0), add(count - 1);
  const auto alwaysShown = order.size();
  for (int i = 0; i < count; ++i) add(i);
  QSet<QString> said;
  for (qsizetype rank = 0; rank < order.size(); ++rank) {
    const ScatterPath& path = s_->paths[order[rank]];
    if (path.name.isEmpty() || path.points.isEmpty() || said.contains(path.name)) continue;
    const QPointF end = view.toPixel(path.points.last(), size);
    const QSizeF room(metrics.horizontalAdvance(path.name), metrics.height());
    const double above = -6 - metrics.ascent(), below = 6, right = 8, left = -8 - room.width();
    QVector<QRectF> places;
    for (const QPointF& at :
         {QPointF(right, above), QPointF(right, below), QPointF(left, above), QPointF(left, below)}) {
      places << QRectF(end + at, room);
    }
    const auto isFree = [this, &size](const QRectF& box) {
      return QRectF(QPointF(0, 0), size).contains(box) &&
             std::none_of(s_->paintedWords.begin(), s_->paintedWords.end(),
                          [&box](const auto& word) { return word.second.intersects(box); });
    };
    auto box = std::find_if(places.begin(), places.end(), isFree);
    if (box == places.end() && rank >= alwaysShown) continue;
    if (box == places.end()) box = places.begin();
    said << path.name;
    s_->paintedWords.append({path.name, *box});
    drawHaloText(painter, box->topLeft() + QPointF(0, metrics.ascent()), path.name, inkSeries(path.colour, isPrint),
                 inkOf(isPrint).surface);
  }
}

// Words that would lie on others are left out; a small square marks the place of each.
void ScatterMap::paintLabels(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const {
  const bool isPrint = output == Output::print;
  const auto& colours = inkOf(isPrint);
  painter.setFont(Theme::smallFont());
  const QFontMetricsF metrics(painter.font());
  auto& taken = s_->paintedWords;
  const QRectF seen(QPointF(0, 0), size);
  for (const ScatterLabel& label : s_->labels) {
    const QPointF at = view.toPixel(label.at, size);
    if (!seen.contains(at)) continue;
    painter.setPen(QPen(colours.surface, 1));
    painter.setBrush(label.colour < 0 ? colours.muted : inkSeries(label.colour, isPrint));
    paintShape(painter, ScatterShape::square, at, 9);
    QRectF box(at + QPointF(7, -metrics.height() / 2), QSizeF(metrics.horizontalAdvance(label.text), metrics.height()));
    if (box.right() > size.width() - 2) box.moveRight(at.x() - 7);
    const bool isFree =
        std::none_of(taken.begin(), taken.end(), [&box](const auto& word) { return word.second.intersects(box); });
    if (!isFree) continue;
    taken.append({label.text, box});
    drawHaloText(painter, box.topLeft() + QPointF(0, metrics.ascent()), label.text, colours.text, colours.surface);
  }
}

// The scale of a numeric colouring, at the lower right.
void ScatterMap::paintScale(QPainter& painter, const QSizeF& size, Output output) const {
  const ScatterColouring& colouring = s_->colouring;
  if (!colouring.isNumeric() || s_->points.placedCount() == 0) return;
  const auto& colours = inkOf(output == Output::print);
  constexpr int kWide = 120, kHigh = 8;
  const QRectF bar(size.width() - kWide - 16, size.height() - kHigh - 28, kWide, kHigh);
  QColor back = colours.surface;
  back.setAlpha(215);
  painter.setPen(Qt::NoPen);
  painter.setBrush(back);
  painter.drawRoundedRect(bar.adjusted(-8, -22, 8, 22), 4, 4);
  QLinearGradient gradient(bar.topLeft(), bar.topRight());
  for (int i = 0; i <= 8; ++i) gradient.setColorAt(i / 8.0, scaleColour(i / 8.0, colouring.isDiverging));
  painter.fillRect(bar, gradient);
  painter.setFont(Theme::smallFont());
  painter.setPen(colours.muted);
  const QLocale locale;
  const auto number = [&locale](double value) { return locale.toString(value, 'g', 3); };
  painter.drawText(bar.adjusted(-4, -20, 4, -kHigh - 2), Qt::AlignLeft | Qt::AlignBottom, colouring.title);
  const QRectF under = bar.adjusted(-4, kHigh + 2, 4, 20);
  painter.drawText(under, Qt::AlignLeft | Qt::AlignTop, number(colouring.low));
  painter.drawText(under, Qt::AlignRight | Qt::AlignTop, number(colouring.high));
}

void ScatterMap::paintHoverCard(QPainter& painter) const {
  if (!s_->points.isPlaced(s_->hoveredPoint) || !s_->hoverText) return;
  const QString text = s_->hoverText(s_->hoveredPoint);
  const QPixmap picture = s_->thumbnail ? s_->thumbnail(s_->hoveredPoint) : QPixmap();
  if (text.isEmpty() && picture.isNull()) return;
  const auto& colours = Theme::instance().colours();
  painter.setFont(Theme::smallFont());
  constexpr int kRoom = 8, kTextWidth = 220;
  const QSizeF shown =
      picture.isNull() ? QSizeF(0, 0) : QSizeF(picture.size()).scaled(kCardPicture, kCardPicture, Qt::KeepAspectRatio);
  const QRectF words = painter.fontMetrics().boundingRect(QRect(0, 0, kTextWidth, 400), Qt::TextWordWrap, text);
  const double gap = picture.isNull() ? 0 : kRoom;
  const QSizeF wanted(shown.width() + gap + words.width() + 2 * kRoom,
                      std::max(shown.height(), words.height()) + 2 * kRoom);
  const QPointF at = pixelOf(s_->hoveredPoint);
  QRectF card(at + QPointF(14, 14), wanted);
  if (card.right() > width() - 4) card.moveRight(at.x() - 14);
  if (card.bottom() > height() - 4) card.moveBottom(at.y() - 14);
  card.moveLeft(std::max(4.0, card.left()));
  card.moveTop(std::max(4.0, card.top()));
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(colours.raised);
  painter.drawRoundedRect(card, 4, 4);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const QPointF inner = card.topLeft() + QPointF(kRoom, kRoom);
  if (!picture.isNull()) painter.drawPixmap(QRectF(inner, shown), picture, QRectF(picture.rect()));
  painter.setPen(colours.text);
  painter.drawText(QRectF(inner + QPointF(shown.width() + gap, 0), QSizeF(words.width() + 1, words.height() + 1)),
                   Qt::TextWordWrap, text);
}

}  // namespace marcie::ui
