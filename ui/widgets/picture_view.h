// One picture, as large as it fits, with rounded corners; nothing else. GUI thread.
#pragma once

#include <QImage>
#include <QWidget>

namespace marcie::ui {

class PictureView : public QWidget {
  Q_OBJECT
 public:
  explicit PictureView(QWidget* parent = nullptr);
  void setImage(const QImage& image);
  [[nodiscard]] const QImage& image() const { return image_; }
  [[nodiscard]] QSize sizeHint() const override { return {360, 300}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QImage image_;
};

}  // namespace marcie::ui
