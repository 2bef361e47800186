// The card between dropping data and using it: what was recognised, how much of what, and everything that is wrong.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/api/data_options.h"
#include "core/api/dataset_summary.h"
#include "ui/charts/bar_plot.h"

namespace marcie::ui {

class ColumnMapping;

class DataPreview : public QWidget {
  Q_OBJECT
 public:
  explicit DataPreview(QWidget* parent = nullptr);
  void setSummary(const DataOptions& options, const DatasetSummary& summary);
  [[nodiscard]] const DataOptions& options() const { return options_; }
  [[nodiscard]] const DatasetSummary& summary() const { return summary_; }
  // Shows the way to the preview of users and items, where the same folder holds those, too.
  void offerInteractions(bool offered);
  void retranslate();

 Q_SIGNALS:
  void accepted();
  void dismissed();
  void interactionsWanted();
  // The person changed reader or columns: look again with these.
  void inspectAgain(const marcie::DataOptions& options);

 private:
  void buildHead(QVBoxLayout* layout);
  void buildBody(QVBoxLayout* layout);
  void showNumbers();
  void showNotes();
  void showBars();
  void showProblems();

  DataOptions options_;
  DatasetSummary summary_;
  QLabel *titleLabel_, *pathLabel_, *numbersLabel_, *notesLabel_, *readersLabel_, *splitLabel_;
  QLabel *classHeading_, *tagHeading_, *layoutHeading_, *problemHeading_;
  QPushButton *useButton_, *backButton_, *otherButton_;
  BarPlot *classPlot_, *tagPlot_;
  QFrame *tagCard_, *problemCard_;
  QTreeWidget* problemTree_;
  ColumnMapping* mapping_;
};

}  // namespace marcie::ui
