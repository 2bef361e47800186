#include "ui/widgets/choice_box.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QScreen>
#include <QScrollBar>
#include <QStyleOption>
#include <QStylePainter>
#include <QToolTip>
#include <QWheelEvent>

namespace marcie::ui {

namespace {
constexpr int kListPadding = 28;  // px: frame, margins and the mark of the chosen entry
constexpr int kMostVisible = 24;
}  // namespace

ChoiceBox::ChoiceBox(QWidget* parent) : QComboBox(parent) {
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  setMinimumContentsLength(8);
  setMaxVisibleItems(kMostVisible);
}

QString ChoiceBox::shownText() const {
  QStyleOptionComboBox option;
  initStyleOption(&option);
  const QRect area = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
  return fontMetrics().elidedText(currentText(), Qt::ElideRight, area.width() - 2);
}

void ChoiceBox::showPopup() {
  int widest = 0;
  for (int i = 0; i < count(); ++i) widest = std::max(widest, fontMetrics().horizontalAdvance(itemText(i)));
  widest += kListPadding + (count() > maxVisibleItems() ? view()->verticalScrollBar()->sizeHint().width() : 0);
  if (const QScreen* here = screen()) widest = std::min(widest, here->availableGeometry().width());
  view()->setMinimumWidth(std::max(widest, width()));
  QComboBox::showPopup();
}

bool ChoiceBox::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && shownText() != currentText()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(),
                       QStringLiteral("<p><b>%1</b></p>%2").arg(currentText().toHtmlEscaped(), toolTip()), this);
    return true;
  }
  return QComboBox::event(event);
}

void ChoiceBox::paintEvent(QPaintEvent* /*event*/) {
  QStylePainter painter(this);
  QStyleOptionComboBox option;
  initStyleOption(&option);
  painter.drawComplexControl(QStyle::CC_ComboBox, option);
  option.currentText = shownText();
  painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void ChoiceBox::wheelEvent(QWheelEvent* event) {
  event->ignore();
}

}  // namespace marcie::ui
