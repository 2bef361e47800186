// How LinePlot looks, on screen and in print.
#include <QScopedValueRollback>

#include "ui/charts/line_plot_parts.h"

namespace marcie::ui {

namespace {

QColor mixed(const QColor& front, const QColor& back, double share) {
  const auto mix = [share](int a, int b) { return static_cast<int>(a * share + b * (1 - share) + 0.5); };
  return {mix(front.red(), back.red()), mix(front.green(), back.green()), mix(front.blue(), back.blue())};
}

void styleAxis(QCPAxis* axis, const Theme::Colours& colours) {
  axis->setBasePen(QPen(colours.border, 1));
  axis->setTickPen(QPen(colours.border, 1));
  axis->setSubTickPen(QPen(colours.border, 1));
  axis->setTickLabelFont(Theme::smallFont());
  axis->setLabelFont(Theme::smallFont());
  axis->setTickLabelColor(colours.muted);
  axis->setLabelColor(colours.muted);
  axis->setSubTicks(false);
  axis->setTickLength(0, 4);
  axis->setLabelPadding(4);
  axis->grid()->setPen(QPen(colours.border, 1));
  axis->grid()->setZeroLinePen(QPen(colours.border, 1));
}

}  // namespace

void LinePlot::styleCurve(Curve& curve, bool isPrint) const {
  const auto& theme = Theme::instance();
  const QColor surface = isPrint ? Theme::printColours().surface : theme.colours().surface;
  const QColor colour = isPrint ? Theme::printSeries(curve.series.colour) : theme.series(curve.series.colour);
  curve.line->setPen(QPen(colour, curve.series.width, curve.series.style, Qt::FlatCap, Qt::BevelJoin));
  // Mixed rather than transparent: opaque lines are several times quicker to paint.
  curve.raw->setPen(QPen(mixed(colour, surface, 0.3), 1));
}

void LinePlot::applyColours(bool isPrint) {
  auto* plot = parts_->plot;
  const auto& colours = isPrint ? Theme::printColours() : Theme::instance().colours();
  plot->setBackground(QBrush(colours.surface));
  plot->axisRect()->setBackground(QBrush(colours.surface));
  for (auto* axis : {plot->xAxis, plot->yAxis}) styleAxis(axis, colours);
  plot->legend->setBrush(Qt::NoBrush);
  plot->legend->setBorderPen(Qt::NoPen);
  plot->legend->setFont(Theme::smallFont());
  plot->legend->setTextColor(colours.text);
  parts_->marks->setColours(colours);
  parts_->crossHair->setColour(colours.muted);
  parts_->placeholder->setColor(colours.muted);
  parts_->placeholder->setFont(Theme::bodyFont());
  for (auto& [id, curve] : curves_) styleCurve(*curve, isPrint);
  QPalette palette = parts_->table->palette();
  palette.setColor(QPalette::Window, colours.raised);
  palette.setColor(QPalette::WindowText, colours.text);
  parts_->table->setPalette(palette);
  parts_->table->setFont(Theme::smallFont());
  if (!isPrint) queueReplot();
}

// As many columns as fit, so that the legend grows downwards instead of being cut.
void LinePlot::wrapLegend() {
  auto* legend = parts_->plot->legend;
  const QFontMetrics metrics(legend->font());
  int widest = 40;
  for (const auto& [id, curve] : curves_) {
    widest = std::max(widest, metrics.horizontalAdvance(curve->series.name) + legend->iconSize().width() + 20);
  }
  const int wrap = std::max(1, (parts_->plot->width() - legend->margins().left()) / widest);
  if (legend->wrap() == wrap) return;
  legend->setWrap(wrap);
  // Items that are there keep their cells until the order is built again.
  legend->setFillOrder(QCPLegend::foColumnsFirst, true);
}

void LinePlot::retranslate() {
  parts_->plot->setToolTip({});
  parts_->plot->setAccessibleName(tr("Plot"));
  parts_->plot->setAccessibleDescription(
      tr("Wheel zooms, Shift and wheel zooms values, dragging moves, double-click shows everything."));
}

void LinePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace marcie::ui
