#include "ui/widgets/rail.h"

#include <QDragEnterEvent>
#include <QTimer>

#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kWidth = 100;
constexpr int kHoverMs = 350;

class RailButton : public QToolButton {
 public:
  explicit RailButton(QWidget* parent) : QToolButton(parent) {
    setAcceptDrops(true);
    timer_.setSingleShot(true);
    timer_.setInterval(kHoverMs);
    connect(&timer_, &QTimer::timeout, this, &QAbstractButton::click);
  }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override {
    event->accept();
    timer_.start();
  }
  void dragLeaveEvent(QDragLeaveEvent*) override { timer_.stop(); }

 private:
  QTimer timer_;
};

}  // namespace

Rail::Rail(QWidget* parent) : QFrame(parent), layout_(new QVBoxLayout(this)), group_(new QButtonGroup(this)) {
  setObjectName("rail");
  setFixedWidth(kWidth);
  layout_->setContentsMargins(6, Theme::kGrid, 6, Theme::kGrid);
  layout_->setSpacing(4);
  layout_->addStretch();
  connect(&Theme::instance(), &Theme::changed, this, &Rail::paintIcons);
}

void Rail::addEntry(const QString& name, const QString& icon) {
  auto* button = new RailButton(this);
  button->setObjectName(name + "RailButton");
  button->setProperty("entry", name);
  button->setProperty("iconName", icon);
  button->setCheckable(true);
  button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  button->setIconSize(QSize(24, 24));
  button->setFixedSize(kWidth - 12, 58);
  button->setFont(Theme::smallFont());
  group_->addButton(button);
  layout_->insertWidget(layout_->count() - 1, button);
  connect(button, &QToolButton::clicked, this, [this, name] { Q_EMIT chosen(name); });
  paintIcons();
}

void Rail::setText(const QString& name, const QString& text, const QString& toolTip) {
  for (auto* button : group_->buttons()) {
    if (button->property("entry").toString() != name) continue;
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
  }
}

void Rail::setCurrent(const QString& name) {
  for (auto* button : group_->buttons()) {
    if (button->property("entry").toString() == name) button->setChecked(true);
  }
}

void Rail::paintIcons() {
  const auto& c = Theme::instance().colours();
  setStyleSheet(QStringLiteral("QFrame#rail { background: %1; border-right: 1px solid %2; }"
                               "QToolButton { color: %3; padding: 4px 0; } QToolButton:checked { color: %4; "
                               "background: %5; font-weight: 600; }")
                    .arg(c.window.name(), c.border.name(), c.muted.name(), c.accent.name(), c.raised.name()));
  for (auto* button : group_->buttons())
    button->setIcon(Theme::instance().icon(button->property("iconName").toString()));
}

}  // namespace marcie::ui
