#include "ui/panels/diffusion_branch_form.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/dialogs/ask.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

DiffusionBranchForm::DiffusionBranchForm(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("branchForm"));
  setFrameShape(QFrame::StyledPanel);
  build();
  connect(acceptButton_, &QPushButton::clicked, this, &DiffusionBranchForm::accept);
  connect(closeButton_, &QPushButton::clicked, this, &DiffusionBranchForm::closed);
  connect(conditionButton_, &QPushButton::clicked, this, &DiffusionBranchForm::chooseCondition);
  connect(selectedButton_, &QPushButton::clicked, this, [this] {
    condition_ = selectedPicture_;
    showCondition();
  });
  retranslate();
}

void DiffusionBranchForm::build() {
  constexpr int g = Theme::kGrid;
  titleLabel_ = new QLabel(this);
  QFont font = Theme::bodyFont();
  font.setWeight(QFont::DemiBold);
  titleLabel_->setFont(font);
  noteLabel_ = new QLabel(this);
  noteLabel_->setFont(Theme::smallFont());
  noteLabel_->setProperty("muted", true);
  const auto add = [this](QHBoxLayout* row, QWidget* field) {
    auto* label = new QLabel(this);
    label->setBuddy(field);
    row->addWidget(label);
    row->addWidget(field);
    row->addSpacing(g);
    return label;
  };
  seedBox_ = new QSpinBox(this);
  seedBox_->setObjectName(QStringLiteral("branchSeedBox"));
  seedBox_->setRange(0, 1000000);
  etaBox_ = new QDoubleSpinBox(this);
  etaBox_->setObjectName(QStringLiteral("branchEtaBox"));
  etaBox_->setRange(0, 1);
  etaBox_->setSingleStep(0.1);
  guidanceBox_ = new QDoubleSpinBox(this);
  guidanceBox_->setObjectName(QStringLiteral("branchGuidanceBox"));
  guidanceBox_->setRange(0, 10);
  guidanceBox_->setSingleStep(0.5);
  stepsBox_ = new QSpinBox(this);
  stepsBox_->setObjectName(QStringLiteral("branchStepsBox"));
  conditionButton_ = new QPushButton(this);
  conditionButton_->setObjectName(QStringLiteral("branchConditionButton"));
  selectedButton_ = new QPushButton(this);
  selectedButton_->setObjectName(QStringLiteral("branchSelectedButton"));
  acceptButton_ = new QPushButton(this);
  acceptButton_->setObjectName(QStringLiteral("branchAcceptButton"));
  acceptButton_->setProperty("primary", true);
  closeButton_ = new QPushButton(this);
  closeButton_->setObjectName(QStringLiteral("branchCloseButton"));
  auto* fields = new QHBoxLayout;
  seedLabel_ = add(fields, seedBox_);
  stepsLabel_ = add(fields, stepsBox_);
  etaLabel_ = add(fields, etaBox_);
  guidanceLabel_ = add(fields, guidanceBox_);
  conditionLabel_ = add(fields, conditionButton_);
  fields->addWidget(selectedButton_);
  fields->addStretch();
  auto* head = new QHBoxLayout;
  head->addWidget(titleLabel_);
  head->addSpacing(g);
  head->addWidget(noteLabel_, 1);
  head->addWidget(acceptButton_);
  head->addWidget(closeButton_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(g + g / 2, g, g + g / 2, g);
  layout->setSpacing(g);
  layout->addLayout(head);
  layout->addLayout(fields);
}

void DiffusionBranchForm::retranslate() {
  titleLabel_->setText(isBranch_ ? tr("Branch at t = %1").arg(QLocale().toString(t_)) : tr("Walk from the start"));
  noteLabel_->setText(isBranch_
                          ? tr("What you change here holds from this state on. Another seed draws the state anew.")
                          : tr("The same settings always give the same walk."));
  seedLabel_->setText(tr("Noise seed"));
  stepsLabel_->setText(isBranch_ ? tr("Remaining steps") : tr("Steps"));
  etaLabel_->setText(tr("Noise η"));
  etaBox_->setToolTip(tr("0 is deterministic (DDIM), 1 adds as much noise in each step as DDPM."));
  guidanceLabel_->setText(tr("Guidance"));
  guidanceBox_->setToolTip(canGuide_ ? tr("How much more than it learned the walk follows its condition; 0 is off.")
                                     : tr("This run cannot be guided: it was trained without dropped conditions "
                                          "(model.cdr.dropCondition)."));
  conditionLabel_->setText(tr("Condition"));
  conditionButton_->setToolTip(tr("The picture whose embedding guides the walk"));
  selectedButton_->setText(tr("Selected picture"));
  selectedButton_->setToolTip(tr("Take the picture that is selected on the Data page as the condition"));
  acceptButton_->setText(isBranch_ ? tr("Branch") : tr("Walk"));
  closeButton_->setText(tr("Close"));
  showCondition();
}

void DiffusionBranchForm::show(const protocol::DiffusionSettings& from, int mostSteps, bool canGuide) {
  before_ = from;
  canGuide_ = canGuide;
  condition_ = q(from.condition);
  seedBox_->setValue(static_cast<int>(from.seed));
  stepsBox_->setRange(1, mostSteps);
  stepsBox_->setValue(static_cast<int>(from.steps));
  etaBox_->setValue(from.eta);
  guidanceBox_->setValue(from.guidance);
  guidanceBox_->setEnabled(canGuide);
  selectedButton_->setVisible(!selectedPicture_.isEmpty());
  retranslate();
  QFrame::show();
  seedBox_->setFocus();
  seedBox_->selectAll();
}

void DiffusionBranchForm::startBranch(const protocol::DiffusionSettings& parent, int step, int t, bool canGuide) {
  isBranch_ = true;
  t_ = t;
  protocol::DiffusionSettings from = parent;
  from.fromStep = step;
  from.steps = parent.steps - step;
  show(from, t + 1, canGuide);
}

void DiffusionBranchForm::startRoot(const protocol::DiffusionSettings& own, int timeSteps, bool canGuide) {
  isBranch_ = false;
  show(own, timeSteps, canGuide);
}

void DiffusionBranchForm::showCondition() {
  conditionButton_->setText(condition_.isEmpty() ? tr("The picture itself") : QFileInfo(condition_).fileName());
}

void DiffusionBranchForm::chooseCondition() {
  choosePaths(this,
              {PathKind::file, tr("Picture that guides"),
               tr("Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;All files (*)"),
               QFileInfo(condition_).absolutePath()},
              [this](const QStringList& paths) {
                condition_ = paths.front();
                showCondition();
              });
}

// What was not touched stays open, so that it follows the parent.
protocol::DiffusionSettings DiffusionBranchForm::changed() const {
  protocol::DiffusionSettings settings;
  settings.fromStep = before_.fromStep;
  if (!isBranch_ || seedBox_->value() != before_.seed) settings.seed = seedBox_->value();
  if (!isBranch_ || stepsBox_->value() != before_.steps) settings.steps = stepsBox_->value();
  if (!isBranch_ || etaBox_->value() != before_.eta) settings.eta = etaBox_->value();
  if (canGuide_ && (!isBranch_ || guidanceBox_->value() != before_.guidance)) settings.guidance = guidanceBox_->value();
  if (condition_ != q(before_.condition)) settings.condition = condition_.toStdString();
  return settings;
}

void DiffusionBranchForm::accept() {
  Q_EMIT accepted(changed(), isBranch_);
}

void DiffusionBranchForm::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return Q_EMIT closed();
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return accept();
  QFrame::keyPressEvent(event);
}

}  // namespace marcie::ui
