// Runs side by side: their curves over each other, what each reached, and how their settings differ. Shows what
// AppContext::series() shows once that is two runs or more.
#pragma once

#include <vector>

#include <QTimer>

#include "core/api/run_folder.h"
#include "ui/panels/panel.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace marcie::ui {

class ChoiceBox;
class CurvesPanel;
class EmptyState;
class TextTableView;

class ComparePanel : public Panel {
  Q_OBJECT
 public:
  explicit ComparePanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool hasContent() const override;
  [[nodiscard]] bool isBusy() const override { return pending_ > 0; }
  [[nodiscard]] std::vector<PanelView> views() override;

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void build();
  QWidget* makeTables();
  // Runs came or went: what they are is asked from the engine.
  void follow();
  // The newest runs, side by side.
  void compareNewest();
  // All that depends on which runs there are.
  void showRuns();
  void fillMetricChoice();
  void showMetrics();
  void showSettings();

  std::vector<RunInfo> runs_;  // in the order of the curves
  int pending_ = 0;
  QTimer refresh_;  // collects what many runs report into one pass
  QStackedWidget* stack_;
  EmptyState* empty_;
  QLabel* title_;
  QLabel* metricHeading_;
  QLabel* settingsHeading_;
  QPushButton* chooseButton_;
  QPushButton* endButton_;
  CurvesPanel* curves_;
  ChoiceBox* metricBox_;
  QCheckBox* differencesBox_;
  TextTableView* metrics_;
  TextTableView* settings_;
};

}  // namespace marcie::ui
