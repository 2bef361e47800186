// One picture, as large as it fits, with rounded corners, and at most one area of it marked. GUI thread.
#pragma once

#include <QImage>
#include <QRectF>
#include <QWidget>

namespace marcie::ui {

class PictureView : public QWidget {
  Q_OBJECT
 public:
  explicit PictureView(QWidget* parent = nullptr);
  void setImage(const QImage& image);
  [[nodiscard]] const QImage& image() const { return image_; }
  // As shares of width and height; what is covered is darkened and framed. An empty area marks nothing.
  void setMark(const QRectF& area);
  [[nodiscard]] const QRectF& mark() const { return mark_; }
  [[nodiscard]] QSize sizeHint() const override { return {360, 300}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QImage image_;
  QRectF mark_;
};

}  // namespace marcie::ui
