// Ctrl+K: every action of the window by name. Ctrl+/: every shortcut on one sheet.
#pragma once

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>

namespace marcie::ui {

class CommandPalette : public QDialog {
  Q_OBJECT
 public:
  CommandPalette(QList<QAction*> actions, QWidget* parent);
  [[nodiscard]] QStringList shown() const;

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void filter(const QString& text);
  void run();
  QList<QAction*> actions_;
  QLineEdit* edit_;
  QListWidget* list_;
};

// A sheet of the actions that have a shortcut, grouped as in the menus; closes with Esc. Deletes itself.
void showShortcuts(const QList<QAction*>& actions, QWidget* parent);

// The action's words without mnemonic and dots.
[[nodiscard]] QString plainText(const QAction* action);

}  // namespace marcie::ui
