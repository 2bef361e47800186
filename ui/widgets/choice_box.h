// A combo box for narrow places: what is chosen is shortened with an ellipsis and told whole in the tooltip, the list
// is as wide as its longest entry, and the wheel is left to the page.
#pragma once

#include <QComboBox>

namespace marcie::ui {

class ChoiceBox : public QComboBox {
  Q_OBJECT
 public:
  explicit ChoiceBox(QWidget* parent = nullptr);

  // The text as it is painted.
  [[nodiscard]] QString shownText() const;
  void showPopup() override;

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
};

}  // namespace marcie::ui
