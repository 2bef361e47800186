#include "ui/charts/heat_map.h"

#include <algorithm>
#include <cmath>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include "ui/charts/figure_export.h"
#include "ui/charts/scatter_look.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kLabelRoom = 116;      // px for names
constexpr int kAxisRoom = 20;        // px for the axis' own name
constexpr double kReadable = 13;     // px a row needs for its name
constexpr double kSmallestSpan = 4;  // cells

}  // namespace

HeatMap::HeatMap(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    cache_ = {};
    update();
  });
}

void HeatMap::setMatrix(HeatMatrix matrix) {
  const bool isOther = matrix.names.size() != matrix_.names.size();
  matrix_ = std::move(matrix);
  cache_ = {};
  if (isOther) {
    row_ = column_ = -1;
    resetZoom();
  }
  update();
}

void HeatMap::setAxes(const QString& rows, const QString& columns) {
  rowAxis_ = rows;
  columnAxis_ = columns;
  update();
}

void HeatMap::setCurrent(int row, int column) {
  row_ = row;
  column_ = column;
  update();
}

void HeatMap::resetZoom() {
  left_ = top_ = 0;
  span_ = static_cast<double>(matrix_.names.size());
  update();
}

QRectF HeatMap::field() const {
  const double left = kAxisRoom + kLabelRoom;
  const double side = std::max(20.0, std::min<double>(width() - left - 8, height() - kAxisRoom - kLabelRoom - 8));
  return {left, 4, side, side};
}

QRectF HeatMap::cellRect(int row, int column) const {
  const QRectF area = field();
  const double cell = area.width() / std::max(1.0, span_);
  return {area.left() + (column - left_) * cell, area.top() + (row - top_) * cell, cell, cell};
}

QPoint HeatMap::cellAt(const QPointF& position) const {
  const QRectF area = field();
  if (!area.contains(position) || matrix_.names.isEmpty()) return {-1, -1};
  const double cell = area.width() / span_;
  const int last = static_cast<int>(matrix_.names.size()) - 1;
  return {std::clamp(static_cast<int>(left_ + (position.x() - area.left()) / cell), 0, last),
          std::clamp(static_cast<int>(top_ + (position.y() - area.top()) / cell), 0, last)};
}

// Small numbers count, too: the root lets a handful of mistakes be seen beside hundreds that are right.
QImage HeatMap::cells(bool isPrint) const {
  const auto n = static_cast<int>(matrix_.names.size());
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  QImage image(n, n, QImage::Format_RGB32);
  double largest = 0;
  for (const double value : matrix_.values) largest = std::max(largest, std::abs(value));
  for (int row = 0; row < n; ++row) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
    for (int column = 0; column < n; ++column) {
      const double value = matrix_.values[qsizetype{row} * n + column];
      const double share = largest > 0 ? std::sqrt(std::abs(value) / largest) : 0;
      if (share == 0) {
        line[column] = c.surface.rgb();
      } else if (matrix_.isDiverging) {
        line[column] = scaleColour(0.5 + (value < 0 ? -0.5 : 0.5) * share, true).rgb();
      } else {
        line[column] = scaleColour(0.1 + 0.9 * share, false).rgb();
      }
    }
  }
  return image;
}

void HeatMap::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  paintMap(painter, false);
  if (!hasFocus() || row_ >= 0) return;
  painter.setPen(QPen(Theme::instance().colours().accent, 1));
  painter.drawRect(field());
}

void HeatMap::paintMap(QPainter& painter, bool isPrint) const {
  if (matrix_.names.isEmpty()) return;
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  const QRectF area = field();
  if (cache_.isNull() && !isPrint) cache_ = cells(false);
  const QImage image = isPrint ? cells(true) : cache_;
  painter.save();
  painter.setClipRect(area);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, span_ > area.width());
  painter.drawImage(area, image, QRectF(left_, top_, span_, span_));
  const double cell = area.width() / span_;
  if (cell >= 22) {
    painter.setFont(Theme::smallFont());
    for (int row = static_cast<int>(top_);
         row < std::min<int>(static_cast<int>(matrix_.names.size()), static_cast<int>(top_ + span_) + 1); ++row) {
      for (int column = static_cast<int>(left_);
           column < std::min<int>(static_cast<int>(matrix_.names.size()), static_cast<int>(left_ + span_) + 1);
           ++column) {
        const double count = matrix_.counts[row * matrix_.names.size() + column];
        if (count == 0) continue;
        painter.setPen(inkOn(image.pixelColor(column, row)));
        painter.drawText(
            cellRect(row, column), Qt::AlignCenter,
            (matrix_.isDiverging && count > 0 ? QStringLiteral("+") : QString()) + locale().toString(count, 'g', 4));
      }
    }
  }
  if (row_ >= 0 && !isPrint) {
    painter.setPen(QPen(c.accent, 2));
    painter.setBrush(Qt::NoBrush);
    QRectF mark = cellRect(row_, column_);
    if (mark.width() < 6) mark.adjust(-3, -3, 3, 3);
    painter.drawRect(mark);
  }
  painter.restore();
  painter.setPen(c.border);
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(area);
  paintLabels(painter, area, isPrint);
}

void HeatMap::paintLabels(QPainter& painter, const QRectF& area, bool isPrint) const {
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  painter.setFont(Theme::smallFont());
  const QFontMetricsF metrics(Theme::smallFont());
  const double cell = area.width() / span_;
  const int every = std::max(1, static_cast<int>(std::ceil(kReadable / cell)));
  const int last = std::min<int>(static_cast<int>(matrix_.names.size()), static_cast<int>(std::ceil(top_ + span_)));
  const auto name = [&](int index) { return metrics.elidedText(matrix_.names[index], Qt::ElideRight, kLabelRoom - 8); };
  painter.setPen(c.text);
  for (int row = static_cast<int>(std::ceil(top_)); row < last; ++row) {
    if (row % every != 0) continue;
    const double y = cellRect(row, 0).center().y();
    if (y > area.bottom()) break;
    painter.drawText(QRectF(kAxisRoom, y - 10, kLabelRoom - 6, 20), Qt::AlignRight | Qt::AlignVCenter, name(row));
  }
  const int lastColumn =
      std::min<int>(static_cast<int>(matrix_.names.size()), static_cast<int>(std::ceil(left_ + span_)));
  for (int column = static_cast<int>(std::ceil(left_)); column < lastColumn; ++column) {
    if (column % every != 0) continue;
    const double x = cellRect(0, column).center().x();
    if (x > area.right()) break;
    painter.save();
    painter.translate(x, area.bottom() + 6);
    painter.rotate(90);
    painter.drawText(QRectF(0, -10, kLabelRoom - 6, 20), Qt::AlignLeft | Qt::AlignVCenter, name(column));
    painter.restore();
  }
  painter.setPen(c.muted);
  painter.save();
  painter.translate(2, area.center().y());
  painter.rotate(-90);
  painter.drawText(QRectF(-area.height() / 2, 0, area.height(), kAxisRoom), Qt::AlignCenter, rowAxis_);
  painter.restore();
  painter.drawText(QRectF(area.left(), area.bottom() + kLabelRoom, area.width(), kAxisRoom), Qt::AlignCenter,
                   columnAxis_);
}

void HeatMap::keepInside() {
  const auto n = static_cast<double>(matrix_.names.size());
  span_ = std::clamp(span_, std::min(kSmallestSpan, n), n);
  left_ = std::clamp(left_, 0.0, n - span_);
  top_ = std::clamp(top_, 0.0, n - span_);
  update();
}

void HeatMap::zoomAround(const QPointF& position, double factor) {
  const QRectF area = field();
  const double before = span_;
  const double across = std::clamp((position.x() - area.left()) / area.width(), 0.0, 1.0);
  const double down = std::clamp((position.y() - area.top()) / area.height(), 0.0, 1.0);
  span_ = std::clamp(span_ / factor, std::min(kSmallestSpan, static_cast<double>(matrix_.names.size())),
                     static_cast<double>(matrix_.names.size()));
  left_ += across * (before - span_);
  top_ += down * (before - span_);
  keepInside();
}

void HeatMap::wheelEvent(QWheelEvent* event) {
  zoomAround(event->position(), std::pow(1.0015, event->angleDelta().y()));
  event->accept();
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
  pressed_ = event->position();
  pressedLeft_ = left_;
  pressedTop_ = top_;
  isDragging_ = false;
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) {
  if ((event->buttons() & Qt::LeftButton) != 0) {
    const QPointF moved = event->position() - pressed_;
    isDragging_ = isDragging_ || moved.manhattanLength() > 6;
    if (!isDragging_ || !isZoomed()) return;
    const double cell = field().width() / span_;
    left_ = pressedLeft_ - moved.x() / cell;
    top_ = pressedTop_ - moved.y() / cell;
    return keepInside();
  }
  const QPoint cell = cellAt(event->position());
  if (cell.x() < 0) return QToolTip::hideText();
  showCell(event->globalPosition().toPoint(), cell.y(), cell.x());
}

void HeatMap::showCell(const QPoint& globalPosition, int row, int column) {
  if (cellText_) QToolTip::showText(globalPosition, cellText_(row, column), this);
}

void HeatMap::mouseReleaseEvent(QMouseEvent* event) {
  const QPoint cell = cellAt(event->position());
  if (event->button() != Qt::LeftButton || isDragging_ || cell.x() < 0) return;
  setCurrent(cell.y(), cell.x());
  Q_EMIT cellChosen(row_, column_);
}

void HeatMap::mouseDoubleClickEvent(QMouseEvent* /*event*/) {
  resetZoom();
}

void HeatMap::leaveEvent(QEvent* /*event*/) {
  QToolTip::hideText();
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(matrix_.names.size()) - 1;
  if (last < 0) return QWidget::keyPressEvent(event);
  int row = std::max(0, row_);
  int column = std::max(0, column_);
  switch (event->key()) {
    case Qt::Key_Left:
      --column;
      break;
    case Qt::Key_Right:
      ++column;
      break;
    case Qt::Key_Up:
      --row;
      break;
    case Qt::Key_Down:
      ++row;
      break;
    case Qt::Key_Plus:
      return zoomAround(row_ >= 0 ? cellRect(row_, column_).center() : field().center(), 1.5);
    case Qt::Key_Minus:
      return zoomAround(field().center(), 1 / 1.5);
    case Qt::Key_0:
      return resetZoom();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (row_ >= 0) Q_EMIT cellChosen(row_, column_);
      return;
    default:
      return QWidget::keyPressEvent(event);
  }
  setCurrent(std::clamp(row, 0, last), std::clamp(column, 0, last));
  if (column_ < left_ || column_ >= left_ + span_) left_ = column_ - span_ / 2;
  if (row_ < top_ || row_ >= top_ + span_) top_ = row_ - span_ / 2;
  keepInside();
  showCell(mapToGlobal(cellRect(row_, column_).bottomRight().toPoint()), row_, column_);
}

void HeatMap::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Show everything"), this, &HeatMap::resetZoom)->setEnabled(isZoomed());
  menu->addSeparator();
  addFigureExports(menu, this, [this] {
    return Figure{exportName_.isEmpty() ? QStringLiteral("matrix") : exportName_, size(),
                  [this](QPainter& painter) { paintMap(painter, true); }, csv_};
  });
  menu->popup(event->globalPos());
}

}  // namespace marcie::ui
