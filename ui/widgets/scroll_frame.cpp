#include "ui/widgets/scroll_frame.h"

#include <algorithm>

#include <QCoreApplication>
#include <QEvent>

namespace marcie::ui {
namespace {

constexpr int kLowest = 200;  // px; beneath it there is too little to scroll

}  // namespace

ScrollFrame::ScrollFrame(QWidget* content, QWidget* parent) : QScrollArea(parent) {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::NoFocus);  // keys go to what lies in it
  setWidget(content);
}

QSize ScrollFrame::minimumSizeHint() const {
  const QSize least = widget()->minimumSizeHint().expandedTo(widget()->minimumSize());
  return {least.width(), std::min(least.height(), kLowest)};
}

bool ScrollFrame::event(QEvent* event) {
  // The content wants another size: whoever lays the frame out has to ask again.
  if (event->type() == QEvent::LayoutRequest) updateGeometry();
  // What is hidden tells nobody that its content has grown.
  if (event->type() == QEvent::Show) QCoreApplication::postEvent(this, new QEvent(QEvent::LayoutRequest));
  return QScrollArea::event(event);
}

}  // namespace marcie::ui
