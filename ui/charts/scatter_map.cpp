#include "ui/charts/scatter_map.h"

#include <algorithm>
#include <cmath>

#include <QElapsedTimer>
#include <QEvent>
#include <QPaintEvent>
#include <QPainter>

#include "ui/charts/scatter_map_state.h"

namespace marcie::ui {

ScatterMap::ScatterMap(QWidget* parent) : QWidget(parent), s_(std::make_unique<State>()) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(160, 120);
  setAttribute(Qt::WA_OpaquePaintEvent);
  connect(&Theme::instance(), &Theme::changed, this, &ScatterMap::restyle);
  retranslate();
}

ScatterMap::~ScatterMap() = default;

void ScatterMap::retranslate() {
  setAccessibleName(tr("Map"));
  setAccessibleDescription(tr(
      "Dragging or arrow keys move, wheel or + and − zoom, 0 or a double-click shows everything, Shift and arrow keys "
      "walk from point to point, Enter chooses, L draws a lasso, Escape clears."));
}

void ScatterMap::setPoints(QVector<float> coordinates) {
  const bool isOther = coordinates.size() / 2 != s_->points.count();
  s_->points.set(std::move(coordinates));
  s_->isDensityOld = true;
  s_->pickedLevel = -1000;
  if (isOther) {
    s_->hidden.clear();
    s_->hollow.clear();
    s_->isolated.clear();
    s_->found.reset();
    s_->selected.clear();
    s_->ringed.clear();
    s_->links.clear();
    s_->colouring = {};
    s_->current = s_->hoveredPoint = -1;
    s_->before.clear();
    s_->after.clear();
    s_->isWhole = true;
    restyle();
  }
  if (s_->isWhole) fit();
  reraster();
}

const ScatterPoints& ScatterMap::points() const {
  return s_->points;
}

void ScatterMap::clear() {
  setPoints({});
  s_->paths.clear();
  s_->labels.clear();
}

void ScatterMap::setColouring(ScatterColouring colouring) {
  if (colouring.names != s_->colouring.names) s_->isolated.clear();
  s_->colouring = std::move(colouring);
  restyle();
}

const ScatterColouring& ScatterMap::colouring() const {
  return s_->colouring;
}

void ScatterMap::setIsolated(const QSet<int>& kinds) {
  if (kinds == s_->isolated) return;
  s_->isolated = kinds;
  restyle();
}

void ScatterMap::setFound(std::optional<QVector<int>> points) {
  s_->found = std::move(points);
  restyle();
}

void ScatterMap::setSelected(QVector<int> points) {
  if (points == s_->selected) return;
  s_->selected = std::move(points);
  restyle();
}

const QVector<int>& ScatterMap::selected() const {
  return s_->selected;
}

void ScatterMap::setCurrent(int point) {
  if (point == s_->current) return;
  s_->current = point;
  update();
}

int ScatterMap::current() const {
  return s_->current;
}

void ScatterMap::setRinged(QVector<int> points) {
  s_->ringed = std::move(points);
  update();
}

void ScatterMap::setHidden(std::vector<bool> hidden) {
  s_->hidden = std::move(hidden);
  s_->pickedLevel = -1000;
  reraster();
}

void ScatterMap::setHollow(std::vector<bool> hollow) {
  s_->hollow = std::move(hollow);
  reraster();
}

void ScatterMap::setLinks(QVector<QPair<int, int>> links) {
  s_->links = std::move(links);
  reraster();
}

void ScatterMap::setPaths(QVector<ScatterPath> paths) {
  s_->paths = std::move(paths);
  update();
}

void ScatterMap::setLabels(QVector<ScatterLabel> labels) {
  s_->labels = std::move(labels);
  update();
}

void ScatterMap::setThumbnailSource(std::function<QPixmap(int)> source) {
  s_->thumbnail = std::move(source);
  update();
}

void ScatterMap::setThumbnailsShown(bool isShown) {
  s_->hasThumbnails = isShown;
  update();
}

bool ScatterMap::areThumbnailsShown() const {
  return s_->hasThumbnails;
}

void ScatterMap::setDensityShown(bool isShown) {
  s_->hasDensity = isShown;
  update();
}

void ScatterMap::setHoverText(std::function<QString(int)> text) {
  s_->hoverText = std::move(text);
}

void ScatterMap::setPlaceholder(const QString& text) {
  s_->placeholder = text;
  update();
}

const QVector<QPair<QString, QRectF>>& ScatterMap::paintedWords() const {
  return s_->paintedWords;
}

const QVector<QPair<int, QRectF>>& ScatterMap::paintedThumbnails() const {
  return s_->paintedThumbnails;
}

// Which points stand back, and the palette that follows from it.
void ScatterMap::restyle() {
  const int n = s_->points.count();
  std::vector<bool> faded;
  const auto only = [&](const QVector<int>& points) {
    faded.assign(static_cast<std::size_t>(n), true);
    for (const int point : points) {
      if (point >= 0 && point < n) faded[static_cast<std::size_t>(point)] = false;
    }
  };
  if (s_->found) {
    only(*s_->found);
  } else if (!s_->selected.isEmpty()) {
    only(s_->selected);
  }
  if (!s_->isolated.isEmpty()) {
    if (faded.empty()) faded.assign(static_cast<std::size_t>(n), false);
    for (int i = 0; i < n; ++i) {
      const int kind = i < s_->colouring.kind.size() ? s_->colouring.kind[i] : -1;
      if (!s_->isolated.contains(kind)) faded[static_cast<std::size_t>(i)] = true;
    }
  }
  s_->look = makeLook(s_->colouring, n, faded, false);
  reraster();
}

void ScatterMap::reraster() {
  s_->isRasterOld = true;
  update();
}

const ScatterView& ScatterMap::view() const {
  return s_->view;
}

bool ScatterMap::isWhole() const {
  return s_->isWhole;
}

void ScatterMap::fit() {
  s_->view = ScatterView::around(s_->points.bounds(), size());
  s_->isWhole = true;
}

void ScatterMap::showView(const ScatterView& view) {
  if (view == s_->view) return;
  s_->view = view;
  s_->isWhole = false;
  reraster();
}

// Steps that follow each other within half a second join.
void ScatterMap::setView(const ScatterView& view, bool joinsHistory) {
  if (view == s_->view) return;
  constexpr qint64 kBurstMs = 500;
  static QElapsedTimer clock;
  if (!clock.isValid()) clock.start();
  const qint64 now = clock.elapsed() + kBurstMs;  // never below the first lastStep
  if (joinsHistory && now - s_->lastStep >= kBurstMs) {
    s_->before.append(s_->view);
    s_->after.clear();
  }
  if (joinsHistory) s_->lastStep = now;
  s_->view = view;
  s_->isWhole = false;
  reraster();
  Q_EMIT viewChanged();
}

void ScatterMap::resetView() {
  s_->lastStep = 0;
  setView(ScatterView::around(s_->points.bounds(), size()), true);
  s_->isWhole = true;
}

void ScatterMap::zoomToPoints(const QVector<int>& points) {
  QRectF box;
  for (const int point : points) {
    if (!s_->points.isPlaced(point)) continue;
    const QPointF at = s_->points.at(point);
    const QRectF dot(at, QSizeF(1e-9, 1e-9));
    box = box.isNull() ? dot : box.united(dot);
  }
  if (box.isNull()) return;
  // One point alone is shown with what is around it.
  const double least = std::max(s_->points.bounds().width(), s_->points.bounds().height()) / 20;
  const double grow = std::max(0.0, (least - std::max(box.width(), box.height())) / 2);
  s_->lastStep = 0;
  setView(ScatterView::around(box.adjusted(-grow, -grow, grow, grow), size()), true);
}

bool ScatterMap::undoView() {
  if (s_->before.isEmpty()) return false;
  s_->after.append(s_->view);
  setView(s_->before.takeLast(), false);
  s_->lastStep = 0;
  return true;
}

bool ScatterMap::redoView() {
  if (s_->after.isEmpty()) return false;
  s_->before.append(s_->view);
  setView(s_->after.takeLast(), false);
  s_->lastStep = 0;
  return true;
}

QPointF ScatterMap::pixelOf(int point) const {
  return pixelOf(s_->points.at(point));
}

QPointF ScatterMap::pixelOf(QPointF place) const {
  return s_->view.toPixel(place, size());
}

double ScatterMap::redrawNow() {
  QElapsedTimer timer;
  timer.start();
  const qreal ratio = devicePixelRatioF();
  const QSize wanted = size() * ratio;
  if (s_->raster.size() != wanted) s_->raster = QImage(wanted, QImage::Format_RGB32);
  if (!s_->raster.isNull()) drawRaster(s_->raster, s_->look, s_->view, ratio, Output::screen);
  s_->raster.setDevicePixelRatio(ratio);
  s_->isRasterOld = false;
  return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void ScatterMap::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (s_->isWhole) fit();
  reraster();
}

void ScatterMap::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslate();
}

void ScatterMap::paintEvent(QPaintEvent* /*event*/) {
  if (s_->isRasterOld || s_->raster.size() != size() * devicePixelRatioF()) redrawNow();
  QPainter painter(this);
  painter.drawImage(QPointF(0, 0), s_->raster);
  painter.setRenderHint(QPainter::Antialiasing);
  paintLayers(painter, size(), s_->view, Output::screen);
  const auto& colours = Theme::instance().colours();
  if (s_->points.placedCount() == 0 && s_->paths.isEmpty() && !s_->placeholder.isEmpty()) {
    painter.setPen(colours.muted);
    painter.setFont(Theme::bodyFont());
    painter.drawText(rect().adjusted(24, 24, -24, -24), int(Qt::AlignCenter) | Qt::TextWordWrap, s_->placeholder);
  }
  if (s_->isLassoing) {
    QColor fill = colours.accent;
    fill.setAlpha(30);
    painter.setPen(QPen(colours.accent, 1.5, Qt::DashLine));
    painter.setBrush(fill);
    painter.drawPolygon(s_->lasso);
  }
  if (!s_->isLassoing && !s_->isDragging) paintHoverCard(painter);
  painter.setBrush(Qt::NoBrush);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(hasFocus() ? QPen(colours.accent, 2) : QPen(colours.border, 1));
  painter.drawRect(hasFocus() ? rect().adjusted(1, 1, -1, -1) : rect().adjusted(0, 0, -1, -1));
}

}  // namespace marcie::ui
