// Bars in groups: for each class one thin bar of each opinion about it, so that opinions can be compared. Colours and a
// legend tell the opinions apart, and each has its number. GUI thread.
#pragma once

#include <QStringList>
#include <QVector>
#include <QWidget>

namespace marcie::ui {

class GroupedBars : public QWidget {
  Q_OBJECT
 public:
  explicit GroupedBars(QWidget* parent = nullptr);

  // values[s][g]: share in [0, 1] of series s in group g. `marked`: the group that is the truth, -1 = unknown.
  void setBars(QStringList groups, QStringList series, QVector<QVector<double>> values, int marked = -1);
  [[nodiscard]] const QStringList& groups() const { return groups_; }
  [[nodiscard]] const QStringList& series() const { return series_; }
  [[nodiscard]] double valueOf(int series, int group) const { return values_[series][group]; }
  void setExportName(const QString& name) { exportName_ = name; }
  [[nodiscard]] QString csv() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void exported(const QString& path);
  void exportFailed(const QString& path);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void paintBars(QPainter& painter, bool isPrint) const;
  void paintGroup(QPainter& painter, int group, int top, bool isPrint) const;
  [[nodiscard]] int groupHeight() const;
  QStringList groups_, series_;
  QVector<QVector<double>> values_;
  QString exportName_;
  int marked_ = -1;
};

}  // namespace marcie::ui
