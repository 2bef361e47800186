#include "ui/charts/grouped_bars.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>

#include "core/base/strings.h"
#include "ui/charts/figure_export.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kBarThickness = 7;  // px of a bar
constexpr int kBetween = 2;       // bars of a group
constexpr int kGroups = 8;        // groups
constexpr int kNumberWidth = 44;

}  // namespace

GroupedBars::GroupedBars(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void GroupedBars::setBars(QStringList groups, QStringList series, QVector<QVector<double>> values, int marked) {
  groups_ = std::move(groups);
  series_ = std::move(series);
  values_ = std::move(values);
  marked_ = marked;
  updateGeometry();
  update();
}

int GroupedBars::groupHeight() const {
  return std::max(static_cast<int>(series_.size()) * (kBarThickness + kBetween),
                  QFontMetrics(Theme::bodyFont()).height()) +
         kGroups;
}

QSize GroupedBars::minimumSizeHint() const {
  const int head = series_.size() > 1 ? QFontMetrics(Theme::smallFont()).height() + 6 : 0;
  return {220, head + static_cast<int>(groups_.size()) * groupHeight()};
}

QSize GroupedBars::sizeHint() const {
  return {360, minimumSizeHint().height()};
}

void GroupedBars::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintBars(painter, false);
}

void GroupedBars::paintBars(QPainter& painter, bool isPrint) const {
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  int top = 0;
  if (series_.size() > 1) {
    painter.setFont(Theme::smallFont());
    const QFontMetrics metrics(Theme::smallFont());
    int x = width() * 2 / 5;
    int wide = 0;
    for (const QString& name : series_) wide += 24 + metrics.horizontalAdvance(name);
    x = std::clamp(width() - wide, 0, x);
    for (int s = 0; s < series_.size(); ++s) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(isPrint ? Theme::printSeries(s) : Theme::instance().series(s));
      painter.drawRect(QRectF(x, (metrics.height() - 8) / 2.0, 8, 8));
      painter.setPen(c.muted);
      painter.drawText(x + 12, metrics.ascent(), series_[s]);
      x += 12 + metrics.horizontalAdvance(series_[s]) + 12;
    }
    top = metrics.height() + 6;
  }
  for (int g = 0; g < groups_.size(); ++g) paintGroup(painter, g, top + g * groupHeight(), isPrint);
}

void GroupedBars::paintGroup(QPainter& painter, int group, int top, bool isPrint) const {
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  const int label = width() * 2 / 5 - 8;
  const QString name = (group == marked_ ? QStringLiteral("✓ ") : QString()) + groups_[group];
  painter.setFont(Theme::bodyFont());
  painter.setPen(group == marked_ ? c.good : c.text);
  painter.drawText(QRect(0, top, label, groupHeight() - kGroups), Qt::AlignRight | Qt::AlignVCenter,
                   QFontMetrics(Theme::bodyFont()).elidedText(name, Qt::ElideMiddle, label));
  const double room = std::max(1, width() - label - 8 - kNumberWidth);
  QFont tiny = Theme::smallFont();
  tiny.setPointSizeF(tiny.pointSizeF() * 0.85);
  painter.setFont(tiny);
  // The bars stand in the middle of their name's line, however few they are.
  const auto bars = static_cast<int>(series_.size()) * (kBarThickness + kBetween) - kBetween;
  const int first = top + std::max(0, (groupHeight() - kGroups - bars) / 2);
  for (int s = 0; s < series_.size(); ++s) {
    const double share = std::clamp(values_[s].value(group, 0), 0.0, 1.0);
    const double y = first + s * (kBarThickness + kBetween);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.raised);
    painter.drawRoundedRect(QRectF(label + 8, y, room, kBarThickness), 2, 2);
    painter.setBrush(isPrint ? Theme::printSeries(s) : Theme::instance().series(s));
    painter.drawRoundedRect(QRectF(label + 8, y, room * share, kBarThickness), 2, 2);
    painter.setPen(c.muted);
    painter.drawText(QRectF(label + 12 + room, y - 4, kNumberWidth, kBarThickness + 8),
                     Qt::AlignLeft | Qt::AlignVCenter, shortPercent(share));
  }
}

QString GroupedBars::csv() const {
  QString out = QStringLiteral("class");
  for (const QString& series : series_) out += u',' + q(csvField(series.toStdString()));
  out += u'\n';
  for (int g = 0; g < groups_.size(); ++g) {
    out += q(csvField(groups_[g].toStdString()));
    for (int s = 0; s < series_.size(); ++s) out += u',' + q(formatNumber(values_[s].value(g, 0)));
    out += u'\n';
  }
  return out;
}

void GroupedBars::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addFigureExports(menu, this, [this] {
    return Figure{exportName_.isEmpty() ? QStringLiteral("bars") : exportName_, size(),
                  [this](QPainter& painter) { paintBars(painter, true); }, [this] { return csv(); }};
  });
  menu->popup(event->globalPos());
}

}  // namespace marcie::ui
