// Short words in rounded frames that wrap: predicted annotations. What is right, missing or too much shows by mark and
// outline as well as by colour.
#pragma once

#include <vector>

#include <QWidget>

namespace marcie::ui {

struct Chip {
  enum class Kind { plain, hit, missed, extra };
  QString text;
  Kind kind = Kind::plain;
};

class ChipRow : public QWidget {
  Q_OBJECT
 public:
  explicit ChipRow(QWidget* parent = nullptr);
  void setChips(std::vector<Chip> chips);
  [[nodiscard]] const std::vector<Chip>& chips() const { return chips_; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override { return {240, heightForWidth(240)}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  template <class Visit>
  int layOut(int width, Visit visit) const;
  std::vector<Chip> chips_;
};

}  // namespace marcie::ui
