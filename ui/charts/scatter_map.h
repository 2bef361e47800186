// A map of points: pan, zoom, hover, click, lasso, search, thumbnails, density, paths and links; drawn by our own
// rasteriser, so that a million points move at 30 frames a second without a GPU.
//
// Points are numbered from 0; the map knows where they are and how they look, never what they are. Follows the theme;
// exports use the print colours. GUI thread only.
//
// Mouse: drag moves, wheel zooms, click chooses, double-click shows everything, Shift and drag (or L, then drag) draws
// a lasso. Keys: arrows move, + and − zoom, 0 shows everything, Shift and arrows walk from point to point, Enter
// chooses, L lasso, Esc clears, undo and redo go through the views.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QPixmap>
#include <QSet>
#include <QStringList>
#include <QVector>
#include <QWidget>

#include "ui/charts/figure_export.h"
#include "ui/charts/scatter_look.h"
#include "ui/charts/scatter_points.h"
#include "ui/charts/scatter_raster.h"

class QPainter;

namespace marcie::ui {

// A line through the map: the way of a picture through reverse steps or severities.
struct ScatterPath {
  QVector<QPointF> points;
  QString name;
  int colour = 0;    // index into the theme's series colours
  int current = -1;  // the point that is marked large, -1 = none
  Qt::PenStyle style = Qt::SolidLine;
};
// A word at a place: the prototype of a class.
struct ScatterLabel {
  QPointF at;
  QString text;
  int colour = -1;  // series colour of its mark; -1 = muted
};

class ScatterMap : public QWidget {
  Q_OBJECT
 public:
  explicit ScatterMap(QWidget* parent = nullptr);
  ~ScatterMap() override;

  // x and y of each point, one after the other; NaN = not shown. As many as before: they have moved, and what was
  // chosen stays chosen. Another number: everything about the old ones is forgotten.
  void setPoints(QVector<float> coordinates);
  [[nodiscard]] const ScatterPoints& points() const;
  void clear();

  void setColouring(ScatterColouring colouring);
  [[nodiscard]] const ScatterColouring& colouring() const;
  // Categories that are singled out; empty = all. The others fade.
  void setIsolated(const QSet<int>& kinds);
  // What a search found; the others fade. nullopt ends the search.
  void setFound(std::optional<QVector<int>> points);
  // Outlined in the accent; while there is a selection the others fade.
  void setSelected(QVector<int> points);
  [[nodiscard]] const QVector<int>& selected() const;
  // One point that is looked at, and its neighbours in rings. -1 = none.
  void setCurrent(int point);
  [[nodiscard]] int current() const;
  void setRinged(QVector<int> points);
  // Points that are not shown, e.g. of other splits.
  void setHidden(std::vector<bool> hidden);
  // Points drawn with a hole: texts among pictures.
  void setHollow(std::vector<bool> hollow);
  // Thin lines between points.
  void setLinks(QVector<QPair<int, int>> links);
  void setPaths(QVector<ScatterPath> paths);
  void setLabels(QVector<ScatterLabel> labels);

  // Pictures of points; null while one is on its way (call thumbnailsArrived() then).
  void setThumbnailSource(std::function<QPixmap(int point)> source);
  void thumbnailsArrived() { update(); }
  void setThumbnailsShown(bool isShown);
  [[nodiscard]] bool areThumbnailsShown() const;
  void setDensityShown(bool isShown);
  // What the card at a hovered point says; empty = no card.
  void setHoverText(std::function<QString(int point)> text);
  // Shown instead of points while there are none.
  void setPlaceholder(const QString& text);

  [[nodiscard]] const ScatterView& view() const;
  // For linked maps: does not join the history and does not emit viewChanged().
  void showView(const ScatterView& view);
  void zoomToPoints(const QVector<int>& points);
  void resetView();
  [[nodiscard]] bool isWhole() const;  // shows everything and follows its points
  bool undoView();                     // false when there is nothing to go back to
  bool redoView();

  // Where a point is on the widget now.
  [[nodiscard]] QPointF pixelOf(int point) const;
  [[nodiscard]] QPointF pixelOf(QPointF place) const;
  void setLassoMode(bool isOn);
  [[nodiscard]] bool isLassoMode() const;
  // Draws the points now and returns the milliseconds it took.
  double redrawNow();
  // The thumbnails of the last painting: for tests.
  [[nodiscard]] const QVector<QPair<int, QRectF>>& paintedThumbnails() const;
  // The names of paths and the labels of the last painting: for tests.
  [[nodiscard]] const QVector<QPair<QString, QRectF>>& paintedWords() const;

  // What saveFigure() writes: what is in view, in print colours, with its legend and caption.
  [[nodiscard]] Figure figure();
  // A row a point: number, x, y, what it is coloured by, and the caller's columns.
  [[nodiscard]] QString csv() const;
  void setCsvColumns(QStringList names, std::function<QStringList(int point)> values);
  void setExportName(const QString& name);  // base name of exported files
  void setCaption(const QString& text);     // below an exported figure: method, parameters, seed

 Q_SIGNALS:
  void hovered(int point);  // -1: none any more
  void chosen(int point);   // clicked; -1: beside every point
  void lassoed(const QVector<int>& points);
  void viewChanged();  // by the person
  void lassoModeChanged(bool isOn);
  void exported(const QString& path);
  void exportFailed(const QString& path);

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  struct State;
  enum class Output { screen, print };

  void retranslate();
  void restyle();   // colours or emphasis have changed
  void reraster();  // points have to be drawn again
  void fit();
  void setView(const ScatterView& view, bool joinsHistory);
  void zoomBy(double factor, QPointF around);
  void finishLasso();
  void walk(QPointF direction);
  void setHovered(int point);
  bool handleKey(QKeyEvent* event);
  bool handleWalkKey(QKeyEvent* event);

  void drawRaster(QImage& image, const ScatterLook& look, const ScatterView& view, double ratio, Output output) const;
  void paintLayers(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output);
  void paintDensity(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const;
  void paintLinks(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const;
  void paintThumbnails(QPainter& painter, const QSizeF& size, const ScatterView& view);
  void paintMarks(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const;
  void paintPaths(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const;
  void paintPathNames(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const;
  void paintLabels(QPainter& painter, const QSizeF& size, const ScatterView& view, Output output) const;
  void paintScale(QPainter& painter, const QSizeF& size, Output output) const;
  void paintHoverCard(QPainter& painter) const;
  void pickThumbnails(const QSizeF& size, const ScatterView& view);
  void paintFigure(QPainter& painter, const QSizeF& size, double pixelsPerUnit, bool isVector);

  std::unique_ptr<State> s_;
};

}  // namespace marcie::ui
