#include "ui/charts/bar_plot.h"

#include <algorithm>

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/theme.h"

namespace marcie::ui {

namespace {
constexpr int kBarHeight = 12;
constexpr int kRowGap = 8;
constexpr int kBarGap = 8;
}  // namespace

BarPlot::BarPlot(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BarPlot::setBars(QStringList labels, QVector<QVector<double>> series, QStringList seriesNames) {
  labels_ = std::move(labels);
  series_ = std::move(series);
  seriesNames_ = std::move(seriesNames);
  valueTexts_.clear();
  measure();
}

void BarPlot::setValueTexts(QStringList texts) {
  valueTexts_ = std::move(texts);
  measure();
}

void BarPlot::measure() {
  largest_ = 0;
  longestLabel_ = 0;
  longestValue_ = 0;
  const QFontMetrics metrics = fontMetrics();
  for (int i = 0; i < barCount(); ++i) {
    largest_ = std::max(largest_, totalOf(i));
    longestLabel_ = std::max(longestLabel_, metrics.horizontalAdvance(labels_[i]));
    longestValue_ = std::max(longestValue_, metrics.horizontalAdvance(valueText(i)));
  }
  updateGeometry();
  update();
}

double BarPlot::valueOf(int series, int index) const {
  const double value = series_[series].value(index, 0);
  return value > 0 ? value : 0;
}

double BarPlot::totalOf(int index) const {
  double total = 0;
  for (int s = 0; s < series_.size(); ++s) total += valueOf(s, index);
  return total;
}

QString BarPlot::valueText(int index) const {
  if (index < valueTexts_.size()) return valueTexts_[index];
  return locale().toString(totalOf(index), 'g', 6);
}

int BarPlot::headHeight() const {
  return seriesNames_.size() > 1 ? fontMetrics().height() + kBarGap : 0;
}

int BarPlot::labelWidth() const {
  return std::min(longestLabel_, width() * 2 / 5);
}

int BarPlot::valueWidth() const {
  return longestValue_;
}

QSize BarPlot::sizeHint() const {
  return {longestLabel_ + longestValue_ + 2 * kBarGap + 160, minimumSizeHint().height()};
}

QSize BarPlot::minimumSizeHint() const {
  const int row = std::max(kBarHeight + kRowGap, fontMetrics().height() + 4);
  return {160, headHeight() + barCount() * row};
}

QRect BarPlot::barRect(int index) const {
  const int row = std::max(kBarHeight + kRowGap, fontMetrics().height() + 4);
  const int left = labelWidth() + kBarGap;
  const int room = std::max(1, width() - left - valueWidth() - kBarGap);
  const int length = largest_ > 0 ? static_cast<int>(room * totalOf(index) / largest_ + 0.5) : 0;
  return {left, headHeight() + index * row + (row - kBarHeight) / 2, length, kBarHeight};
}

int BarPlot::indexAt(const QPoint& position) const {
  const int row = std::max(kBarHeight + kRowGap, fontMetrics().height() + 4);
  const int index = (position.y() - headHeight()) / row;
  return position.y() >= headHeight() && index < barCount() ? index : -1;
}

void BarPlot::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintHead(painter);
  const int row = std::max(kBarHeight + kRowGap, fontMetrics().height() + 4);
  const int first = std::max(0, (event->rect().top() - headHeight()) / row);
  const int last = std::min(barCount() - 1, (event->rect().bottom() - headHeight()) / row);
  for (int i = first; i <= last; ++i) paintBar(painter, i);
}

void BarPlot::paintHead(QPainter& painter) const {
  if (seriesNames_.size() < 2) return;
  const auto& theme = Theme::instance();
  int x = labelWidth() + kBarGap;
  const int height = fontMetrics().height();
  for (int s = 0; s < seriesNames_.size(); ++s) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.series(s));
    painter.drawRoundedRect(QRect(x, (height - 8) / 2, 8, 8), 2, 2);
    painter.setPen(theme.colours().muted);
    painter.drawText(QRect(x + 12, 0, width() - x, height), Qt::AlignLeft | Qt::AlignVCenter, seriesNames_[s]);
    x += 12 + fontMetrics().horizontalAdvance(seriesNames_[s]) + 2 * kBarGap;
  }
}

void BarPlot::paintBar(QPainter& painter, int index) const {
  const auto& theme = Theme::instance();
  const QRect bar = barRect(index);
  const QRect line(0, bar.top() - kRowGap, width(), kBarHeight + 2 * kRowGap);
  painter.setPen(theme.colours().text);
  painter.drawText(QRect(0, line.top(), labelWidth(), line.height()), Qt::AlignRight | Qt::AlignVCenter,
                   fontMetrics().elidedText(labels_[index], Qt::ElideMiddle, labelWidth()));
  const double total = totalOf(index);
  double from = bar.left();
  painter.setPen(Qt::NoPen);
  for (int s = 0; s < series_.size() && total > 0; ++s) {
    const double length = bar.width() * valueOf(s, index) / total;
    painter.setBrush(theme.series(s));
    painter.drawRect(QRectF(from, bar.top(), length, bar.height()));
    from += length;
  }
  painter.setPen(theme.colours().muted);
  painter.drawText(QRect(bar.left() + bar.width() + kBarGap, line.top(), valueWidth() + kBarGap, line.height()),
                   Qt::AlignLeft | Qt::AlignVCenter, valueText(index));
}

void BarPlot::mouseReleaseEvent(QMouseEvent* event) {
  const int index = indexAt(event->pos());
  if (event->button() == Qt::LeftButton && index >= 0 && rect().contains(event->pos())) Q_EMIT barClicked(index);
  QWidget::mouseReleaseEvent(event);
}

bool BarPlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  auto* help = static_cast<QHelpEvent*>(event);
  const int index = indexAt(help->pos());
  if (index < 0) {
    QToolTip::hideText();
    return true;
  }
  QStringList lines{labels_[index]};
  for (int s = 0; s < series_.size() && s < seriesNames_.size(); ++s) {
    lines.append(tr("%1: %2").arg(seriesNames_[s], locale().toString(valueOf(s, index), 'g', 6)));
  }
  QToolTip::showText(help->globalPos(), lines.join(u'\n'), this);
  return true;
}

void BarPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) measure();
}

}  // namespace marcie::ui
