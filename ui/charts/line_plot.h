// Curves over a common x axis: raw values pale behind smoothed ones, log axis, phases as bands, events as ticks, zoom,
// a cross-hair with a table of values, export. Follows the theme; exports use the print colours.
//
// GUI thread. Appending costs what is appended; any number of calls is followed by one queued replot.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include <QPointer>
#include <QStringList>
#include <QVector>
#include <QWidget>

#include "ui/charts/figure_export.h"

class QCPGraph;
class QCustomPlot;

namespace marcie::ui {

struct PlotSeries {
  QString name;    // in legend, table and CSV: "full s1 · validation"
  int colour = 0;  // index into the theme's series colours
  Qt::PenStyle style = Qt::SolidLine;
  double width = 1.5;      // px
  bool isSmoothed = true;  // follows setSmoothing()
  bool hasDots = false;    // a disc at each value while there are few: one validation must be visible
};

struct PlotBand {
  double from = 0, to = 0;
  QString name;
};

struct PlotTick {
  enum class Kind { plain, strong };
  double x = 0;
  QString text;
  Kind kind = Kind::plain;
};

class LinePlot : public QWidget {
  Q_OBJECT
 public:
  enum class XKind { number, duration };  // duration: seconds, shown as h:mm:ss

  explicit LinePlot(QWidget* parent = nullptr);
  ~LinePlot() override;

  // The id names the curve in the calls below.
  int addSeries(const PlotSeries& series);
  void clearSeries();
  [[nodiscard]] qsizetype seriesCount() const;
  // x in ascending order; NaN in y is a gap.
  void setData(int id, QVector<double> x, QVector<double> y);
  void append(int id, const QVector<double>& x, const QVector<double>& y);

  void setSmoothing(double weight);  // 0 … 0.999, see CurveData
  void setLogScale(bool isLog);
  void setXAxis(const QString& label, XKind kind = XKind::number);
  // The largest x on the left, e.g. for reverse time.
  void setXReversed(bool isReversed);
  void setYAxis(const QString& label);
  // Smallest y range that is always shown, e.g. 0 … 1 for shares; equal numbers: none.
  void setYFloor(double low, double high);
  void setBands(const QVector<PlotBand>& bands);
  void setTicks(const QVector<PlotTick>& ticks);
  // Shown instead of curves while there are none.
  void setPlaceholder(const QString& text);
  // Both then show the same x range and the same cross-hair.
  static void link(LinePlot* first, LinePlot* second);

  [[nodiscard]] bool isZoomed() const { return isXZoomed_ || isYZoomed_; }
  void zoomX(double low, double high);
  void resetZoom();
  [[nodiscard]] QPair<double, double> xRange() const;
  [[nodiscard]] QPair<double, double> yRange() const;

  // Moves the cross-hair; NaN hides it.
  void setCursorAt(double x);
  // The rows of the value table at the cross-hair as plain text, e.g. "run · loss: 0.42".
  [[nodiscard]] QStringList valuesAt(double x) const;

  // What is painted of a curve at its present range: for tests.
  [[nodiscard]] QVector<QPointF> paintedPoints(int id) const;     // smoothed (or only) line
  [[nodiscard]] QVector<QPointF> paintedRawPoints(int id) const;  // pale line; empty without smoothing
  // Replots now and returns the milliseconds it took.
  double replotNow();

  // What saveFigure() writes: the plot as it is, in print colours.
  [[nodiscard]] Figure figure();
  // One row a value, "series,<x label>,value"; all points, whatever is zoomed.
  [[nodiscard]] QString csv() const;
  // For the base name of exported files.
  void setExportName(const QString& name) { exportName_ = name; }

 Q_SIGNALS:
  void exported(const QString& path);
  void exportFailed(const QString& path);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Curve;
  struct Parts;

  void buildPlot();
  void connectPlot();
  void queueReplot();
  void prepareRanges();
  void fillGraphs();
  void fillCurve(Curve& curve, int columns) const;
  void fitY();
  void wrapLegend();
  void styleCurve(Curve& curve, bool isPrint) const;
  void applyColours(bool isPrint);
  void retranslate();
  void onRangeDragged();
  void moveCrossHair(double x);
  [[nodiscard]] QPair<double, double> dataRange() const;
  [[nodiscard]] QString xText(double x) const;
  [[nodiscard]] QString tableHtml(double x, int* rows) const;
  void showMenu(const QPoint& position);
  void paintFigure(const FigurePage& page);
  bool eventFilter(QObject* object, QEvent* event) override;

  std::unique_ptr<Parts> parts_;
  std::map<int, std::unique_ptr<Curve>> curves_;
  QPointer<LinePlot> peer_;
  QString exportName_;
  QString placeholder_;
  int nextId_ = 0;
  double smoothing_ = 0;
  double floorLow_ = 0, floorHigh_ = 0;
  bool isLog_ = false;
  bool isXZoomed_ = false, isYZoomed_ = false;
  bool isSettingRange_ = false;
  XKind xKind_ = XKind::number;
};

}  // namespace marcie::ui
