// What a panel shows when it has nothing: an icon, a sentence, what to do next, and the buttons for it. With
// setAcceptsDrops() it is a drop target, too.
#pragma once

#include <QBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QWidget>

namespace marcie::ui {

class EmptyState : public QWidget {
  Q_OBJECT
 public:
  explicit EmptyState(const QString& icon, QWidget* parent = nullptr);
  void setTexts(const QString& headline, const QString& explanation);
  QPushButton* addButton(const QString& objectName, bool primary = false);
  void setAcceptsDrops(bool accepts);

 Q_SIGNALS:
  void dropped(const QString& path);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void paintIcon();
  QString icon_;
  QLabel* picture_;
  QLabel* headline_;
  QLabel* explanation_;
  QHBoxLayout* buttons_;
  bool hovered_ = false;
};

// The first local path of a drag, or an empty text.
[[nodiscard]] QString droppedPath(const QMimeData* data);

}  // namespace marcie::ui
