#include "ui/dialogs/command_palette.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

#include "ui/theme.h"

namespace marcie::ui {

QString plainText(const QAction* action) {
  QString text = action->text();
  text.remove('&');
  while (text.endsWith(QChar(0x2026))) text.chop(1);
  return text;
}

// "Theme: Dark" for what stands in a menu of a menu, where its own words say too little.
QString paletteText(const QAction* action) {
  for (const QObject* object : action->associatedObjects()) {
    const auto* menu = qobject_cast<const QMenu*>(object);
    if (menu == nullptr || qobject_cast<const QMenu*>(menu->parent()) == nullptr) continue;
    return plainText(menu->menuAction()) + QStringLiteral(": ") + plainText(action);
  }
  return plainText(action);
}

CommandPalette::CommandPalette(QList<QAction*> actions, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint),
      actions_(std::move(actions)),
      edit_(new QLineEdit(this)),
      list_(new QListWidget(this)) {
  setObjectName("commandPalette");
  setAttribute(Qt::WA_DeleteOnClose);
  edit_->setObjectName("commandEdit");
  edit_->setPlaceholderText(tr("Type a command"));
  edit_->setAccessibleName(edit_->placeholderText());
  list_->setObjectName("commandList");
  list_->setFocusPolicy(Qt::NoFocus);
  auto* card = new QFrame(this);  // a popup has no frame of its own
  card->setProperty("card", true);
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(Theme::kGrid, Theme::kGrid, Theme::kGrid, Theme::kGrid);
  layout->addWidget(edit_);
  layout->addWidget(list_);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(card);
  resize(480, 360);
  edit_->installEventFilter(this);
  connect(edit_, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(edit_, &QLineEdit::returnPressed, this, &CommandPalette::run);
  connect(list_, &QListWidget::itemClicked, this, &CommandPalette::run);
  filter({});
  edit_->setFocus();
}

QStringList CommandPalette::shown() const {
  QStringList texts;
  for (int i = 0; i < list_->count(); ++i) texts << paletteText(actions_[list_->item(i)->data(Qt::UserRole).toInt()]);
  return texts;
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
  if (object == edit_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
      const int step = key == Qt::Key_Up ? -1 : 1;
      list_->setCurrentRow(std::clamp(list_->currentRow() + step, 0, std::max(0, list_->count() - 1)));
      return true;
    }
  }
  return QDialog::eventFilter(object, event);
}

void CommandPalette::filter(const QString& text) {
  list_->clear();
  const QStringList words = text.split(' ', Qt::SkipEmptyParts);
  for (int i = 0; i < actions_.size(); ++i) {
    const QAction* action = actions_[i];
    const QString name = paletteText(action);
    const bool fits = std::all_of(words.begin(), words.end(), [&](const QString& word) {
      return name.contains(word, Qt::CaseInsensitive) || action->toolTip().contains(word, Qt::CaseInsensitive);
    });
    if (!fits || !action->isEnabled()) continue;
    const QString shortcut = action->shortcut().toString(QKeySequence::NativeText);
    auto* item = new QListWidgetItem(shortcut.isEmpty() ? name : name + "    " + shortcut, list_);
    item->setIcon(action->icon());
    item->setData(Qt::UserRole, i);
  }
  list_->setCurrentRow(0);
}

void CommandPalette::run() {
  const auto* item = list_->currentItem();
  if (item == nullptr) return;
  QAction* action = actions_[item->data(Qt::UserRole).toInt()];
  close();
  action->trigger();
}

void showShortcuts(const QList<QAction*>& actions, QWidget* parent) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName("shortcutSheet");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(CommandPalette::tr("Keyboard shortcuts"));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(3 * Theme::kGrid);
  int row = 0;
  for (const QAction* action : actions) {
    if (action->shortcuts().isEmpty()) continue;
    QStringList keys;
    for (const auto& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
    auto* name = new QLabel(plainText(action), dialog);
    auto* key = new QLabel(keys.join(", "), dialog);
    key->setProperty("muted", true);
    const int column = (row % 2) * 2;
    grid->addWidget(name, row / 2, column);
    grid->addWidget(key, row / 2, column + 1);
    ++row;
  }
  auto* layout = new QVBoxLayout(dialog);
  layout->setContentsMargins(3 * Theme::kGrid, 2 * Theme::kGrid, 3 * Theme::kGrid, 2 * Theme::kGrid);
  layout->addLayout(grid);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  layout->addWidget(buttons);
  dialog->open();
}

}  // namespace marcie::ui
