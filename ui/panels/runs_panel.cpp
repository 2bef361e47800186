#include "ui/panels/runs_panel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/bridge/app_context.h"
#include "ui/dialogs/ask.h"
#include "ui/models/run_list_model.h"
#include "ui/panels/runs_detail.h"
#include "ui/theme.h"
#include "ui/widgets/empty_state.h"

namespace marcie::ui {

namespace {
constexpr int kPollMs = 5000;  // runs that a command line starts appear, too
constexpr auto kColumnsKey = "runs/tableColumns";
constexpr auto kHiddenKey = "runs/showHidden";
}  // namespace

RunsPanel::RunsPanel(AppContext& context, QWidget* parent) : Panel(context, parent) {
  setObjectName(QStringLiteral("runsPanel"));
  build();
  connectAll();
  retranslate();
  refresh();
}

void RunsPanel::build() {
  model_ = new RunListModel(this);
  sorted_ = new RunListFilter(*model_, this);
  stack_ = new QStackedWidget(this);
  empty_ = new EmptyState(QStringLiteral("runs"), stack_);
  connect(empty_->addButton(QStringLiteral("goToTrainButton"), true), &QPushButton::clicked, this,
          [this] { context().showPanel(QStringLiteral("train")); });
  auto* page = new QWidget(stack_);
  table_ = new QTableView(page);
  table_->setObjectName(QStringLiteral("runsTable"));
  table_->setModel(sorted_);
  table_->setSortingEnabled(true);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
  table_->setContextMenuPolicy(Qt::CustomContextMenu);
  table_->setShowGrid(false);
  table_->setAlternatingRowColors(true);
  table_->setWordWrap(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(4 * Theme::kGrid);
  table_->horizontalHeader()->setSectionsMovable(true);
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
  detail_ = new RunsDetail(page);
  detail_->setRun(std::nullopt);
  auto* splitter = new QSplitter(Qt::Horizontal, page);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(table_);
  splitter->addWidget(detail_);
  splitter->setStretchFactor(0, 1);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGrid);
  layout->addWidget(makeBar());
  layout->addWidget(splitter, 1);
  stack_->addWidget(empty_);
  stack_->addWidget(page);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(2 * Theme::kGrid, 2 * Theme::kGrid, 2 * Theme::kGrid, 2 * Theme::kGrid);
  outer->addWidget(stack_);
  restoreColumns();
}

QWidget* RunsPanel::makeBar() {
  auto* bar = new QWidget(this);
  filter_ = new QLineEdit(bar);
  filter_->setObjectName(QStringLiteral("runsFilter"));
  filter_->setClearButtonEnabled(true);
  filter_->setMaximumWidth(280);
  compareButton_ = new QPushButton(bar);
  compareButton_->setObjectName(QStringLiteral("compareButton"));
  clearButton_ = new QPushButton(bar);
  clearButton_->setObjectName(QStringLiteral("clearCompareButton"));
  hiddenBox_ = new QCheckBox(bar);
  hiddenBox_->setObjectName(QStringLiteral("showHiddenBox"));
  hiddenBox_->setChecked(QSettings().value(QLatin1String(kHiddenKey), false).toBool());
  sorted_->setShowsHidden(hiddenBox_->isChecked());
  count_ = new QLabel(bar);
  count_->setProperty("muted", true);
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGrid);
  layout->addWidget(filter_, 1);
  layout->addWidget(compareButton_);
  layout->addWidget(clearButton_);
  layout->addStretch(1);
  layout->addWidget(hiddenBox_);
  layout->addWidget(count_);
  return bar;
}

void RunsPanel::connectAll() {
  auto& runs = context().runs();
  connect(&context().engine(), &EngineClient::ready, this, &RunsPanel::refresh);
  connect(&context().engine(), &EngineClient::runStatus, this, [this](const QString& run, const RunStatus& status) {
    model_->setStatus(run, status);
    if (run == currentRun()) onSelection();
  });
  connect(&runs, &RunController::runsChanged, this, &RunsPanel::refresh);
  connect(&poll_, &QTimer::timeout, this, [this] {
    if (isVisible()) refresh();
  });
  poll_.start(kPollMs);
  connect(model_, &RunListModel::notesEdited, this, &RunsPanel::saveNotes);
  connect(filter_, &QLineEdit::textChanged, sorted_, &QSortFilterProxyModel::setFilterFixedString);
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPanel::onSelection);
  connect(table_, &QTableView::customContextMenuRequested, this, &RunsPanel::showContextMenu);
  connect(table_->horizontalHeader(), &QWidget::customContextMenuRequested, this, &RunsPanel::showColumnMenu);
  connect(hiddenBox_, &QCheckBox::toggled, this, [this](bool shows) {
    QSettings().setValue(QLatin1String(kHiddenKey), shows);
    sorted_->setShowsHidden(shows);
    onSelection();
  });
  connect(detail_, &RunsDetail::hideRequested, model_, &RunListModel::setHidden);
  connect(table_, &QTableView::doubleClicked, this, [this] { open(currentRun()); });
  connect(table_->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, &RunsPanel::saveColumns);
  connect(table_->horizontalHeader(), &QHeaderView::sectionMoved, this, &RunsPanel::saveColumns);
  connect(table_->horizontalHeader(), &QHeaderView::sectionResized, this, &RunsPanel::saveColumns);
  connect(compareButton_, &QPushButton::clicked, this, &RunsPanel::compare);
  connect(clearButton_, &QPushButton::clicked, this, [this] { context().series().setCompared({}); });
  connect(&context().series(), &RunSeriesStore::shownChanged, this, &RunsPanel::onSelection);
  connect(detail_, &RunsDetail::openRequested, this, &RunsPanel::open);
  connect(detail_, &RunsDetail::deleteRequested, this, &RunsPanel::remove);
  connect(detail_, &RunsDetail::resumeRequested, this, [this](const QString& run) {
    context().runs().control(run, protocol::RunAction::resume);
    open(run);
  });
  connect(detail_, &RunsDetail::moreEpochsRequested, this, [this](const QString& run, int epochs) {
    context().runs().control(run, protocol::RunAction::moreEpochs, epochs);
    open(run);
  });
  connect(&Theme::instance(), &Theme::changed, model_, &RunListModel::retranslate);
}

bool RunsPanel::hasContent() const {
  return model_->rowCount() > 0;
}

void RunsPanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  refresh();
}

void RunsPanel::refresh() {
  if (pending_ > 0 || context().engine().state() != EngineClient::State::ready) return;
  ++pending_;
  context().engine().call<protocol::RunsList>(this, {}, [this, edits = edits_](Result<protocol::RunsListReply> reply) {
    --pending_;
    if (edits != edits_) return refresh();
    // A list that cannot be read now is read again in a moment; the one on screen stays.
    if (!reply.ok()) return;
    // While a name is being typed nothing is replaced under the editor.
    if (table_->indexWidget(table_->currentIndex()) == nullptr) model_->setRuns(reply->runs);
    for (const auto& run : reply->runs) {
      context().series().setTitle(QString::fromStdString(run.path), QString::fromStdString(run.notes.name));
    }
    stack_->setCurrentIndex(hasContent() ? 1 : 0);
    if (!table_->selectionModel()->hasSelection() && hasContent()) {
      const int row = std::max(0, model_->rowOf(context().selection().run()));
      table_->setCurrentIndex(sorted_->mapFromSource(model_->index(row, RunListModel::kName)));
    }
    onSelection();
  });
}

QStringList RunsPanel::selectedRuns() const {
  QStringList runs;
  for (const auto& index : table_->selectionModel()->selectedRows()) {
    runs.append(index.data(RunListModel::kPathRole).toString());
  }
  return runs;
}

QString RunsPanel::currentRun() const {
  const QStringList runs = selectedRuns();
  const QString current = table_->currentIndex().data(RunListModel::kPathRole).toString();
  return runs.contains(current) ? current : runs.value(0);
}

void RunsPanel::onSelection() {
  const QStringList runs = selectedRuns();
  const auto* run = model_->run(currentRun());
  detail_->setRun(run == nullptr ? std::nullopt : std::optional<RunInfo>(*run));
  compareButton_->setEnabled(runs.size() >= 2 && runs.size() <= RunSeriesStore::kMostCompared);
  const auto compared = context().series().compared().size();
  clearButton_->setVisible(compared > 0);
  clearButton_->setText(tr("End comparison (%1)").arg(compared));
  const int hidden = model_->hiddenCount();
  hiddenBox_->setVisible(hidden > 0);
  hiddenBox_->setText(tr("Show hidden (%1)").arg(locale().toString(hidden)));
  count_->setText(tr("Runs: %1").arg(locale().toString(model_->rowCount())));
}

void RunsPanel::open(const QString& run) {
  if (run.isEmpty()) return;
  context().selection().setRun(run);
  context().series().setCompared({});
  context().showPanel(QStringLiteral("curves"));
}

void RunsPanel::compare() {
  const QStringList runs = selectedRuns();
  if (runs.size() < 2) return;
  if (!runs.contains(context().selection().run())) context().selection().setRun(currentRun());
  context().series().setCompared(runs);
  context().showPanel(QStringLiteral("compare"));
}

void RunsPanel::remove(const QString& run) {
  const auto* info = model_->run(run);
  if (info == nullptr || isLive(info->status.state)) return;
  ask(this,
      {tr("Delete this run?"),
       tr("“%1” moves to the trash beside the runs. It can be put back from there by hand.")
           .arg(RunListModel::nameOf(*info)),
       {tr("Delete"), tr("Keep")},
       1,
       0},
      [this, run](int choice) {
        if (choice == 0) removeNow(run);
      });
}

void RunsPanel::removeNow(const QString& run) {
  context().engine().call<protocol::RunDelete>(
      this, {.run = run.toStdString()}, [this, run](const Result<protocol::Empty>& reply) {
        if (!reply.ok()) return context().messages().report(reply.error(), tr("The run was not deleted"));
        QStringList compared = context().series().compared();
        compared.removeAll(run);
        context().series().setCompared(compared);
        if (context().selection().run() == run) context().selection().setRun({});
        refresh();
      });
}

void RunsPanel::saveNotes(const QString& run, const RunNotes& notes) {
  ++edits_;
  context().series().setTitle(run, QString::fromStdString(notes.name));
  context().engine().call<protocol::RunSetNotes>(
      this, {.run = run.toStdString(), .notes = notes}, [this](const Result<protocol::Empty>& reply) {
        if (!reply.ok()) context().messages().report(reply.error(), tr("The note was not saved"));
        onSelection();
      });
}

void RunsPanel::showContextMenu(const QPoint& position) {
  const QString run = currentRun();
  const auto* info = model_->run(run);
  if (info == nullptr) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Open"), this, [this, run] { open(run); });
  auto* both = menu->addAction(tr("Compare selected"), this, &RunsPanel::compare);
  both->setEnabled(compareButton_->isEnabled());
  const auto edit = [this](int column) { table_->edit(table_->currentIndex().siblingAtColumn(column)); };
  menu->addAction(tr("Rename"), this, [edit] { edit(RunListModel::kName); });
  menu->addAction(tr("Edit tags"), this, [edit] { edit(RunListModel::kTags); });
  menu->addAction(tr("Edit note"), this, [edit] { edit(RunListModel::kNote); });
  const bool isHidden = info->notes.hidden;
  menu->addAction(isHidden ? tr("Show again") : tr("Hide"), this,
                  [this, run, isHidden] { model_->setHidden(run, !isHidden); });
  menu->addSeparator();
  auto* gone = menu->addAction(tr("Delete…"), this, [this, run] { remove(run); });
  gone->setEnabled(!isLive(info->status.state));
  menu->popup(table_->viewport()->mapToGlobal(position));
}

void RunsPanel::showColumnMenu(const QPoint& position) {
  auto* header = table_->horizontalHeader();
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (int column = 0; column < RunListModel::kColumnCount; ++column) {
    if (column == RunListModel::kName) continue;  // a list without names is no list
    auto* action = menu->addAction(model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    action->setCheckable(true);
    action->setChecked(!header->isSectionHidden(column));
    connect(action, &QAction::toggled, this, [this, header, column](bool shown) {
      header->setSectionHidden(column, !shown);
      saveColumns();
    });
  }
  menu->popup(header->mapToGlobal(position));
}

void RunsPanel::restoreColumns() {
  auto* header = table_->horizontalHeader();
  if (header->restoreState(QSettings().value(QLatin1String(kColumnsKey)).toByteArray())) {
    return table_->sortByColumn(header->sortIndicatorSection(), header->sortIndicatorOrder());
  }
  const int widths[] = {96, 136, 168, 72, 84, 72, 88, 88};
  for (int column = 0; column < static_cast<int>(std::size(widths)); ++column) {
    table_->setColumnWidth(column, widths[column]);
  }
  table_->sortByColumn(RunListModel::kCreated, Qt::DescendingOrder);
}

void RunsPanel::saveColumns() const {
  QSettings().setValue(QLatin1String(kColumnsKey), table_->horizontalHeader()->saveState());
}

void RunsPanel::retranslate() {
  empty_->setTexts(tr("No runs yet"), tr("A run is one training with its settings, curves and checkpoints. "
                                         "Start the first one on the Train page; it stays here for good."));
  if (auto* button = empty_->findChild<QPushButton*>(QStringLiteral("goToTrainButton"))) {
    button->setText(tr("Go to Train"));
  }
  filter_->setPlaceholderText(tr("Filter runs"));
  filter_->setAccessibleName(tr("Filter runs"));
  table_->setAccessibleName(tr("Runs"));
  compareButton_->setText(tr("Compare selected"));
  compareButton_->setToolTip(tr("Sets the selected runs side by side: curves, metrics, settings (2 to 50)."));
  model_->retranslate();
  detail_->retranslate();
  onSelection();
}

const PanelEntry& runsPanelEntry() {
  static const PanelEntry entry{
      .name = "runs",
      .title = MARCIE_TR("Panels", "Runs"),
      .help = MARCIE_TR("Panels", "All runs: open, compare, resume, name and delete them"),
      .icon = "runs",
      .workspace = "runs",
      .stretch = 1,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new RunsPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
