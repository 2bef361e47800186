// What a ScatterMap holds. Internal to ui/charts.
#pragma once

#include <QImage>
#include <QPolygonF>
#include <QSet>

#include "ui/charts/scatter_map.h"

namespace marcie::ui {

struct ScatterMap::State {
  ScatterPoints points;
  ScatterColouring colouring;
  ScatterLook look;
  std::vector<bool> hidden, hollow;
  QSet<int> isolated;
  std::optional<QVector<int>> found;
  QVector<int> selected, ringed;
  QVector<QPair<int, int>> links;
  QVector<ScatterPath> paths;
  QVector<ScatterLabel> labels;
  int current = -1, hoveredPoint = -1;

  ScatterView view;
  bool isWhole = true;
  QVector<ScatterView> before, after;  // history of views
  qint64 lastStep = 0;                 // ms; a burst of wheel turns is one step of the history

  std::function<QPixmap(int)> thumbnail;
  bool hasThumbnails = false, hasDensity = false;
  std::function<QString(int)> hoverText;
  QString placeholder, exportName, caption;
  QStringList csvNames;
  std::function<QStringList(int)> csvValues;

  QImage raster;
  bool isRasterOld = true;
  std::vector<DensityLine> density;
  bool isDensityOld = true;
  // The point that stands for each cell of one level of detail.
  int pickedLevel = -1000;
  QVector<int> picked;
  QVector<QPair<int, QRectF>> paintedThumbnails;
  QVector<QPair<QString, QRectF>> paintedWords;  // names of paths, then labels

  QPolygonF lasso;  // px
  bool isLassoMode = false, isLassoing = false, isDragging = false, mayClick = false;
  QPointF pressed, last;
};

}  // namespace marcie::ui
