// A figure that a widget paints, as a file: PNG, SVG and PDF in print colours, and its numbers as CSV. GUI
// thread.
#pragma once

#include <functional>

#include <QObject>
#include <QPaintDevice>
#include <QSize>
#include <QString>

class QMenu;
class QPainter;
class QWidget;

namespace marcie::ui {

// What a figure is written on: pixels, or shapes that stay sharp.
struct FigurePage {
  QPaintDevice& device;
  double scale;  // units of the device for a px
  bool isVector;
};

struct Figure {
  QString name;                                  // base name of files and title of the document
  QSize size;                                    // px that `paint` draws into, from the origin
  std::function<void(QPainter& painter)> paint;  // in Theme::printColours()
  std::function<QString()> csv;                  // empty = no numbers to save
  // Instead of `paint`, where a figure needs a painter of its own or to know what it is written on; it scales itself.
  std::function<void(const FigurePage& page)> paintOn = {};
  QString description = {};  // of an SVG
};

// By the suffix of the path: png, svg, pdf or csv. False when the file cannot be written.
[[nodiscard]] bool saveFigure(const Figure& figure, const QString& path, int dpi = 150);

// Adds the actions that save what `figure` gives when one is chosen; `done` is told the path and whether it was
// written.
void addFigureExports(QMenu* menu, QWidget* parent, std::function<Figure()> figure,
                      std::function<void(const QString& path, bool isWritten)> done);

// The same for a widget with the signals exported() and exportFailed().
template <class Widget>
void addFigureExports(QMenu* menu, Widget* widget, std::function<Figure()> figure) {
  addFigureExports(menu, widget, std::move(figure), [widget](const QString& path, bool isWritten) {
    if (isWritten) {
      Q_EMIT widget->exported(path);
    } else {
      Q_EMIT widget->exportFailed(path);
    }
  });
}

}  // namespace marcie::ui
