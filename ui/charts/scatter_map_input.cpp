// ScatterMap under mouse and keyboard.
#include <algorithm>
#include <cmath>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>

#include "ui/charts/scatter_map_state.h"

namespace marcie::ui {
namespace {

constexpr double kReach = 14;     // px from a point at which the mouse is still on it
constexpr double kMoveStart = 4;  // px that a press may wander and still be a click
constexpr double kLassoStep = 3;  // px between two corners of a lasso
constexpr double kKeyPan = 60;    // px
constexpr double kKeyZoom = 1.25;

}  // namespace

void ScatterMap::zoomBy(double factor, QPointF around) {
  ScatterView view = s_->view;
  const QRectF bounds = s_->points.bounds();
  if (bounds.isNull()) return;
  // From a hundredth of the whole to where single points fill the view.
  const double whole = ScatterView::around(bounds, size()).scale;
  const double scale = std::clamp(view.scale * factor, whole / 20, whole * 1e5);
  const QPointF place = view.toMap(around, size());
  view.scale = scale;
  view.centre += place - view.toMap(around, size());
  setView(view, true);
}

void ScatterMap::setLassoMode(bool isOn) {
  if (isOn == s_->isLassoMode) return;
  s_->isLassoMode = isOn;
  setCursor(isOn ? Qt::CrossCursor : Qt::ArrowCursor);
  Q_EMIT lassoModeChanged(isOn);
}

bool ScatterMap::isLassoMode() const {
  return s_->isLassoMode;
}

void ScatterMap::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  s_->pressed = s_->last = event->position();
  s_->mayClick = true;
  s_->isLassoing = s_->isLassoMode || event->modifiers().testFlag(Qt::ShiftModifier);
  s_->lasso.clear();
  if (s_->isLassoing) s_->lasso << s_->pressed;
}

void ScatterMap::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (!event->buttons().testFlag(Qt::LeftButton)) {
    return setHovered(s_->points.nearest(s_->view.toMap(at, size()), kReach / s_->view.scale));
  }
  if ((at - s_->pressed).manhattanLength() > kMoveStart) s_->mayClick = false;
  if (s_->isLassoing) {
    if ((at - s_->lasso.last()).manhattanLength() >= kLassoStep) s_->lasso << at;
    update();
  } else if (!s_->mayClick) {
    s_->isDragging = true;
    ScatterView view = s_->view;
    const QPointF moved = at - s_->last;
    view.centre -= QPointF(moved.x(), -moved.y()) / view.scale;
    setView(view, true);
    s_->last = at;
  }
}

void ScatterMap::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mouseReleaseEvent(event);
  const bool wasDragging = std::exchange(s_->isDragging, false);
  if (s_->isLassoing && s_->lasso.size() > 2) return finishLasso();
  s_->isLassoing = false;
  if (s_->mayClick && !wasDragging) {
    const int point = s_->points.nearest(s_->view.toMap(event->position(), size()), kReach / s_->view.scale);
    Q_EMIT chosen(point);
  }
  s_->lastStep = 0;
  update();
}

void ScatterMap::finishLasso() {
  QPolygonF polygon;
  for (const QPointF& corner : s_->lasso) polygon << s_->view.toMap(corner, size());
  s_->isLassoing = false;
  s_->lasso.clear();
  QVector<int> inside = s_->points.inside(polygon);
  if (!s_->hidden.empty()) {
    inside.removeIf([this](int point) { return s_->hidden[static_cast<std::size_t>(point)]; });
  }
  setLassoMode(false);
  update();
  Q_EMIT lassoed(inside);
}

void ScatterMap::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) resetView();
}

void ScatterMap::wheelEvent(QWheelEvent* event) {
  constexpr double kPerNotch = 1.2;
  const double notches = event->angleDelta().y() / 120.0;
  if (notches != 0) zoomBy(std::pow(kPerNotch, notches), event->position());
  event->accept();
}

void ScatterMap::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  setHovered(-1);
}

void ScatterMap::setHovered(int point) {
  if (point >= 0 && !s_->hidden.empty() && s_->hidden[static_cast<std::size_t>(point)]) point = -1;
  if (point == s_->hoveredPoint) return;
  s_->hoveredPoint = point;
  update();
  Q_EMIT hovered(point);
}

// From the hovered, chosen or middle point to the nearest one in a direction (within 45° of it).
void ScatterMap::walk(QPointF direction) {
  const ScatterPoints& points = s_->points;
  int from = s_->hoveredPoint >= 0 ? s_->hoveredPoint : s_->current;
  if (!points.isPlaced(from)) {
    return setHovered(points.nearest(s_->view.centre, std::hypot(width(), height()) / s_->view.scale));
  }
  const QPointF start = points.at(from);
  int best = -1;
  double least = 0;
  points.visit(s_->view.area(size()), [&](const ScatterPoints::Entry* first, const ScatterPoints::Entry* last) {
    for (const auto* e = first; e != last; ++e) {
      const QPointF step = QPointF(static_cast<double>(e->x), static_cast<double>(e->y)) - start;
      const double along = QPointF::dotProduct(step, direction);
      const double across = std::abs(step.x() * direction.y() - step.y() * direction.x());
      if (e->point == from || along <= 0 || across > along) continue;
      const double cost = along + 2 * across;
      if (best >= 0 && cost >= least) continue;
      best = e->point;
      least = cost;
    }
  });
  if (best >= 0) setHovered(best);
}

bool ScatterMap::handleWalkKey(QKeyEvent* event) {
  QPointF direction;
  switch (event->key()) {
    case Qt::Key_Left:
      direction = {-1, 0};
      break;
    case Qt::Key_Right:
      direction = {1, 0};
      break;
    case Qt::Key_Up:
      direction = {0, 1};
      break;
    case Qt::Key_Down:
      direction = {0, -1};
      break;
    default:
      return false;
  }
  if (event->modifiers().testFlag(Qt::ShiftModifier)) {
    walk(direction);
    return true;
  }
  ScatterView view = s_->view;
  view.centre += direction * kKeyPan / view.scale;
  setView(view, true);
  return true;
}

bool ScatterMap::handleKey(QKeyEvent* event) {
  if (event->matches(QKeySequence::Undo)) return undoView();
  if (event->matches(QKeySequence::Redo)) return redoView();
  if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) return false;
  if (handleWalkKey(event)) return true;
  const QPointF middle(width() / 2.0, height() / 2.0);
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      zoomBy(kKeyZoom, middle);
      return true;
    case Qt::Key_Minus:
      zoomBy(1 / kKeyZoom, middle);
      return true;
    case Qt::Key_0:
      resetView();
      return true;
    case Qt::Key_L:
      setLassoMode(!s_->isLassoMode);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (s_->hoveredPoint >= 0) Q_EMIT chosen(s_->hoveredPoint);
      return true;
    case Qt::Key_Escape:
      if (s_->isLassoMode || s_->isLassoing) {
        s_->isLassoing = false;
        setLassoMode(false);
        update();
      } else {
        Q_EMIT chosen(-1);
      }
      return true;
    default:
      return false;
  }
}

void ScatterMap::keyPressEvent(QKeyEvent* event) {
  if (!handleKey(event)) QWidget::keyPressEvent(event);
}

// Undo and redo are ours while the map has the focus, whatever the menu does with them.
bool ScatterMap::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if ((key->matches(QKeySequence::Undo) && !s_->before.isEmpty()) ||
        (key->matches(QKeySequence::Redo) && !s_->after.isEmpty()) ||
        (key->key() == Qt::Key_L && key->modifiers() == Qt::NoModifier)) {
      event->accept();
      return true;
    }
  }
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
  return QWidget::event(event);
}

void ScatterMap::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Show everything"), this, &ScatterMap::resetView)->setEnabled(!s_->isWhole);
  menu->addAction(tr("Previous view"), this, &ScatterMap::undoView)->setEnabled(!s_->before.isEmpty());
  menu->addAction(tr("Next view"), this, &ScatterMap::redoView)->setEnabled(!s_->after.isEmpty());
  menu->addAction(tr("Draw a lasso"), this, [this] { setLassoMode(true); })->setEnabled(s_->points.placedCount() > 0);
  menu->addSeparator();
  addFigureExports(menu, this, [this] { return figure(); });
  menu->popup(event->globalPos());
}

}  // namespace marcie::ui
