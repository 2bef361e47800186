// The vertical line that follows the pointer, with a dot on every curve. Internal to ui/charts.
#pragma once

#include <qcustomplot.h>

namespace marcie::ui {

class CrossHair : public QCPAbstractItem {
 public:
  struct Dot {
    QPointF point;  // plot coordinates
    QColor colour;
  };

  explicit CrossHair(QCustomPlot* plot) : QCPAbstractItem(plot) {
    setLayer(QStringLiteral("overlay"));
    setSelectable(false);
    setVisible(false);
  }
  void moveTo(double x, QVector<Dot> dots) {
    x_ = x;
    dots_ = std::move(dots);
  }
  void setColour(const QColor& colour) { colour_ = colour; }
  double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

 protected:
  void draw(QCPPainter* painter) override {
    const QRect area = parentPlot()->axisRect()->rect();
    const double x = parentPlot()->xAxis->coordToPixel(x_);
    painter->setPen(QPen(colour_, 1));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter->setPen(Qt::NoPen);
    for (const auto& dot : dots_) {
      painter->setBrush(dot.colour);
      painter->drawEllipse(
          QPointF(parentPlot()->xAxis->coordToPixel(dot.point.x()), parentPlot()->yAxis->coordToPixel(dot.point.y())),
          3, 3);
    }
  }

 private:
  double x_ = 0;
  QVector<Dot> dots_;
  QColor colour_;
};

}  // namespace marcie::ui
