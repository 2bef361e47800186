#include "ui/widgets/rank_lines.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include "core/base/strings.h"
#include "ui/charts/figure_export.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kRankRow = 48;       // px a row
constexpr int kRankTitle = 24;     // above the columns
constexpr int kRankPicture = 32;   // wide
constexpr int kLinesLeast = 56;    // between the columns
constexpr int kColumnLeast = 150;  // px a column

QColor changeColour(const protocol::RecPlaced& right, const Theme::Colours& c) {
  if (right.place == right.otherPlace) return c.muted;
  return right.place < right.otherPlace ? c.good : c.danger;
}

}  // namespace

RankLines::RankLines(ThumbnailStore& thumbnails, QWidget* parent) : QWidget(parent), thumbnails_(thumbnails) {
  setFocusPolicy(Qt::StrongFocus);
  connect(&thumbnails_, &ThumbnailStore::arrived, this, qOverload<>(&QWidget::update));
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RankLines::setLists(const QString& leftTitle, std::vector<protocol::RecPlaced> left, const QString& rightTitle,
                         std::vector<protocol::RecPlaced> right) {
  leftTitle_ = leftTitle;
  rightTitle_ = rightTitle;
  left_ = std::move(left);
  right_ = std::move(right);
  lines_.clear();
  for (std::size_t k = 0; k < left_.size(); ++k) {
    const auto same = [&](const protocol::RecPlaced& one) { return one.item.index == left_[k].item.index; };
    const auto it = std::find_if(right_.begin(), right_.end(), same);
    if (it != right_.end()) lines_.emplace_back(static_cast<int>(k), static_cast<int>(it - right_.begin()));
  }
  if (current_ >= rowCount(currentIsRight_)) current_ = -1;
  describe();
  updateGeometry();
  update();
}

bool RankLines::isInOther(bool isRight, int row) const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [&](const std::pair<int, int>& line) { return (isRight ? line.second : line.first) == row; });
}

QString RankLines::changeText(bool isRight, int row) const {
  const protocol::RecPlaced& one = side(isRight)[static_cast<std::size_t>(row)];
  if (!isInOther(isRight, row)) {
    if (isRight) return tr("new");
    return one.otherPlace > 0 ? tr("gone, now %1").arg(number(one.otherPlace)) : tr("gone");
  }
  if (!isRight) return {};
  const std::int64_t risen = one.otherPlace - one.place;
  if (risen == 0) return QStringLiteral("=");
  return (risen > 0 ? QStringLiteral("▲ ") : QStringLiteral("▼ ")) + number(std::abs(risen));
}

QSize RankLines::minimumSizeHint() const {
  const int rows = static_cast<int>(std::max(left_.size(), right_.size()));
  return {2 * kColumnLeast + kLinesLeast, kRankTitle + rows * kRankRow};
}
QSize RankLines::sizeHint() const {
  return {600, minimumSizeHint().height()};
}

QRect RankLines::rowRect(bool isRight, int row) const {
  const int column = std::max(kColumnLeast, (width() - std::max(kLinesLeast, width() / 7)) / 2);
  return {isRight ? width() - column : 0, kRankTitle + row * kRankRow, column, kRankRow};
}

bool RankLines::rowAt(const QPoint& position, bool& isRight, int& row) const {
  row = (position.y() - kRankTitle) / kRankRow;
  isRight = position.x() > width() / 2;
  return position.y() >= kRankTitle && row < rowCount(isRight) && rowRect(isRight, row).contains(position);
}

QString RankLines::rowText(bool isRight, int row) const {
  const protocol::RecPlaced& one = side(isRight)[static_cast<std::size_t>(row)];
  QStringList parts{tr("Place %1: %2").arg(number(one.place), q(one.item.title))};
  if (const QString change = changeText(isRight, row); !change.isEmpty()) parts << change;
  if (one.item.isCold) parts << tr("Cold: nobody has chosen it in training");
  if (one.isHeldOut) parts << tr("Chosen later by this user");
  return parts.join(QLatin1Char('\n'));
}

// For readers that do not see the lines.
void RankLines::describe() {
  QStringList rows;
  for (int row = 0; row < rowCount(true); ++row)
    rows << rowText(true, row).replace(QLatin1Char('\n'), QLatin1String(", "));
  setAccessibleDescription(rows.join(QLatin1String("; ")));
}

void RankLines::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  paintAll(painter, false);
}

void RankLines::paintAll(QPainter& painter, bool isPrint) {
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  QFont bold = Theme::smallFont();
  bold.setWeight(QFont::DemiBold);
  painter.setFont(bold);
  painter.setPen(c.text);
  for (const bool isRight : {false, true}) {
    const QRect column = rowRect(isRight, 0);
    painter.drawText(
        QRect(column.x(), 0, column.width(), kRankTitle), Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(bold).elidedText(isRight ? rightTitle_ : leftTitle_, Qt::ElideMiddle, column.width()));
  }
  paintLines(painter, isPrint);
  for (const bool isRight : {false, true}) {
    for (int row = 0; row < rowCount(isRight); ++row) paintRow(painter, isRight, row, isPrint);
  }
}

void RankLines::paintLines(QPainter& painter, bool isPrint) const {
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  painter.setBrush(Qt::NoBrush);
  for (const auto& [from, to] : lines_) {
    const QRect a = rowRect(false, from), b = rowRect(true, to);
    const QPointF start(a.right() + 2, a.center().y()), end(b.left() - 2, b.center().y());
    const double middle = (start.x() + end.x()) / 2;
    QPainterPath path(start);
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end);
    const bool isCurrent = current_ == (currentIsRight_ ? to : from);
    painter.setPen(QPen(changeColour(right_[static_cast<std::size_t>(to)], c), isCurrent ? 3 : 1.5));
    painter.drawPath(path);
  }
}

void RankLines::paintRow(QPainter& painter, bool isRight, int row, bool isPrint) {
  const auto& c = isPrint ? Theme::printColours() : Theme::instance().colours();
  const protocol::RecPlaced& one = side(isRight)[static_cast<std::size_t>(row)];
  const QRect area = rowRect(isRight, row).adjusted(0, 2, 0, -2);
  const bool isCurrent = !isPrint && row == current_ && isRight == currentIsRight_;
  painter.setPen(isCurrent ? QPen(c.accent, hasFocus() ? 2 : 1) : QPen(Qt::NoPen));
  painter.setBrush(c.raised);
  painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 4, 4);
  const QRectF frame(area.x() + 4, area.y() + 2, kRankPicture, area.height() - 4);
  const QPixmap picture = one.item.image.empty() ? QPixmap() : thumbnails_.get(q(one.item.image));
  if (!picture.isNull()) {
    const QSizeF size = QSizeF(picture.size()).scaled(frame.size(), Qt::KeepAspectRatio);
    painter.drawPixmap(QRectF(frame.center() - QPointF(size.width() / 2, size.height() / 2), size), picture,
                       QRectF(picture.rect()));
  }
  QStringList marks;
  if (one.item.isCold) marks << tr("cold");
  if (one.isHeldOut) marks << tr("✓ chosen");
  const QString change = changeText(isRight, row);
  if (!change.isEmpty()) marks << change;
  const QRect text(area.x() + kRankPicture + 10, area.y(), area.width() - kRankPicture - 14, area.height());
  painter.setFont(Theme::smallFont());
  const QFontMetrics metrics(Theme::smallFont());
  painter.setPen(c.text);
  painter.drawText(
      text.adjusted(0, 2, 0, -text.height() / 2), Qt::AlignLeft | Qt::AlignVCenter,
      metrics.elidedText(number(one.place) + QLatin1String(".  ") + q(one.item.title), Qt::ElideRight, text.width()));
  painter.setPen(!isRight || !isInOther(true, row) ? c.muted : changeColour(one, c));
  painter.drawText(text.adjusted(0, text.height() / 2, 0, -2), Qt::AlignLeft | Qt::AlignVCenter,
                   metrics.elidedText(marks.join(QLatin1String("  ·  ")), Qt::ElideRight, text.width()));
}

void RankLines::move(bool isRight, int row) {
  if (rowCount(isRight) == 0) return;
  currentIsRight_ = isRight;
  current_ = std::clamp(row, 0, rowCount(isRight) - 1);
  Q_EMIT currentMoved(rowRect(currentIsRight_, current_));
  update();
}

void RankLines::mousePressEvent(QMouseEvent* event) {
  bool isRight = false;
  int row = 0;
  if (event->button() != Qt::LeftButton || !rowAt(event->pos(), isRight, row)) return QWidget::mousePressEvent(event);
  move(isRight, row);
  const auto item = side(isRight)[static_cast<std::size_t>(row)].item;
  Q_EMIT itemChosen(item);
}

void RankLines::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Up:
      return move(currentIsRight_, current_ - 1);
    case Qt::Key_Down:
      return move(currentIsRight_, current_ + 1);
    case Qt::Key_Left:
      return move(false, current_);
    case Qt::Key_Right:
      return move(true, current_);
    case Qt::Key_Home:
      return move(currentIsRight_, 0);
    case Qt::Key_End:
      return move(currentIsRight_, rowCount(currentIsRight_) - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (current_ >= 0) {
        const auto item = side(currentIsRight_)[static_cast<std::size_t>(current_)].item;
        Q_EMIT itemChosen(item);
      }
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

bool RankLines::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  bool isRight = false;
  int row = 0;
  if (rowAt(help->pos(), isRight, row)) {
    QToolTip::showText(help->globalPos(), rowText(isRight, row), this);
  } else {
    QToolTip::hideText();
  }
  return true;
}

void RankLines::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) describe();
}

QString RankLines::csv() const {
  QString out = QStringLiteral("list,place,item,title,place in the other list,score\n");
  for (const bool isRight : {false, true}) {
    for (const protocol::RecPlaced& one : side(isRight)) {
      out += q(csvField((isRight ? rightTitle_ : leftTitle_).toStdString())) + u',' + QString::number(one.place) +
             u',' + q(csvField(one.item.id)) + u',' + q(csvField(one.item.title)) + u',' +
             (one.otherPlace > 0 ? QString::number(one.otherPlace) : QString()) + u',' + q(formatNumber(one.score)) +
             u'\n';
    }
  }
  return out;
}

void RankLines::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addFigureExports(
      menu, this,
      [this] {
        return Figure{QStringLiteral("two models"), size(), [this](QPainter& painter) { paintAll(painter, true); },
                      [this] { return csv(); }};
      },
      [this](const QString& path, bool isWritten) {
        if (isWritten) {
          Q_EMIT exported(path);
        } else {
          Q_EMIT exportFailed(path);
        }
      });
  menu->popup(event->globalPos());
}

}  // namespace marcie::ui
