// What the pointer does to LinePlot: zoom, cross-hair, table of values.
#include <cmath>

#include <QScopedValueRollback>

#include "ui/charts/line_plot_parts.h"
#include "ui/text.h"

namespace marcie::ui {

namespace {
constexpr int kMostRows = 14;
constexpr double kTickReach = 5;  // px
}  // namespace

void LinePlot::link(LinePlot* first, LinePlot* second) {
  first->peer_ = second;
  second->peer_ = first;
}

QPair<double, double> LinePlot::xRange() const {
  const auto range = parts_->plot->xAxis->range();
  return {range.lower, range.upper};
}

QPair<double, double> LinePlot::yRange() const {
  const auto range = parts_->plot->yAxis->range();
  return {range.lower, range.upper};
}

void LinePlot::zoomX(double low, double high) {
  const auto [first, last] = dataRange();
  const double span = std::min(high - low, last - first);
  if (!(span > 0)) return;
  // Neither beyond the data nor wider than all of it.
  low = std::clamp(low, first, last - span);
  const bool isAll = span >= (last - first) * (1 - 1e-9);
  for (auto* plot : {this, peer_.data()}) {
    if (plot == nullptr) continue;
    const QScopedValueRollback guard(plot->isSettingRange_, true);
    plot->isXZoomed_ = !isAll;
    plot->parts_->plot->xAxis->setRange(low, low + span);
    plot->queueReplot();
  }
}

void LinePlot::resetZoom() {
  isYZoomed_ = false;
  parts_->plot->axisRect()->setRangeDrag(Qt::Horizontal);
  for (auto* plot : {this, peer_.data()}) {
    if (plot == nullptr) continue;
    plot->isXZoomed_ = false;
    plot->queueReplot();
  }
}

void LinePlot::onRangeDragged() {
  if (isSettingRange_) return;
  const auto [low, high] = xRange();
  zoomX(low, high);
}

void LinePlot::setXReversed(bool isReversed) {
  parts_->plot->xAxis->setRangeReversed(isReversed);
  queueReplot();
}

bool LinePlot::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::Leave) setCursorAt(kNaN);
  return QWidget::eventFilter(object, event);
}

void LinePlot::setCursorAt(double x) {
  moveCrossHair(x);
  if (peer_ != nullptr) peer_->moveCrossHair(x);
}

void LinePlot::moveCrossHair(double x) {
  auto* plot = parts_->plot;
  const bool shown = std::isfinite(x) && !curves_.empty();
  if (!shown && !parts_->crossHair->visible()) return;
  parts_->crossHair->setVisible(shown);
  if (shown) {
    QVector<CrossHair::Dot> dots;
    for (const auto& [id, curve] : curves_) {
      const qsizetype i = curve->data.nearest(x);
      if (i >= 0 && std::isfinite(curve->data.smooth()[i])) {
        dots.append({{curve->data.x()[i], curve->data.smooth()[i]}, curve->line->pen().color()});
      }
    }
    parts_->crossHair->moveTo(x, std::move(dots));
    int rows = 0;
    parts_->table->setText(tableHtml(x, &rows));
    parts_->table->adjustSize();
    const int pixel = static_cast<int>(plot->xAxis->coordToPixel(x));
    const bool isRight = pixel + 12 + parts_->table->width() < plot->width();
    parts_->table->move(isRight ? pixel + 12 : std::max(0, pixel - 12 - parts_->table->width()),
                        plot->axisRect()->top() + 20);
    parts_->table->setVisible(rows > 0);
  } else {
    parts_->table->hide();
  }
  plot->layer(QStringLiteral("overlay"))->replot();
}

QString LinePlot::xText(double x) const {
  if (xKind_ == XKind::number) return locale().toString(x, 'g', 6);
  const auto seconds = static_cast<qint64>(x);
  return QStringLiteral("%1:%2:%3")
      .arg(seconds / 3600)
      .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
      .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QStringList LinePlot::valuesAt(double x) const {
  QStringList rows;
  for (const auto& [id, curve] : curves_) {
    const qsizetype i = curve->data.nearest(x);
    if (i < 0 || !std::isfinite(curve->data.smooth()[i])) continue;
    rows.append(QStringLiteral("%1: %2").arg(curve->series.name, locale().toString(curve->data.smooth()[i], 'g', 4)));
  }
  return rows;
}

QString LinePlot::tableHtml(double x, int* rows) const {
  QString out =
      QStringLiteral("<b>%1 %2</b><table cellspacing=0>").arg(parts_->plot->xAxis->label().toHtmlEscaped(), xText(x));
  for (const auto& [id, curve] : curves_) {
    const qsizetype i = curve->data.nearest(x);
    if (i < 0 || !std::isfinite(curve->data.smooth()[i])) continue;
    if (++*rows > kMostRows) continue;
    // The value itself stands beside the smoothed one: what one points at is never only a mean.
    const QString raw = curve->data.isSmoothed()
                            ? QStringLiteral(" (%1)").arg(locale().toString(curve->data.y()[i], 'g', 4))
                            : QString();
    out += QStringLiteral(
               "<tr><td><font color='%1'>■</font>&nbsp;</td><td>%2&nbsp;&nbsp;</td><td align=right>%3%4</td></tr>")
               .arg(curve->line->pen().color().name(), curve->series.name.toHtmlEscaped(),
                    locale().toString(curve->data.smooth()[i], 'g', 4), raw);
  }
  out += QStringLiteral("</table>");
  if (*rows > kMostRows) out += tr("… %1 more").arg(*rows - kMostRows);
  for (const auto& text : parts_->marks->ticksNear(x, kTickReach)) {
    out += QStringLiteral("<br>▴ %1").arg(text.toHtmlEscaped());
    ++*rows;
  }
  return out;
}

}  // namespace marcie::ui
