// Which column of a CSV list is what. Saved by path, so that the list opens the same way next time. GUI thread.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

#include "core/api/data_options.h"

namespace marcie::ui {

class ColumnMapping : public QWidget {
  Q_OBJECT
 public:
  explicit ColumnMapping(QWidget* parent = nullptr);
  // Fills the boxes with the list's own column names where its first line can be read here.
  void setOptions(const DataOptions& options);
  void retranslate();

  // True for a path that is a list rather than a folder, or a folder with one of the usual names in it.
  [[nodiscard]] static bool appliesTo(const DataOptions& options);
  // The saved mapping of this path over `options`.
  [[nodiscard]] static DataOptions remembered(DataOptions options);

 Q_SIGNALS:
  void applied(const marcie::DataOptions& options);

 private:
  void apply();
  DataOptions options_;
  QLabel *hint_, *imageLabel_, *labelLabel_, *splitLabel_, *tagsLabel_, *separatorLabel_;
  QComboBox *imageBox_, *labelBox_, *splitBox_, *tagsBox_;
  QLineEdit* separatorEdit_;
  QPushButton* applyButton_;
};

// Column names in the first line of a CSV or TSV file (read up to 64 KiB); empty when it cannot be read here.
[[nodiscard]] QStringList columnsOf(const QString& path);

}  // namespace marcie::ui
