// A square matrix as colours, to a thousand rows: zoom with the wheel, drag to move, hover or arrow keys to read a
// cell, click or Enter to choose it. Positive values, or differences around zero. GUI thread.
#pragma once

#include <functional>

#include <QImage>
#include <QStringList>
#include <QVector>
#include <QWidget>

namespace marcie::ui {

struct HeatMatrix {
  QStringList names;         // of rows and columns
  QVector<double> values;    // names² numbers that the colours show, row-major
  QVector<double> counts;    // names² numbers that are told beside them
  bool isDiverging = false;  // around 0
};

class HeatMap : public QWidget {
  Q_OBJECT
 public:
  explicit HeatMap(QWidget* parent = nullptr);

  // Keeps the zoom while there are as many rows as before.
  void setMatrix(HeatMatrix matrix);
  [[nodiscard]] const HeatMatrix& matrix() const { return matrix_; }
  void setAxes(const QString& rows, const QString& columns);
  // What the card at a cell says.
  void setCellText(std::function<QString(int row, int column)> text) { cellText_ = std::move(text); }
  void setCurrent(int row, int column);  // -1 = none; does not emit
  [[nodiscard]] int currentRow() const { return row_; }
  [[nodiscard]] int currentColumn() const { return column_; }
  // Where a cell is painted now.
  [[nodiscard]] QRectF cellRect(int row, int column) const;
  void resetZoom();
  [[nodiscard]] bool isZoomed() const { return span_ < static_cast<double>(matrix_.names.size()); }
  void setExportName(const QString& name) { exportName_ = name; }
  void setCsv(std::function<QString()> csv) { csv_ = std::move(csv); }
  [[nodiscard]] QSize sizeHint() const override { return {460, 460}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {260, 260}; }

 Q_SIGNALS:
  void cellChosen(int row, int column);
  void exported(const QString& path);
  void exportFailed(const QString& path);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void paintMap(QPainter& painter, bool isPrint) const;
  void paintLabels(QPainter& painter, const QRectF& field, bool isPrint) const;
  [[nodiscard]] QImage cells(bool isPrint) const;
  [[nodiscard]] QRectF field() const;
  [[nodiscard]] QPoint cellAt(const QPointF& position) const;  // x = column, y = row; -1 outside
  void zoomAround(const QPointF& position, double factor);
  void keepInside();
  void showCell(const QPoint& globalPosition, int row, int column);

  HeatMatrix matrix_;
  QString rowAxis_, columnAxis_, exportName_;
  std::function<QString(int, int)> cellText_;
  std::function<QString()> csv_;
  mutable QImage cache_;                  // one pixel a cell, in the window's colours; null = to be made
  double left_ = 0, top_ = 0, span_ = 0;  // what is shown, in cells
  int row_ = -1, column_ = -1;
  QPointF pressed_;
  double pressedLeft_ = 0, pressedTop_ = 0;
  bool isDragging_ = false;
};

}  // namespace marcie::ui
