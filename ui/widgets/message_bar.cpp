#include "ui/widgets/message_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kMaxRows = 3;
constexpr int kShortMs = 6000;

struct Look {
  const char* icon;
  QColor colour;
};

Look lookOf(Message::Severity severity) {
  const auto& colours = Theme::instance().colours();
  switch (severity) {
    case Message::Severity::error:
      return {"error", colours.danger};
    case Message::Severity::warning:
      return {"warning", colours.warning};
    case Message::Severity::good:
      return {"check", colours.good};
    case Message::Severity::info:
      break;
  }
  return {"info", colours.accent};
}

bool staysUntilDismissed(Message::Severity severity) {
  return severity == Message::Severity::error || severity == Message::Severity::warning;
}

}  // namespace

MessageBar::MessageBar(Messages& messages, QWidget* parent) : QWidget(parent), layout_(new QVBoxLayout(this)) {
  layout_->setContentsMargins(0, 0, 0, 0);
  layout_->setSpacing(1);
  setVisible(false);
  connect(&messages, &Messages::posted, this, &MessageBar::show);
}

void MessageBar::show(const Message& message) {
  // The same sentence again replaces its older row instead of piling up.
  for (int i = layout_->count() - 1; i >= 0; --i) {
    QWidget* row = layout_->itemAt(i)->widget();
    if (row->property("text").toString() == message.text) remove(row);
  }
  while (layout_->count() >= kMaxRows) remove(layout_->itemAt(layout_->count() - 1)->widget());
  QWidget* row = makeRow(message);
  layout_->insertWidget(0, row);
  setVisible(true);
  if (!staysUntilDismissed(message.severity)) QTimer::singleShot(kShortMs, row, [this, row] { remove(row); });
}

QWidget* MessageBar::makeRow(const Message& message) {
  constexpr int g = Theme::kGrid;
  const Look look = lookOf(message.severity);
  auto* row = new QFrame(this);
  row->setObjectName("messageRow");
  row->setProperty("text", message.text);
  row->setStyleSheet(QStringLiteral("QFrame#messageRow { background: %1; border-left: 4px solid %2; }")
                         .arg(Theme::instance().colours().raised.name(), look.colour.name()));
  auto* icon = new QLabel(row);
  icon->setPixmap(Theme::instance().pixmap(look.icon, 20, look.colour, devicePixelRatioF()));
  auto* text = new QLabel(row);
  text->setObjectName("messageText");
  text->setTextFormat(Qt::RichText);
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  text->setText("<b>" + message.text.toHtmlEscaped() + "</b>" +
                (message.hint.isEmpty() ? QString() : " " + message.hint.toHtmlEscaped().replace('\n', "<br>")));
  text->setAccessibleName(message.text);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(g + g / 2, g / 2, g, g / 2);
  layout->setSpacing(g);
  layout->addWidget(icon, 0, Qt::AlignTop);
  layout->addWidget(text, 1);
  if (!message.actionText.isEmpty()) {
    auto* act = new QPushButton(message.actionText, row);
    act->setObjectName("messageActionButton");
    connect(act, &QPushButton::clicked, row, [this, row, action = message.action] {
      remove(row);
      if (action) action();
    });
    layout->addWidget(act);
  }
  if (!message.details.isEmpty()) {
    auto* copy = new QPushButton(tr("Copy details"), row);
    copy->setObjectName("copyDetailsButton");
    copy->setFlat(true);
    connect(copy, &QPushButton::clicked, row,
            [details = message.details] { QGuiApplication::clipboard()->setText(details); });
    layout->addWidget(copy);
  }
  auto* close = new QToolButton(row);
  close->setObjectName("dismissMessageButton");
  close->setIcon(Theme::instance().icon("close"));
  close->setToolTip(tr("Dismiss"));
  close->setAccessibleName(tr("Dismiss"));
  connect(close, &QToolButton::clicked, row, [this, row] { remove(row); });
  layout->addWidget(close, 0, Qt::AlignTop);
  return row;
}

void MessageBar::remove(QWidget* row) {
  layout_->removeWidget(row);
  row->hide();
  row->deleteLater();
  setVisible(layout_->count() > 0);
}

}  // namespace marcie::ui
