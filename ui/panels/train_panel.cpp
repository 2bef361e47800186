#include "ui/panels/train_panel.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/app_context.h"
#include "ui/bridge/error_text.h"
#include "ui/dialogs/discard_run.h"
#include "ui/forms/options_form.h"
#include "ui/panels/train_command.h"
#include "ui/theme.h"
#include "ui/widgets/choice_box.h"

namespace marcie::ui {

namespace {
using Activity = RunController::Activity;
}  // namespace

TrainPanel::TrainPanel(AppContext& context, QWidget* parent) : Panel(context, parent) {
  setObjectName(QStringLiteral("trainPanel"));
  build();
  connectAll();
  if (context.catalog() != nullptr) showTask();
  retranslate();
}

void TrainPanel::build() {
  presetLabel_ = new QLabel(this);
  presetBox_ = new ChoiceBox(this);
  presetBox_->setObjectName(QStringLiteral("presetBox"));
  presetLabel_->setBuddy(presetBox_);
  presetHelp_ = new QLabel(this);
  presetHelp_->setProperty("muted", true);
  presetHelp_->setWordWrap(true);
  form_ = new OptionsForm(this);
  form_->setObjectName(QStringLiteral("optionsForm"));
  state_ = new QLabel(this);
  state_->setObjectName(QStringLiteral("stateLabel"));
  state_->setWordWrap(true);
  auto* presetRow = new QHBoxLayout;
  presetRow->setSpacing(Theme::kGrid);
  presetRow->addWidget(presetLabel_);
  presetRow->addWidget(presetBox_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::kGrid, 2 * Theme::kGrid, Theme::kGrid, Theme::kGrid);
  layout->setSpacing(Theme::kGrid);
  layout->addLayout(presetRow);
  layout->addWidget(presetHelp_);
  layout->addWidget(form_, 1);
  layout->addWidget(state_);
  layout->addWidget(makeButtons());
  layout->addWidget(makeCommandRow());
  setMinimumWidth(400);
}

QWidget* TrainPanel::makeButtons() {
  auto* row = new QWidget(this);
  mainAction_ = new QAction(this);
  mainAction_->setObjectName(QStringLiteral("startRunAction"));
  mainAction_->setShortcut(QKeySequence(Qt::Key_F5));
  addAction(mainAction_);
  mainButton_ = new QPushButton(row);
  mainButton_->setObjectName(QStringLiteral("startButton"));
  mainButton_->setProperty("primary", true);
  mainButton_->setMinimumHeight(5 * Theme::kGrid);
  stopButton_ = new QPushButton(row);
  stopButton_->setObjectName(QStringLiteral("stopButton"));
  stopButton_->setMinimumHeight(5 * Theme::kGrid);
  discardButton_ = new QPushButton(row);
  discardButton_->setObjectName(QStringLiteral("discardButton"));
  discardButton_->setProperty("danger", true);
  discardButton_->setMinimumHeight(5 * Theme::kGrid);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGrid);
  layout->addWidget(mainButton_, 1);
  layout->addWidget(stopButton_);
  layout->addWidget(discardButton_);
  return row;
}

QWidget* TrainPanel::makeCommandRow() {
  auto* row = new QWidget(this);
  commandLabel_ = new QLabel(row);
  commandLabel_->setProperty("muted", true);
  commandLabel_->setFont(Theme::smallFont());
  command_ = new QLineEdit(row);
  command_->setObjectName(QStringLiteral("commandEdit"));
  command_->setReadOnly(true);
  QFont mono(QStringLiteral("monospace"));
  mono.setStyleHint(QFont::Monospace);
  mono.setPointSizeF(Theme::smallFont().pointSizeF());
  command_->setFont(mono);
  commandLabel_->setBuddy(command_);
  copyButton_ = new QToolButton(row);
  copyButton_->setObjectName(QStringLiteral("copyCommandButton"));
  copyButton_->setIcon(Theme::instance().icon(QStringLiteral("copy")));
  auto* layout = new QGridLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGrid / 2);
  layout->addWidget(commandLabel_, 0, 0, 1, 2);
  layout->addWidget(command_, 1, 0);
  layout->addWidget(copyButton_, 1, 1);
  return row;
}

void TrainPanel::connectAll() {
  auto& runs = context().runs();
  connect(&context(), &AppContext::catalogLoaded, this, &TrainPanel::showTask);
  connect(&context().selection(), &Selection::dataChanged, this, &TrainPanel::onData);
  connect(&runs, &RunController::activityChanged, this, &TrainPanel::refreshButtons);
  connect(&runs, &RunController::startRefused, this, &TrainPanel::onRefused);
  connect(&runs, &RunController::infoChanged, this, &TrainPanel::refreshState);
  connect(presetBox_, &QComboBox::activated, this, [this] {
    isPresetChosen_ = true;
    applyBase(false);
  });
  connect(form_, &OptionsForm::valueChanged, this, [this] {
    refreshCommand();
    refreshButtons();
  });
  connect(mainAction_, &QAction::triggered, this, &TrainPanel::onMainButton);
  connect(mainButton_, &QPushButton::clicked, mainAction_, &QAction::trigger);
  connect(stopButton_, &QPushButton::clicked, &runs, &RunController::stop);
  connect(discardButton_, &QPushButton::clicked, this, [this] { askToDiscard(this, context()); });
  connect(copyButton_, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    copyButton_->setIcon(Theme::instance().icon(QStringLiteral("copy")));
    refreshButtons();
  });
}

bool TrainPanel::hasContent() const {
  return form_->hasSchema();
}

QString TrainPanel::command() const {
  return command_->text();
}

std::string TrainPanel::preset() const {
  return presetBox_->currentData().toString().toStdString();
}

void TrainPanel::showTask() {
  const std::string task(context().selection().task());
  const auto* catalog = context().taskCatalog(task);
  if (catalog == nullptr) return refreshButtons();
  if (form_->hasSchema()) changes_[task_] = form_->changes();
  if (task != task_) isPresetChosen_ = false;
  const QString chosen = isPresetChosen_ ? presetBox_->currentData().toString() : context().suggestedPreset();
  task_ = task;
  form_->setSchema(catalog->schema);
  presetBox_->clear();
  for (const auto& entry : catalog->presets) {
    presetBox_->addItem(translated("Options", entry.title), QString::fromStdString(entry.name));
    presetBox_->setItemData(presetBox_->count() - 1, translated("Options", entry.help), Qt::ToolTipRole);
  }
  presetBox_->setCurrentIndex(std::max(0, presetBox_->findData(chosen)));
  applyBase(false);
  if (const auto kept = changes_.find(task_); kept != changes_.end()) form_->setValues(kept->second);
}

void TrainPanel::onData() {
  if (context().selection().task() != task_) return showTask();
  if (!isPresetChosen_) presetBox_->setCurrentIndex(std::max(0, presetBox_->findData(context().suggestedPreset())));
  applyBase(true);
}

void TrainPanel::applyBase(bool keepChanges) {
  const auto* catalog = context().taskCatalog(task_);
  if (catalog == nullptr || !form_->hasSchema()) return refreshButtons();
  const Json changes = keepChanges ? form_->changes() : Json::object();
  Json base = Json::object();
  for (const auto& entry : catalog->presets) {
    if (entry.name == preset() && entry.options.is_object()) base = entry.options;
  }
  Json data = context().dataPatch();
  if (data.is_object()) data.erase("path");  // belongs to the run, not to the form
  if (!data.empty()) base["data"].update(data);
  form_->setBase(base);
  if (!changes.empty()) form_->setValues(changes);
  presetHelp_->setText(presetBox_->currentData(Qt::ToolTipRole).toString());
  refreshButtons();
  refreshCommand();
}

void TrainPanel::onMainButton() {
  auto& runs = context().runs();
  if (runs.activity() == Activity::running) return runs.pause();
  if (runs.activity() == Activity::paused) return runs.unpause();
  if (!runs.isActive()) start();
}

void TrainPanel::start() {
  if (!whyNotReady().isEmpty()) return;
  form_->setProblems({});
  const auto spec = context().composeSpec(preset(), form_->changes());
  if (!spec.ok()) return onRefused(spec.error());
  context().runs().start(*spec);
}

void TrainPanel::onRefused(const Error& error) {
  if (error.code != ErrorCode::option) return context().messages().report(error, tr("The training did not start"));
  form_->setProblems(QString::fromStdString(error.message).split(u'\n', Qt::SkipEmptyParts));
  refreshButtons();
}

QString TrainPanel::whyNotReady() const {
  if (!form_->hasSchema()) return tr("Waiting for the engine…");
  if (!context().selection().hasData())
    return tr("No data is chosen yet. Open a folder on the Data page and press “Use this data”.");
  const auto problems = form_->problems().size();
  if (problems > 0) return tr("Options that need a look, marked above: %1").arg(problems);
  return {};
}

void TrainPanel::refreshButtons() {
  const auto activity = context().runs().activity();
  const bool isActive = context().runs().isActive();
  QString text = tr("Start training");
  QString icon = QStringLiteral("start");
  bool enabled = !isActive && whyNotReady().isEmpty();
  switch (activity) {
    case Activity::none:
    case Activity::ended:
      break;
    case Activity::starting:
      text = tr("Starting…");
      break;
    case Activity::running:
      text = tr("Pause");
      icon = QStringLiteral("pause");
      enabled = true;
      break;
    case Activity::pausing:
      text = tr("Pausing…");
      icon = QStringLiteral("pause");
      break;
    case Activity::paused:
      text = tr("Resume");
      enabled = true;
      break;
    case Activity::continuing:
      text = tr("Resuming…");
      break;
    case Activity::stopping:
      text = tr("Stopping…");
      break;
    case Activity::discarding:
      text = tr("Discarding…");
      break;
  }
  const auto& colours = Theme::instance().colours();
  mainButton_->setText(text);
  mainButton_->setIcon(
      QIcon(Theme::instance().pixmap(icon, 16, enabled ? colours.onAccent : colours.muted, devicePixelRatioF())));
  mainButton_->setEnabled(enabled);
  mainAction_->setText(text);
  mainAction_->setEnabled(enabled);
  const bool canEnd = activity == Activity::running || activity == Activity::pausing || activity == Activity::paused ||
                      activity == Activity::continuing;
  stopButton_->setEnabled(canEnd);
  discardButton_->setEnabled(canEnd || activity == Activity::stopping);
  refreshState();
}

void TrainPanel::refreshState() {
  const auto& runs = context().runs();
  QString text = whyNotReady();
  bool isWarning = !text.isEmpty();
  if (runs.isActive()) {
    text = tr("Changes here apply to the next run.");
    isWarning = false;
  } else if (text.isEmpty()) {
    const auto& selection = context().selection();
    const QString name = selection.dataPath().section(u'/', -1);
    text = selection.hasInteractions()
               ? tr("%1 · %2 interactions for training")
                     .arg(name, locale().toString(qlonglong(selection.recSummary().train)))
               : tr("%1 · %2 pictures for training").arg(name, locale().toString(qlonglong(selection.summary().train)));
  }
  state_->setText(text);
  state_->setProperty("muted", !isWarning);
  state_->setProperty("warning", isWarning);
  state_->style()->unpolish(state_);  // the style sheet looks at properties only when it is asked again
  state_->style()->polish(state_);
}

void TrainPanel::refreshCommand() {
  if (!form_->hasSchema()) return;
  Json patch = form_->changes();
  Json data = context().dataPatch();
  if (data.is_object() && !data.empty()) {
    if (patch.contains("data")) data.update(patch["data"]);
    patch["data"] = data;
  }
  command_->setText(trainCommand(task_, preset(), patch));
  command_->setCursorPosition(0);
}

void TrainPanel::retranslate() {
  presetLabel_->setText(tr("Preset"));
  presetBox_->setToolTip(tr("Settings to begin with. Choosing one sets every option."));
  stopButton_->setText(tr("Stop and save"));
  stopButton_->setToolTip(tr("Ends the run after this step and keeps what it has learned (Shift+F5)"));
  discardButton_->setText(tr("Discard"));
  discardButton_->setToolTip(tr("Ends the run and removes it (Ctrl+Shift+F5)"));
  mainButton_->setToolTip(tr("Starts, pauses and resumes the training (F5)"));
  commandLabel_->setText(tr("The same on the command line"));
  copyButton_->setToolTip(tr("Copy the command"));
  copyButton_->setAccessibleName(tr("Copy the command"));
  if (const auto* catalog = context().taskCatalog(task_)) {
    for (int i = 0; i < presetBox_->count(); ++i) {
      const auto& entry = catalog->presets[static_cast<std::size_t>(i)];
      presetBox_->setItemText(i, translated("Options", entry.title));
      presetBox_->setItemData(i, translated("Options", entry.help), Qt::ToolTipRole);
    }
    presetHelp_->setText(presetBox_->currentData(Qt::ToolTipRole).toString());
  }
  refreshButtons();
}

const PanelEntry& trainPanelEntry() {
  static const PanelEntry entry{
      .name = "train",
      .title = MARCIE_TR("Panels", "Train"),
      .help = MARCIE_TR("Panels", "Choose settings, start a run, pause and stop it"),
      .icon = "train",
      .workspace = "train",
      .stretch = 2,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new TrainPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
