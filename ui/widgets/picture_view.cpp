#include "ui/widgets/picture_view.h"

#include <QPainter>
#include <QPainterPath>

namespace marcie::ui {

PictureView::PictureView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setMinimumSize(160, 140);
}

void PictureView::setImage(const QImage& image) {
  image_ = image;
  update();
}

void PictureView::paintEvent(QPaintEvent*) {
  if (image_.isNull()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.setRenderHint(QPainter::Antialiasing);
  QRect target(QPoint(), image_.size().scaled(size(), Qt::KeepAspectRatio));
  QPainterPath clip;
  clip.addRoundedRect(target, 6, 6);
  painter.setClipPath(clip);
  painter.drawImage(target, image_);
}

}  // namespace marcie::ui
