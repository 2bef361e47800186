// Every picture of a split with what the run says of it, sortable; likely label errors; calibration; figures by class.
#pragma once

#include <QSortFilterProxyModel>
#include <QTabWidget>
#include <QTableView>

#include "ui/charts/line_plot.h"
#include "ui/panels/predict_page.h"
#include "ui/widgets/text_table_view.h"

namespace marcie::ui {

class SamplesPage : public SplitPage {
  Q_OBJECT
 public:
  SamplesPage(AppContext& context, SampleTables& tables, QWidget* parent);
  void retranslate() override;
  enum class Kept { all, wrong, doubtful };

 protected:
  void showTable(const std::shared_ptr<const SampleTable>& known) override;

 private:
  class Model;
  class Filter;
  void build();
  void fitColumns();
  void showCalibration();
  void showClasses();
  void exportTable();

  QLabel *keptLabel_, *countLabel_, *eceLabel_;
  QComboBox* keptBox_;
  QPushButton *csvButton_, *folderButton_;
  QTableView* view_;
  Model* model_;
  Filter* filter_;
  LinePlot* calibration_;
  TextTableView* classes_;
  QTabWidget* side_;
  std::shared_ptr<const SampleTable> shown_;

 private Q_SLOTS:
  void predictFolder();
};

}  // namespace marcie::ui
