// What LinePlot's implementation files share. Internal to ui/charts, because it needs qcustomplot.h.
#pragma once

#include <QLabel>
#include <qcustomplot.h>

#include "ui/charts/cross_hair.h"
#include "ui/charts/curve_data.h"
#include "ui/charts/line_plot.h"
#include "ui/charts/plot_marks.h"

namespace marcie::ui {

struct LinePlot::Curve {
  PlotSeries series;
  CurveData data;
  QPointer<QCPGraph> line;
  QPointer<QCPGraph> raw;  // pale, behind
  // What the graphs were filled for.
  struct Made {
    double low = 0, high = 0;
    int columns = 0;
    bool isLog = false;
    quint64 revision = 0;
    bool operator==(const Made&) const = default;
  } made;
};

struct LinePlot::Parts {
  QCustomPlot* plot = nullptr;
  PlotMarks* marks = nullptr;          // owned by the plot
  CrossHair* crossHair = nullptr;      // owned by the plot
  QCPItemText* placeholder = nullptr;  // owned by the plot
  QLabel* table = nullptr;             // value table beside the cross-hair
};

}  // namespace marcie::ui
