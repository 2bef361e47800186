// Two lists of recommended items beside each other, with a line between the places of the same item: who rose, who
// fell, who is new, who is gone. Click or Enter chooses an item. Right click saves the figure. GUI thread.
#pragma once

#include <utility>
#include <vector>

#include <QWidget>

#include "core/api/protocol_recommend_contrast.h"
#include "ui/models/thumbnail_store.h"

namespace marcie::ui {

class RankLines : public QWidget {
  Q_OBJECT
 public:
  // `thumbnails` must outlive it.
  explicit RankLines(ThumbnailStore& thumbnails, QWidget* parent = nullptr);

  // By place, best first. Titles stand above the columns.
  void setLists(const QString& leftTitle, std::vector<protocol::RecPlaced> left, const QString& rightTitle,
                std::vector<protocol::RecPlaced> right);
  // Places (left, right) that a line joins, in the order of the left list.
  [[nodiscard]] const std::vector<std::pair<int, int>>& lines() const { return lines_; }
  // What is said beside a row: right "▲ 3", "▼ 2", "=" or "new"; left "gone" with its place there, or nothing.
  [[nodiscard]] QString changeText(bool isRight, int row) const;
  [[nodiscard]] int rowCount(bool isRight) const { return static_cast<int>(side(isRight).size()); }
  [[nodiscard]] QRect rowRect(bool isRight, int row) const;
  [[nodiscard]] QString csv() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void itemChosen(const marcie::protocol::RecItem& item);
  // The row that the keyboard is on, for whoever scrolls.
  void currentMoved(const QRect& row);
  void exported(const QString& path);
  void exportFailed(const QString& path);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] const std::vector<protocol::RecPlaced>& side(bool isRight) const { return isRight ? right_ : left_; }
  [[nodiscard]] bool isInOther(bool isRight, int row) const;
  [[nodiscard]] bool rowAt(const QPoint& position, bool& isRight, int& row) const;
  [[nodiscard]] QString rowText(bool isRight, int row) const;
  void move(bool isRight, int row);
  void paintAll(QPainter& painter, bool isPrint);
  void paintRow(QPainter& painter, bool isRight, int row, bool isPrint);
  void paintLines(QPainter& painter, bool isPrint) const;
  void describe();

  ThumbnailStore& thumbnails_;
  QString leftTitle_, rightTitle_;
  std::vector<protocol::RecPlaced> left_, right_;
  std::vector<std::pair<int, int>> lines_;
  bool currentIsRight_ = false;
  int current_ = -1;
};

}  // namespace marcie::ui
