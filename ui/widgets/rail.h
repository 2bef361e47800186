// The left edge: one button (icon and word) for each workspace. Holding a dragged picture over a button opens its page,
// so that a picture can be carried from the grid to another page.
#pragma once

#include <QButtonGroup>
#include <QFrame>
#include <QToolButton>
#include <QVBoxLayout>

namespace marcie::ui {

class Rail : public QFrame {
  Q_OBJECT
 public:
  explicit Rail(QWidget* parent = nullptr);
  void addEntry(const QString& name, const QString& icon);
  void setText(const QString& name, const QString& text, const QString& toolTip);
  void setCurrent(const QString& name);

 Q_SIGNALS:
  void chosen(const QString& name);

 private:
  void paintIcons();
  QVBoxLayout* layout_;
  QButtonGroup* group_;
};

}  // namespace marcie::ui
