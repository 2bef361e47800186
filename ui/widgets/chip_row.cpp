#include "ui/widgets/chip_row.h"

#include <QPainter>

#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kHeight = 24;
constexpr int kChipGap = 6;

QString marked(const Chip& chip) {
  switch (chip.kind) {
    case Chip::Kind::hit:
      return QStringLiteral("✓ ") + chip.text;
    case Chip::Kind::missed:
      return QStringLiteral("− ") + chip.text;
    case Chip::Kind::extra:
      return QStringLiteral("+ ") + chip.text;
    case Chip::Kind::plain:
      break;
  }
  return chip.text;
}

}  // namespace

ChipRow::ChipRow(QWidget* parent) : QWidget(parent) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void ChipRow::setChips(std::vector<Chip> chips) {
  chips_ = std::move(chips);
  QStringList words;
  for (const auto& chip : chips_) words << marked(chip);
  setAccessibleName(words.join(", "));
  updateGeometry();
  update();
}

template <class Visit>
int ChipRow::layOut(int width, Visit visit) const {
  const QFontMetrics metrics(Theme::smallFont());
  int x = 0;
  int y = 0;
  for (const auto& chip : chips_) {
    const int wide = metrics.horizontalAdvance(marked(chip)) + 20;
    if (x > 0 && x + wide > width) {
      x = 0;
      y += kHeight + kChipGap;
    }
    visit(chip, QRect(x, y, wide, kHeight));
    x += wide + kChipGap;
  }
  return chips_.empty() ? 0 : y + kHeight;
}

int ChipRow::heightForWidth(int width) const {
  return layOut(width, [](const Chip&, const QRect&) {}) + 2;
}

void ChipRow::paintEvent(QPaintEvent*) {
  const auto& c = Theme::instance().colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(Theme::smallFont());
  layOut(width(), [&](const Chip& chip, const QRect& rect) {
    QColor colour = c.text;
    QPen pen(c.border, 1.2);
    QBrush fill(c.raised);
    if (chip.kind == Chip::Kind::hit) {
      colour = c.good;
      pen = QPen(c.good, 1.5);
    } else if (chip.kind == Chip::Kind::missed) {
      colour = c.warning;
      pen = QPen(c.warning, 1.5, Qt::DashLine);
      fill = QBrush(Qt::NoBrush);
    } else if (chip.kind == Chip::Kind::extra) {
      colour = c.muted;
      pen = QPen(c.muted, 1.2, Qt::DotLine);
    }
    painter.setPen(pen);
    painter.setBrush(fill);
    // A missing one has corners, the rest is round: shape tells, too.
    const double radius = chip.kind == Chip::Kind::missed ? 2 : kHeight / 2.0;
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius);
    painter.setPen(colour);
    painter.drawText(rect, Qt::AlignCenter, marked(chip));
  });
}

}  // namespace marcie::ui
