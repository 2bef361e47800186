// Diffusion: one picture through the reverse process of the current run, step by step; and branches of it with other
// noise, guidance, condition or steps. Works while the run trains: every checkpoint walks again.
#pragma once

#include <map>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/app_context.h"
#include "ui/models/branch_tree.h"
#include "ui/panels/diffusion_branch_form.h"
#include "ui/panels/diffusion_plots.h"
#include "ui/panels/panel.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/reverse_strip.h"

namespace marcie::ui {

class DiffusionPanel : public Panel {
  Q_OBJECT
 public:
  explicit DiffusionPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool isBusy() const override { return pending_ > 0; }
  [[nodiscard]] bool hasContent() const override;
  [[nodiscard]] std::vector<PanelView> views() override;
  // The picture of the first walk; its branches follow it.
  void walk(const QString& path);
  // Another picture beside the ones that are there.
  void addPicture(const QString& path);
  [[nodiscard]] const BranchTree& tree() const { return tree_; }
  [[nodiscard]] int currentWalk() const { return current_; }
  [[nodiscard]] int currentStep() const { return step_; }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Row {
    QWidget* widget = nullptr;
    QLabel *swatch = nullptr, *title = nullptr, *result = nullptr;
    ReverseStrip* strip = nullptr;
    QToolButton* removeButton = nullptr;
  };
  void build();
  QWidget* buildHead();
  QWidget* buildSteps();
  void connectParts();
  void refresh();
  void askScene();
  void askWalk(int id);
  void onScene(const Result<protocol::DiffusionSceneReply>& reply);
  void onWalk(int id, const Result<protocol::DiffusionTraceReply>& reply);
  void onRunEvents(const QString& run, const std::vector<RunEvent>& events);
  void explain(const QString& headline, const QString& text);
  void showAll();
  void showHead();
  void showRows();
  void showRow(const BranchNode& node, Row& row);
  void showSteps();
  void showPlots();
  Row makeRow(int id);
  void setCurrent(int id, int step);
  void addWalk(const protocol::DiffusionSettings& settings, bool isBranch);
  void removeWalk(int id);
  void choosePicture(bool isSecond);
  void setPlaying(bool isPlaying);
  [[nodiscard]] QString nameOf(const BranchNode& node) const;
  [[nodiscard]] protocol::DiffusionSettings startSettings() const;
  [[nodiscard]] int stepCount() const;

  BranchTree tree_;
  std::map<int, Row> rows_;
  std::optional<protocol::DiffusionSceneReply> scene_;
  int current_ = -1, step_ = 0;
  int pending_ = 0;
  quint64 generation_ = 0;  // replies of older ones are not wanted any more
  bool stale_ = false;
  QString path_;  // of the first walk
  QTimer playTimer_;

  QStackedWidget* pages_;
  EmptyState* empty_;
  QPushButton *emptyOpenButton_, *openButton_, *secondButton_, *startButton_, *branchButton_;
  QWidget* page_;
  PictureView* picture_;
  QLabel *titleLabel_, *verdictLabel_, *noteLabel_, *stepLabel_, *tilesLabel_, *headLabel_;
  ChipRow* tags_;
  QSpinBox* tilesBox_;
  QComboBox* headBox_;
  DiffusionBranchForm* form_;
  QScrollArea* scroll_;
  QVBoxLayout* rowColumn_;
  QToolButton *playButton_, *firstButton_, *backButton_, *nextButton_, *lastButton_;
  QSlider* slider_;
  DiffusionPlots* plots_;
};

}  // namespace marcie::ui
