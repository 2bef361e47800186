// Shaded bands with names and small ticks behind the curves: phases of a run and things that happened in it.
// Internal to ui/charts, because it needs qcustomplot.h.
#pragma once

#include <qcustomplot.h>

#include "ui/charts/line_plot.h"
#include "ui/theme.h"

namespace marcie::ui {

class PlotMarks : public QCPAbstractItem {
 public:
  explicit PlotMarks(QCustomPlot* plot);

  void setBands(QVector<PlotBand> bands) { bands_ = std::move(bands); }
  void setTicks(QVector<PlotTick> ticks) { ticks_ = std::move(ticks); }
  void setColours(const Theme::Colours& colours) { colours_ = colours; }
  // Texts of the ticks within `distance` pixels of the x coordinate.
  [[nodiscard]] QStringList ticksNear(double x, double distance) const;
  double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

 protected:
  void draw(QCPPainter* painter) override;

 private:
  void drawBand(QCPPainter* painter, const QRect& area, const PlotBand& band, bool isOdd) const;
  void drawTick(QCPPainter* painter, const QRect& area, const PlotTick& tick) const;

  QVector<PlotBand> bands_;
  QVector<PlotTick> ticks_;
  Theme::Colours colours_;
};

}  // namespace marcie::ui
