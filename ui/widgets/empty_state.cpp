#include "ui/widgets/empty_state.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

#include "ui/theme.h"

namespace marcie::ui {

QString droppedPath(const QMimeData* data) {
  for (const QUrl& url : data->urls()) {
    if (url.isLocalFile()) return url.toLocalFile();
  }
  return {};
}

EmptyState::EmptyState(const QString& icon, QWidget* parent)
    : QWidget(parent),
      icon_(icon),
      picture_(new QLabel(this)),
      headline_(new QLabel(this)),
      explanation_(new QLabel(this)),
      buttons_(new QHBoxLayout) {
  constexpr int g = Theme::kGrid;
  for (QLabel* label : {picture_, headline_, explanation_}) label->setAlignment(Qt::AlignCenter);
  headline_->setFont(Theme::headingFont());
  headline_->setWordWrap(true);
  explanation_->setWordWrap(true);
  explanation_->setProperty("muted", true);
  explanation_->setMaximumWidth(560);
  buttons_->setSpacing(g);
  buttons_->addStretch();
  buttons_->addStretch();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(4 * g, 4 * g, 4 * g, 4 * g);
  layout->setSpacing(g);
  layout->addStretch(2);
  layout->addWidget(picture_);
  layout->addSpacing(g);
  layout->addWidget(headline_);
  auto* centred = new QHBoxLayout;
  centred->addStretch();
  centred->addWidget(explanation_, 1);
  centred->addStretch();
  layout->addLayout(centred);
  layout->addSpacing(2 * g);
  layout->addLayout(buttons_);
  layout->addStretch(3);
  connect(&Theme::instance(), &Theme::changed, this, &EmptyState::paintIcon);
  paintIcon();
}

void EmptyState::paintIcon() {
  picture_->setPixmap(Theme::instance().pixmap(icon_, 48, Theme::instance().colours().muted, devicePixelRatioF()));
}

void EmptyState::setTexts(const QString& headline, const QString& explanation) {
  headline_->setText(headline);
  explanation_->setText(explanation);
  setAccessibleName(headline);
}

QPushButton* EmptyState::addButton(const QString& objectName, bool primary) {
  auto* button = new QPushButton(this);
  button->setObjectName(objectName);
  button->setProperty("primary", primary);
  buttons_->insertWidget(buttons_->count() - 1, button);
  return button;
}

void EmptyState::setAcceptsDrops(bool accepts) {
  setAcceptDrops(accepts);
  update();
}

void EmptyState::paintEvent(QPaintEvent*) {
  if (!acceptDrops()) return;
  constexpr int g = Theme::kGrid;
  const auto& colours = Theme::instance().colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPen pen(hovered_ ? colours.accent : colours.border, hovered_ ? 2.5 : 1.5, Qt::DashLine);
  pen.setDashPattern({5, 4});
  painter.setPen(pen);
  painter.setBrush(hovered_ ? colours.raised : colours.surface);
  painter.drawRoundedRect(rect().adjusted(2 * g, 2 * g, -2 * g, -2 * g), g, g);
}

void EmptyState::dragEnterEvent(QDragEnterEvent* event) {
  if (droppedPath(event->mimeData()).isEmpty()) return;
  event->acceptProposedAction();
  hovered_ = true;
  update();
}

void EmptyState::dragLeaveEvent(QDragLeaveEvent*) {
  hovered_ = false;
  update();
}

void EmptyState::dropEvent(QDropEvent* event) {
  hovered_ = false;
  update();
  const QString path = droppedPath(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  Q_EMIT dropped(path);
}

}  // namespace marcie::ui
