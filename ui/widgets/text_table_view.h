// A read-only table of texts that sorts by numbers and gives itself away as CSV or LaTeX (context menu). GUI thread
// only.
#pragma once

#include <QSet>
#include <QTableWidget>

#include "ui/models/comparison.h"

namespace marcie::ui {

class TextTableView : public QTableWidget {
  Q_OBJECT
 public:
  explicit TextTableView(QWidget* parent = nullptr);
  // Keeps the chosen sorting. With the same columns, those grow with their texts and keep widths that were set by hand.
  void setTable(const TextTable& table);
  [[nodiscard]] const TextTable& table() const { return table_; }
  // For the base name of exported files.
  void setExportName(const QString& name) { exportName_ = name; }

 Q_SIGNALS:
  void exported(const QString& path);
  void exportFailed(const QString& path);

 private:
  void fitColumns();
  void showMenu(const QPoint& position);
  void save(const QString& suffix, const QString& text);
  TextTable table_;
  QString exportName_;
  QSet<int> byHand_;  // columns
};

}  // namespace marcie::ui
