// The card between dropping users and items and training on them: who chose how much, which items are cold, what is
// known of them, and everything that is wrong. It stays on the Data page while the data are in use.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/api/rec_options.h"
#include "core/api/rec_summary.h"
#include "ui/charts/bar_plot.h"

namespace marcie::ui {

class RecPreview : public QWidget {
  Q_OBJECT
 public:
  explicit RecPreview(QWidget* parent = nullptr);
  // `isInUse`: they are what new runs train on; the buttons then lead on to the training and to other data.
  void setSummary(const RecDataOptions& options, const RecSummary& summary, bool isInUse);
  [[nodiscard]] const RecDataOptions& options() const { return options_; }
  [[nodiscard]] const RecSummary& summary() const { return summary_; }
  [[nodiscard]] bool isInUse() const { return isInUse_; }
  // Shows the way to the preview of pictures, where the same folder is one of those, too.
  void offerPictures(bool offered);
  void retranslate();

 Q_SIGNALS:
  void accepted();
  void dismissed();
  void picturesWanted();

 private:
  void buildHead(QVBoxLayout* layout);
  void buildBody(QVBoxLayout* layout);
  void showNumbers();
  void showBars();
  void showProblems();

  RecDataOptions options_;
  RecSummary summary_;
  bool isInUse_ = false;
  QLabel *titleLabel_, *pathLabel_, *numbersLabel_, *notesLabel_, *readersLabel_, *splitLabel_;
  QLabel *historyHeading_, *popularityHeading_, *termHeading_, *layoutHeading_, *problemHeading_;
  QPushButton *useButton_, *backButton_, *otherButton_;
  BarPlot *historyPlot_, *popularityPlot_, *termPlot_;
  QFrame* termCard_;
  QTreeWidget* problemTree_;
};

}  // namespace marcie::ui
