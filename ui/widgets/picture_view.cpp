#include "ui/widgets/picture_view.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/theme.h"

namespace marcie::ui {

PictureView::PictureView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setMinimumSize(160, 140);
}

void PictureView::setImage(const QImage& image) {
  image_ = image;
  update();
}

void PictureView::setMark(const QRectF& area) {
  mark_ = area;
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
  if (mark_.isEmpty()) return;
  const QRectF area(target.width() * mark_.x(), target.height() * mark_.y(), target.width() * mark_.width(),
                    target.height() * mark_.height());
  painter.setPen(QPen(Theme::instance().colours().accent, 2.5, Qt::DashLine));
  painter.setBrush(QColor(124, 116, 104, 225));  // the grey that the network saw there
  painter.drawRect(area);
}

}  // namespace marcie::ui
