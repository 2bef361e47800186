// What can be changed about a walk through diffusion: noise, guidance, condition, η, steps. Shows the settings that it
// begins with and gives back those that were changed. GUI thread.
#pragma once

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include "core/api/protocol_diffusion.h"

namespace marcie::ui {

class DiffusionBranchForm : public QFrame {
  Q_OBJECT
 public:
  explicit DiffusionBranchForm(QWidget* parent = nullptr);
  void retranslate();

  // From a step of a walk: what is not changed stays open. `t`: its time step.
  void startBranch(const protocol::DiffusionSettings& parent, int step, int t, bool canGuide);
  // A first walk of `timeSteps` at most: everything is said.
  void startRoot(const protocol::DiffusionSettings& own, int timeSteps, bool canGuide);
  // The picture that the Data page shows, which may guide; empty = none.
  void setSelectedPicture(const QString& path) { selectedPicture_ = path; }

 Q_SIGNALS:
  void accepted(const marcie::protocol::DiffusionSettings& settings, bool isBranch);
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void build();
  void show(const protocol::DiffusionSettings& from, int mostSteps, bool canGuide);
  void showCondition();
  void chooseCondition();
  void accept();
  [[nodiscard]] protocol::DiffusionSettings changed() const;

  QLabel *titleLabel_, *seedLabel_, *etaLabel_, *guidanceLabel_, *stepsLabel_, *conditionLabel_, *noteLabel_;
  QSpinBox *seedBox_, *stepsBox_;
  QDoubleSpinBox *etaBox_, *guidanceBox_;
  QPushButton *conditionButton_, *selectedButton_, *acceptButton_, *closeButton_;
  protocol::DiffusionSettings before_;
  QString condition_, selectedPicture_;
  bool isBranch_ = false;
  bool canGuide_ = false;
  int t_ = 0;
};

}  // namespace marcie::ui
