// Confusions of a run, or what changed between two runs: a matrix to a thousand classes, and the pictures of a cell.
#pragma once

#include "ui/charts/heat_map.h"
#include "ui/panels/predict_page.h"
#include "ui/widgets/picture_list.h"

namespace marcie::ui {

class ConfusionPage : public SplitPage {
  Q_OBJECT
 public:
  ConfusionPage(AppContext& context, SampleTables& tables, QWidget* parent);
  void retranslate() override;

 protected:
  void showTable(const std::shared_ptr<const SampleTable>& known) override;

 private:
  enum class Scale { counts, rows, columns };
  void build();
  void listRuns();
  void compare();
  void draw();
  void showCell(int row, int column);
  void showChanged(bool isGained);
  [[nodiscard]] QString cellText(int row, int column) const;
  [[nodiscard]] QString other() const { return otherBox_->currentData().toString(); }

  QLabel *orderLabel_, *scaleLabel_, *otherLabel_, *titleLabel_, *noteLabel_;
  QComboBox *orderBox_, *scaleBox_, *otherBox_;
  QPushButton *gainedButton_, *lostButton_;
  HeatMap* map_;
  PictureList* pictures_;
  std::shared_ptr<const SampleTable> shown_, against_;
  std::optional<SampleDifference> difference_;
  std::vector<std::size_t> order_;
  std::vector<std::int64_t> counts_;
  bool lists_ = false;
};

}  // namespace marcie::ui
