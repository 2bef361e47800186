#include "ui/panels/runs_detail.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/bridge/assignments.h"
#include "ui/bridge/error_text.h"
#include "ui/models/run_list_model.h"
#include "ui/panels/curves_panel.h"
#include "ui/panels/train_command.h"
#include "ui/theme.h"

namespace marcie::ui {

namespace {

// Where an assignment may be broken; labels break it nowhere by themselves.
QString breakable(QString text) {
  for (const auto* mark : {"=", "."}) {
    text.replace(QLatin1String(mark), QLatin1String(mark) + QChar(0x200B));
  }
  return text;
}

// Only what a person chose: where it lies is told elsewhere.
QStringList chosenSettings(const RunSpec& spec) {
  Json patch = differences(toJson(spec), toJson(defaultRunSpec(spec.task)));
  patch.erase("preset");
  if (patch.contains("data")) patch["data"].erase("path");
  return assignmentsOf(patch);
}

}  // namespace

RunsDetail::RunsDetail(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("runDetail"));
  setProperty("card", true);
  build();
  retranslate();
}

void RunsDetail::build() {
  title_ = new QLabel(this);
  title_->setObjectName(QStringLiteral("runTitle"));
  title_->setFont(Theme::headingFont());
  title_->setWordWrap(true);
  message_ = new QLabel(this);
  message_->setObjectName(QStringLiteral("runMessage"));
  message_->setProperty("danger", true);
  message_->setWordWrap(true);
  message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  facts_ = new QWidget(scroll);
  facts_->setObjectName(QStringLiteral("runFacts"));
  factsLayout_ = new QFormLayout;
  longLayout_ = new QVBoxLayout;
  longLayout_->setSpacing(0);
  auto* column = new QVBoxLayout(facts_);
  column->setContentsMargins(0, 0, Theme::kGrid, 0);
  column->setSpacing(Theme::kGrid);
  column->addLayout(factsLayout_);
  column->addLayout(longLayout_);
  column->addStretch(1);
  factsLayout_->setHorizontalSpacing(2 * Theme::kGrid);
  factsLayout_->setVerticalSpacing(Theme::kGrid / 2);
  factsLayout_->setLabelAlignment(Qt::AlignLeft);
  scroll->setWidget(facts_);
  facts_->setAutoFillBackground(false);  // the card shows through
  scroll->viewport()->setAutoFillBackground(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::kGrid, 2 * Theme::kGrid, 2 * Theme::kGrid, 2 * Theme::kGrid);
  layout->setSpacing(Theme::kGrid);
  layout->addWidget(title_);
  layout->addWidget(message_);
  layout->addWidget(scroll, 1);
  layout->addLayout(makeActions());
  setMinimumWidth(320);
}

QLayout* RunsDetail::makeActions() {
  openButton_ = new QPushButton(this);
  openButton_->setObjectName(QStringLiteral("openRunButton"));
  openButton_->setProperty("primary", true);
  resumeButton_ = new QPushButton(this);
  resumeButton_->setObjectName(QStringLiteral("resumeRunButton"));
  moreButton_ = new QPushButton(this);
  moreButton_->setObjectName(QStringLiteral("moreEpochsButton"));
  moreEpochs_ = new QSpinBox(this);
  moreEpochs_->setObjectName(QStringLiteral("moreEpochsBox"));
  moreEpochs_->setRange(1, 10000);
  moreEpochs_->setValue(5);
  copyButton_ = new QPushButton(this);
  copyButton_->setObjectName(QStringLiteral("copyRunCommandButton"));
  hideButton_ = new QPushButton(this);
  hideButton_->setObjectName(QStringLiteral("hideRunButton"));
  deleteButton_ = new QPushButton(this);
  deleteButton_->setObjectName(QStringLiteral("deleteRunButton"));
  deleteButton_->setProperty("danger", true);
  connect(openButton_, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(path()); });
  connect(resumeButton_, &QPushButton::clicked, this, [this] { Q_EMIT resumeRequested(path()); });
  connect(moreButton_, &QPushButton::clicked, this,
          [this] { Q_EMIT moreEpochsRequested(path(), moreEpochs_->value()); });
  connect(deleteButton_, &QPushButton::clicked, this, [this] { Q_EMIT deleteRequested(path()); });
  connect(hideButton_, &QPushButton::clicked, this, [this] {
    if (run_) Q_EMIT hideRequested(path(), !run_->notes.hidden);
  });
  connect(copyButton_, &QPushButton::clicked, this, &RunsDetail::copyCommand);
  auto* grid = new QGridLayout;
  grid->setSpacing(Theme::kGrid);
  grid->addWidget(openButton_, 0, 0, 1, 2);
  grid->addWidget(resumeButton_, 1, 0, 1, 2);
  grid->addWidget(moreEpochs_, 2, 0);
  grid->addWidget(moreButton_, 2, 1);
  grid->addWidget(copyButton_, 3, 0, 1, 2);
  grid->addWidget(hideButton_, 4, 0);
  grid->addWidget(deleteButton_, 4, 1);
  grid->setColumnStretch(1, 1);
  return grid;
}

QString RunsDetail::path() const {
  return run_ ? QString::fromStdString(run_->path) : QString();
}

void RunsDetail::setRun(std::optional<RunInfo> run) {
  run_ = std::move(run);
  const bool has = run_.has_value();
  setVisible(has);
  if (!has) return;
  const auto state = run_->status.state;
  title_->setText(RunListModel::nameOf(*run_));
  message_->setText(QString::fromStdString(run_->message));
  message_->setVisible(!run_->message.empty());
  const bool live = isLive(state);
  resumeButton_->setVisible(state == RunState::interrupted || state == RunState::stopped || state == RunState::failed);
  moreButton_->setVisible(state == RunState::completed);
  moreEpochs_->setVisible(state == RunState::completed);
  hideButton_->setText(run_->notes.hidden ? tr("Show again") : tr("Hide"));
  deleteButton_->setEnabled(!live);
  deleteButton_->setToolTip(live ? tr("Stop it first.") : tr("Moves the run's folder to the trash beside the runs."));
  showFacts();
}

// Rows are kept and filled anew: a live run reports several times a second.
void RunsDetail::fillFacts(const Facts& facts, FactRows& rows, bool isStacked) {
  while (rows.size() < facts.size()) {
    auto* caption = new QLabel(facts_);
    caption->setProperty("muted", true);
    auto* value = new QLabel(facts_);
    value->setWordWrap(true);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // wraps instead of being cut
    value->setMinimumWidth(8 * Theme::kGrid);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (isStacked) {
      caption->setContentsMargins(0, Theme::kGrid, 0, 0);
      longLayout_->addWidget(caption);
      longLayout_->addWidget(value);
    } else {
      factsLayout_->addRow(caption, value);
    }
    rows.append(qMakePair(caption, value));
  }
  for (qsizetype i = 0; i < rows.size(); ++i) {
    const bool used = i < facts.size() && !facts[i].second.isEmpty();
    rows[i].first->setVisible(used);
    rows[i].second->setVisible(used);
    if (!used) continue;
    if (rows[i].first->text() != facts[i].first) rows[i].first->setText(facts[i].first);
    if (rows[i].second->text() != facts[i].second) rows[i].second->setText(facts[i].second);
  }
}

void RunsDetail::showFacts() {
  const QLocale locale;
  const auto& status = run_->status;
  Facts facts;
  facts.append({tr("State"), RunListModel::stateText(status.state)});
  facts.append({tr("Epoch"), tr("%1 of %2").arg(locale.toString(status.epoch, 'f', 1)).arg(status.totalEpochs)});
  facts.append(
      {tr("Steps"),
       tr("%1 of %2").arg(locale.toString(qlonglong(status.step)), locale.toString(qlonglong(status.totalSteps)))});
  for (const auto& metric : run_->metrics) {
    facts.append({curveTitle(QString::fromStdString(metric.name)), locale.toString(metric.value, 'g', 4)});
  }
  const QStringList settings = chosenSettings(run_->spec);
  facts.append({tr("Preset"), QString::fromStdString(run_->spec.preset)});
  fillFacts(facts, rows_, false);
  QStringList tags;
  for (const auto& tag : run_->notes.tags) tags << QString::fromStdString(tag);
  fillFacts({{tr("Tags"), tags.join(QStringLiteral(", "))},
             {tr("Note"), QString::fromStdString(run_->notes.note)},
             {tr("Settings"), settings.isEmpty() ? tr("All at their defaults") : breakable(settings.join(u'\n'))},
             {tr("Data"), QString::fromStdString(run_->spec.data.path)},
             {tr("Folder"), path()}},
            longRows_, true);
}

void RunsDetail::copyCommand() {
  if (!run_) return;
  Json patch = differences(toJson(run_->spec), toJson(defaultRunSpec(run_->spec.task)));
  patch.erase("preset");  // every setting is spelled out
  QGuiApplication::clipboard()->setText(trainCommand(run_->spec.task, {}, patch));
}

void RunsDetail::retranslate() {
  openButton_->setText(tr("Open"));
  openButton_->setToolTip(tr("Makes it the current run: curves and predictions show it."));
  resumeButton_->setText(tr("Resume from the last checkpoint"));
  moreButton_->setText(tr("Train more epochs"));
  moreButton_->setToolTip(tr("Goes on where the run ended; its curves continue."));
  moreEpochs_->setAccessibleName(tr("Epochs to add"));
  copyButton_->setText(tr("Copy command"));
  copyButton_->setToolTip(tr("The command line that trains the same run again."));
  hideButton_->setToolTip(tr("Leaves the run out of the list; nothing is deleted."));
  deleteButton_->setText(tr("Delete…"));
  setRun(run_);
}

}  // namespace marcie::ui
