// Horizontal bars with labels, stacked by series: counts per class and split. Painted directly, so a thousand classes
// in a scroll area cost what is visible. GUI thread.
#pragma once

#include <QStringList>
#include <QVector>
#include <QWidget>

namespace marcie::ui {

class BarPlot : public QWidget {
  Q_OBJECT
 public:
  explicit BarPlot(QWidget* parent = nullptr);

  // series[s][i] is the value of series s at label i; missing values count as 0. One colour a series.
  void setBars(QStringList labels, QVector<QVector<double>> series, QStringList seriesNames);
  // Text behind each bar's total, e.g. a percentage; empty = the total itself.
  void setValueTexts(QStringList texts);
  [[nodiscard]] int barCount() const { return static_cast<int>(labels_.size()); }
  // Where bar `index` is painted, the label left out: for tests and tool tips.
  [[nodiscard]] QRect barRect(int index) const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void barClicked(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  [[nodiscard]] int headHeight() const;
  [[nodiscard]] int labelWidth() const;
  [[nodiscard]] int valueWidth() const;
  [[nodiscard]] double totalOf(int index) const;
  [[nodiscard]] double valueOf(int series, int index) const;
  [[nodiscard]] QString valueText(int index) const;
  [[nodiscard]] int indexAt(const QPoint& position) const;
  void paintHead(QPainter& painter) const;
  void paintBar(QPainter& painter, int index) const;
  void measure();

  QStringList labels_;
  QVector<QVector<double>> series_;
  QStringList seriesNames_;
  QStringList valueTexts_;
  double largest_ = 0;
  int longestLabel_ = 0;
  int longestValue_ = 0;
};

}  // namespace marcie::ui
