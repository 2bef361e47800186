#include "ui/widgets/reverse_strip.h"

#include <algorithm>
#include <cmath>

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include "ui/charts/figure_export.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kTileGap = 6;
constexpr int kTilePad = 6;
constexpr int kSmallestTile = 96;
constexpr int kClassesShown = 3;
constexpr int kBarHigh = 4;
constexpr int kTileTags = 2;

int lineHeight() {
  return QFontMetrics(Theme::smallFont()).height();
}
int tileHeight() {
  return 2 * kTilePad + lineHeight() + kClassesShown * (lineHeight() + kBarHigh + 3) + 4 + kTileTags * lineHeight();
}

}  // namespace

ReverseStrip::ReverseStrip(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ReverseStrip::setSteps(std::vector<protocol::DiffusionStep> steps, const QString& trueLabel) {
  steps_ = std::move(steps);
  trueLabel_ = trueLabel;
  current_ = std::min(current_, static_cast<int>(steps_.size()) - 1);
  updateGeometry();
  update();
}

void ReverseStrip::setTileCount(int count) {
  tiles_ = std::max(2, count);
  updateGeometry();
  update();
}

void ReverseStrip::setShowsAlone(bool isAlone) {
  alone_ = isAlone;
  update();
}

void ReverseStrip::setCurrent(int step) {
  if (step == current_) return;
  current_ = step;
  update();
}

std::vector<int> ReverseStrip::shownSteps() const {
  const int count = static_cast<int>(steps_.size());
  const int tiles = std::min(count, tiles_);
  std::vector<int> shown;
  for (int i = 0; i < tiles; ++i) {
    shown.push_back(tiles == 1 ? 0 : static_cast<int>(std::lround(static_cast<double>(i) * (count - 1) / (tiles - 1))));
  }
  if (current_ < 0 || std::find(shown.begin(), shown.end(), current_) != shown.end()) return shown;
  // It takes the place of its nearest neighbour, but for the ends.
  auto nearest = std::min_element(shown.begin(), shown.end(),
                                  [this](int a, int b) { return std::abs(a - current_) < std::abs(b - current_); });
  if (shown.size() <= 2) {
    shown.insert(shown.begin() + 1, current_);
    return shown;
  }
  if (nearest == shown.begin()) ++nearest;
  if (nearest == shown.end() - 1) --nearest;
  *nearest = current_;
  return shown;
}

QRect ReverseStrip::tileRect(int place) const {
  const auto count = static_cast<int>(shownSteps().size());
  if (count == 0) return {};
  const double wide = std::max<double>(1, (width() + kTileGap) / static_cast<double>(std::max(count, 2)) - kTileGap);
  const int limited = static_cast<int>(std::min(wide, 220.0));
  return {static_cast<int>(place * (limited + kTileGap)), 1, limited, tileHeight()};
}

QSize ReverseStrip::minimumSizeHint() const {
  const auto count = std::min<qsizetype>(static_cast<qsizetype>(steps_.size()), tiles_);
  return {static_cast<int>(count) * (kSmallestTile + kTileGap), tileHeight() + 2};
}

QSize ReverseStrip::sizeHint() const {
  return minimumSizeHint();
}

const std::vector<protocol::Ranked>& ReverseStrip::topOf(int step) const {
  const auto& all = steps_[static_cast<std::size_t>(step)];
  return alone_ ? all.alone : all.full;
}

void ReverseStrip::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintStrip(painter, false);
}

void ReverseStrip::paintStrip(QPainter& painter, bool isPrint) const {
  const auto shown = shownSteps();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    paintTile(painter, tileRect(static_cast<int>(i)), shown[i], isPrint);
  }
}

void ReverseStrip::paintTile(QPainter& painter, const QRect& rect, int step, bool isPrint) const {
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  const bool isCurrent = step == current_;
  painter.setPen(QPen(isCurrent ? c.accent : c.border, isCurrent ? 2 : 1));
  painter.setBrush(c.surface);
  painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6);
  const QRect inner = rect.adjusted(kTilePad, kTilePad, -kTilePad, -kTilePad);
  const QFont small = Theme::smallFont();
  const QFontMetrics metrics(small);
  painter.setFont(small);
  const auto& data = steps_[static_cast<std::size_t>(step)];
  int y = inner.top();
  painter.setPen(isCurrent ? c.accent : c.muted);
  painter.drawText(QRect(inner.left(), y, inner.width(), lineHeight()), Qt::AlignLeft,
                   QStringLiteral("t = %1").arg(QLocale().toString(qlonglong(data.t))));
  y += lineHeight();
  const auto& top = topOf(step);
  for (int i = 0; i < kClassesShown; ++i) {
    if (i < static_cast<int>(top.size())) {
      const auto& one = top[static_cast<std::size_t>(i)];
      const bool isTrue = q(one.name) == trueLabel_;
      const QString share = QLocale().toString(100 * one.probability, 'f', 0);
      const int room = inner.width() - metrics.horizontalAdvance(share) - 4;
      painter.setPen(i == 0 ? c.text : c.muted);
      painter.drawText(
          QRect(inner.left(), y, room, lineHeight()), Qt::AlignLeft,
          metrics.elidedText((isTrue ? QStringLiteral("✓ ") : QString()) + q(one.name), Qt::ElideRight, room));
      painter.drawText(QRect(inner.left(), y, inner.width(), lineHeight()), Qt::AlignRight, share);
      painter.setPen(Qt::NoPen);
      painter.setBrush(c.raised);
      const QRectF track(inner.left(), y + lineHeight(), inner.width(), kBarHigh);
      painter.drawRoundedRect(track, 2, 2);
      painter.setBrush(isTrue ? c.good : isPrint ? Theme::printSeries(0) : Theme::instance().series(0));
      painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(track.width() * one.probability, kBarHigh)), 2, 2);
    }
    y += lineHeight() + kBarHigh + 3;
  }
  y += 4;
  painter.setPen(c.muted);
  for (int i = 0; i < kTileTags && i < static_cast<int>(data.tags.size()); ++i) {
    painter.drawText(QRect(inner.left(), y, inner.width(), lineHeight()), Qt::AlignLeft,
                     metrics.elidedText(q(data.tags[static_cast<std::size_t>(i)].name), Qt::ElideRight, inner.width()));
    y += lineHeight();
  }
}

int ReverseStrip::stepAt(const QPoint& position) const {
  const auto shown = shownSteps();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (tileRect(static_cast<int>(i)).contains(position)) return shown[i];
  }
  return -1;
}

void ReverseStrip::mousePressEvent(QMouseEvent* event) {
  const int step = stepAt(event->pos());
  if (event->button() != Qt::LeftButton || step < 0) return QWidget::mousePressEvent(event);
  setFocus();
  Q_EMIT stepChosen(step);
}

void ReverseStrip::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(steps_.size()) - 1;
  int step = current_;
  switch (event->key()) {
    case Qt::Key_Left:
      step = std::max(0, current_ - 1);
      break;
    case Qt::Key_Right:
      step = std::min(last, current_ + 1);
      break;
    case Qt::Key_Home:
      step = 0;
      break;
    case Qt::Key_End:
      step = last;
      break;
    default:
      return QWidget::keyPressEvent(event);  // Space is the panel's
  }
  if (step >= 0) Q_EMIT stepChosen(step);
}

bool ReverseStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  auto* help = static_cast<QHelpEvent*>(event);
  const int step = stepAt(help->pos());
  if (step < 0) {
    QToolTip::hideText();
    return true;
  }
  const auto& data = steps_[static_cast<std::size_t>(step)];
  const auto list = [](const std::vector<protocol::Ranked>& ranked, int digits) {
    QStringList lines;
    for (const auto& one : ranked) {
      lines << QStringLiteral("%1  %2").arg(QLocale().toString(one.probability, 'f', digits), q(one.name));
    }
    return lines.join(u'\n');
  };
  QToolTip::showText(help->globalPos(),
                     tr("Whole model:\n%1\nx̂₀ alone:\n%2\nAnnotations:\n%3")
                         .arg(list(data.full, 3), list(data.alone, 3), list(data.tags, 2)),
                     this);
  return true;
}

void ReverseStrip::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addFigureExports(menu, this, [this] {
    return Figure{exportName_.isEmpty() ? QStringLiteral("diffusion") : exportName_, size(),
                  [this](QPainter& painter) { paintStrip(painter, true); },
                  [this] {
                    protocol::DiffusionTraceReply trace;
                    trace.steps = steps_;
                    return q(protocol::traceCsv(trace));
                  }};
  });
  menu->popup(event->globalPos());
}

}  // namespace marcie::ui
