// A walk through reverse diffusion as a row of tiles, T on the left: what the classifier makes of each state, and the
// annotations nearest to it. Click or arrow keys choose a step. GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "core/api/protocol_diffusion.h"

namespace marcie::ui {

class ReverseStrip : public QWidget {
  Q_OBJECT
 public:
  explicit ReverseStrip(QWidget* parent = nullptr);

  void setSteps(std::vector<protocol::DiffusionStep> steps, const QString& trueLabel);
  [[nodiscard]] const std::vector<protocol::DiffusionStep>& steps() const { return steps_; }
  // How many tiles at most; the first, the last and the current step always have one.
  void setTileCount(int count);
  // The classifier on x̂₀ alone instead of the whole model.
  void setShowsAlone(bool isAlone);
  // -1 = none. Does not emit.
  void setCurrent(int step);
  [[nodiscard]] int current() const { return current_; }
  // The steps that have a tile, ascending, and where it is.
  [[nodiscard]] std::vector<int> shownSteps() const;
  [[nodiscard]] QRect tileRect(int place) const;
  void setExportName(const QString& name) { exportName_ = name; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void stepChosen(int step);
  void exported(const QString& path);
  void exportFailed(const QString& path);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void paintStrip(QPainter& painter, bool isPrint) const;
  void paintTile(QPainter& painter, const QRect& rect, int step, bool isPrint) const;
  [[nodiscard]] const std::vector<protocol::Ranked>& topOf(int step) const;
  [[nodiscard]] int stepAt(const QPoint& position) const;

  std::vector<protocol::DiffusionStep> steps_;
  QString trueLabel_, exportName_;
  int tiles_ = 8;
  int current_ = -1;
  bool alone_ = false;
};

}  // namespace marcie::ui
