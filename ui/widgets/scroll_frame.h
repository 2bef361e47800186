// A frame that lets what lies in it scroll where there is less room than it needs, instead of forcing the room: never
// narrower than its content, but as low as need be. Takes no focus itself.
#pragma once

#include <QScrollArea>

namespace marcie::ui {

class ScrollFrame : public QScrollArea {
  Q_OBJECT
 public:
  // Owns `content`.
  explicit ScrollFrame(QWidget* content, QWidget* parent = nullptr);
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] QSize sizeHint() const override { return widget()->sizeHint().expandedTo(minimumSizeHint()); }

 protected:
  bool event(QEvent* event) override;
};

}  // namespace marcie::ui
