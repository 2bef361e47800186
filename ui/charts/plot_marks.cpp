#include "ui/charts/plot_marks.h"

#include <algorithm>
#include <cmath>

namespace marcie::ui {

PlotMarks::PlotMarks(QCustomPlot* plot) : QCPAbstractItem(plot) {
  setLayer(QStringLiteral("background"));
  setSelectable(false);
  setClipToAxisRect(true);
}

QStringList PlotMarks::ticksNear(double x, double distance) const {
  QStringList texts;
  const QCPAxis* axis = parentPlot()->xAxis;
  const double pixel = axis->coordToPixel(x);
  for (const auto& tick : ticks_) {
    if (std::abs(axis->coordToPixel(tick.x) - pixel) <= distance && !texts.contains(tick.text)) texts.append(tick.text);
  }
  return texts;
}

void PlotMarks::draw(QCPPainter* painter) {
  const QRect area = parentPlot()->axisRect()->rect();
  for (qsizetype i = 0; i < bands_.size(); ++i) drawBand(painter, area, bands_[i], i % 2 == 1);
  for (const auto& tick : ticks_) drawTick(painter, area, tick);
}

void PlotMarks::drawBand(QCPPainter* painter, const QRect& area, const PlotBand& band, bool isOdd) const {
  const QCPAxis* axis = parentPlot()->xAxis;
  const double left = std::max<double>(area.left(), axis->coordToPixel(band.from));
  const double right = std::min<double>(area.right() + 1, axis->coordToPixel(band.to));
  if (right - left < 1) return;
  const QRectF box(left, area.top(), right - left, area.height());
  QColor shade = colours_.accent;
  shade.setAlpha(isOdd ? 26 : 12);
  painter->fillRect(box, shade);
  painter->setPen(QPen(colours_.border, 1));
  painter->drawLine(box.topLeft(), box.bottomLeft());
  painter->setFont(Theme::smallFont());
  painter->setPen(QPen(colours_.muted));
  const QString name = QFontMetricsF(painter->font()).elidedText(band.name, Qt::ElideRight, box.width() - 8);
  if (name.size() > 1) painter->drawText(box.adjusted(4, 2, -4, 0), Qt::AlignTop | Qt::AlignLeft, name);
}

void PlotMarks::drawTick(QCPPainter* painter, const QRect& area, const PlotTick& tick) const {
  const double x = parentPlot()->xAxis->coordToPixel(tick.x);
  if (x < area.left() || x > area.right()) return;
  const bool strong = tick.kind == PlotTick::Kind::strong;
  painter->setPen(QPen(strong ? colours_.warning : colours_.muted, strong ? 2 : 1));
  painter->drawLine(QPointF(x, area.bottom() - (strong ? 10 : 6)), QPointF(x, area.bottom()));
}

}  // namespace marcie::ui
