// A figure that a widget paints itself, as a file: PNG, SVG and PDF in print colours, and its numbers as CSV. GUI
// thread.
#pragma once

#include <functional>

#include <QObject>
#include <QSize>
#include <QString>

class QMenu;
class QPainter;
class QWidget;

namespace marcie::ui {

struct Figure {
  QString name;                                  // base name of files and title of the document
  QSize size;                                    // px that `paint` draws into, from the origin
  std::function<void(QPainter& painter)> paint;  // in Theme::printColours()
  std::function<QString()> csv;                  // empty = no numbers to save
};

// By the suffix of the path: png, svg, pdf or csv. False when the file cannot be written.
[[nodiscard]] bool saveFigure(const Figure& figure, const QString& path, int dpi = 150);

// Adds the actions that save what `figure` gives when one is chosen; `done` is told the path and whether it was
// written.
void addFigureExports(QMenu* menu, QWidget* parent, std::function<Figure()> figure,
                      std::function<void(const QString& path, bool isWritten)> done);

}  // namespace marcie::ui
