// A row of small captions with large numbers under the curves: the values of this moment.
#pragma once

#include <vector>

#include <QWidget>

class QLabel;

namespace marcie::ui {

class RunSeries;
struct LiveValue {
  QString caption;
  QString value;
};

class LiveStrip : public QWidget {
  Q_OBJECT
 public:
  explicit LiveStrip(QWidget* parent = nullptr);
  void setValues(const std::vector<LiveValue>& values);

 private:
  struct Cell {
    QLabel* caption;
    QLabel* value;
  };
  std::vector<Cell> cells_;
};

// Epoch, step, losses, newest validation, learning rate of a run; empty texts where nothing is known.
[[nodiscard]] std::vector<LiveValue> liveValues(const RunSeries& series);

}  // namespace marcie::ui
