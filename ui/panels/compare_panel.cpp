#include "ui/panels/compare_panel.h"

#include <algorithm>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/bridge/app_context.h"
#include "ui/models/comparison.h"
#include "ui/panels/curves_panel.h"
#include "ui/theme.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/text_table_view.h"

namespace marcie::ui {

namespace {

constexpr int kRefreshMs = 200;
constexpr qsizetype kRunsInView = 6;  // as many as the table shows side by side

QLabel* sectionHeading(QWidget* parent) {
  auto* label = new QLabel(parent);
  QFont font = Theme::bodyFont();
  font.setWeight(QFont::DemiBold);
  label->setFont(font);
  return label;
}

}  // namespace

ComparePanel::ComparePanel(AppContext& context, QWidget* parent) : Panel(context, parent) {
  setObjectName(QStringLiteral("comparePanel"));
  build();
  refresh_.setSingleShot(true);
  refresh_.setInterval(kRefreshMs);
  connect(&refresh_, &QTimer::timeout, this, [this] {
    fillMetricChoice();
    showMetrics();
  });
  connect(&context.series(), &RunSeriesStore::shownChanged, this, &ComparePanel::follow);
  connect(&context.runs(), &RunController::runsChanged, this, &ComparePanel::follow);
  connect(&context.engine(), &EngineClient::ready, this, &ComparePanel::follow);
  connect(&context.engine(), &EngineClient::runEvents, this, [this] {
    if (isVisible() && !refresh_.isActive()) refresh_.start();
  });
  connect(metricBox_, &QComboBox::activated, this, &ComparePanel::showMetrics);
  connect(differencesBox_, &QCheckBox::toggled, this, &ComparePanel::showSettings);
  connect(chooseButton_, &QPushButton::clicked, this, [this] { this->context().showPanel(QStringLiteral("runs")); });
  connect(endButton_, &QPushButton::clicked, this, [this] { this->context().series().setCompared({}); });
  for (auto* table : {metrics_, settings_}) {
    connect(table, &TextTableView::exported, &context, &AppContext::noteExport);
    connect(table, &TextTableView::exportFailed, this, [this](const QString& path) {
      this->context().messages().report(
          {ErrorCode::io, "could not write " + path.toStdString(), "Choose a folder that can be written to", {}},
          tr("The table was not saved"));
    });
  }
  retranslate();
  follow();
}

void ComparePanel::build() {
  constexpr int g = Theme::kGrid;
  stack_ = new QStackedWidget(this);
  empty_ = new EmptyState(QStringLiteral("compare"), stack_);
  connect(empty_->addButton(QStringLiteral("goToRunsButton"), true), &QPushButton::clicked, this,
          [this] { context().showPanel(QStringLiteral("runs")); });
  auto* page = new QWidget(stack_);
  title_ = new QLabel(page);
  title_->setObjectName(QStringLiteral("compareTitle"));
  title_->setFont(Theme::headingFont());
  chooseButton_ = new QPushButton(page);
  chooseButton_->setObjectName(QStringLiteral("chooseRunsButton"));
  endButton_ = new QPushButton(page);
  endButton_->setObjectName(QStringLiteral("endCompareButton"));
  auto* head = new QHBoxLayout;
  head->setContentsMargins(g, g / 2, g, 0);
  head->addWidget(title_);
  head->addStretch(1);
  head->setSpacing(g);
  head->addWidget(chooseButton_);
  head->addWidget(endButton_);
  curves_ = new CurvesPanel(context(), page);
  curves_->setObjectName(QStringLiteral("comparedCurves"));
  curves_->setCompact();
  auto* splitter = new QSplitter(Qt::Horizontal, page);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(curves_);
  splitter->addWidget(makeTables());
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 2);
  splitter->setSizes({600, 500});
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(head);
  layout->addWidget(splitter, 1);
  stack_->addWidget(empty_);
  stack_->addWidget(page);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(g, g, g, g);
  outer->addWidget(stack_);
}

QWidget* ComparePanel::makeTables() {
  constexpr int g = Theme::kGrid;
  auto* side = new QWidget(this);
  metricHeading_ = sectionHeading(side);
  metricBox_ = new ChoiceBox(side);
  metricBox_->setObjectName(QStringLiteral("compareMetricBox"));
  metricBox_->setMinimumContentsLength(14);
  metrics_ = new TextTableView(side);
  metrics_->setObjectName(QStringLiteral("metricTable"));
  metrics_->setExportName(QStringLiteral("metrics"));
  settingsHeading_ = sectionHeading(side);
  differencesBox_ = new QCheckBox(side);
  differencesBox_->setObjectName(QStringLiteral("differencesBox"));
  differencesBox_->setChecked(true);
  settings_ = new TextTableView(side);
  settings_->setObjectName(QStringLiteral("settingsTable"));
  settings_->setExportName(QStringLiteral("settings"));
  const auto row = [](QWidget* left, QWidget* right) {
    auto* line = new QHBoxLayout;
    line->addWidget(left);
    line->addStretch(1);
    line->addWidget(right);
    return line;
  };
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(g, g, g, g);
  layout->setSpacing(g);
  layout->addLayout(row(metricHeading_, metricBox_));
  layout->addWidget(metrics_, 2);
  layout->addLayout(row(settingsHeading_, differencesBox_));
  layout->addWidget(settings_, 3);
  side->setMinimumWidth(320);
  return side;
}

bool ComparePanel::hasContent() const {
  return runs_.size() >= 2;
}

void ComparePanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  follow();
}

void ComparePanel::follow() {
  const QStringList shown = context().series().shown();
  if (shown.size() < 2) {
    runs_.clear();
    return stack_->setCurrentIndex(0);
  }
  if (!isVisible() || pending_ > 0 || context().engine().state() != EngineClient::State::ready) return;
  ++pending_;
  context().engine().call<protocol::RunsList>(this, {}, [this, shown](Result<protocol::RunsListReply> reply) {
    --pending_;
    if (shown != context().series().shown()) return follow();  // overtaken
    if (!reply.ok()) return context().messages().report(reply.error(), tr("The runs could not be compared"));
    runs_.clear();
    for (const auto& path : shown) {
      const auto it = std::find_if(reply->runs.begin(), reply->runs.end(),
                                   [&path](const RunInfo& run) { return path == QString::fromStdString(run.path); });
      if (it != reply->runs.end()) runs_.push_back(*it);
    }
    stack_->setCurrentIndex(hasContent() ? 1 : 0);
    showRuns();
  });
}

void ComparePanel::compareNewest() {
  ++pending_;
  context().engine().call<protocol::RunsList>(this, {}, [this](const Result<protocol::RunsListReply>& reply) {
    --pending_;
    QStringList runs;
    for (const auto& run : reply.ok() ? reply->runs : std::vector<RunInfo>{}) {
      if (runs.size() < kRunsInView) runs << QString::fromStdString(run.path);
    }
    if (runs.size() >= 2) context().series().setCompared(runs);
  });
}

std::vector<PanelView> ComparePanel::views() {
  return {{{},
           [this] {
             if (!hasContent()) compareNewest();
           },
           {}}};
}

void ComparePanel::showRuns() {
  title_->setText(tr("%1 runs side by side").arg(QLocale().toString(qlonglong(runs_.size()))));
  fillMetricChoice();
  showMetrics();
  showSettings();
}

void ComparePanel::fillMetricChoice() {
  QStringList keys;
  for (const auto& run : runs_) keys += context().series().series(QString::fromStdString(run.path))->metricKeys();
  QStringList names = metricChoice(keys);
  if (keys.contains(QLatin1String("val/loss"))) names << QStringLiteral("loss");
  QStringList titles, shown;
  for (const auto& name : names) titles << curveTitle(name);
  for (int i = 0; i < metricBox_->count(); ++i) shown << metricBox_->itemText(i);
  if (titles == shown) return;
  const QString chosen = metricBox_->currentData().toString();
  metricBox_->clear();
  for (qsizetype i = 0; i < names.size(); ++i) metricBox_->addItem(titles[i], names[i]);
  metricBox_->setCurrentIndex(std::max(0, metricBox_->findData(chosen)));
}

void ComparePanel::showMetrics() {
  const QString metric = metricBox_->currentData().toString();
  std::vector<NamedMetric> rows;
  for (const auto& run : runs_) {
    const QString path = QString::fromStdString(run.path);
    rows.push_back({context().series().title(path), context().series().series(path)->metric("val/" + metric)});
  }
  metrics_->setTable(metricTable(rows, lowerIsBetter(metric), isShareMetric(metric)));
}

void ComparePanel::showSettings() {
  settings_->setTable(settingsTable(runs_, differencesBox_->isChecked()));
}

void ComparePanel::retranslate() {
  empty_->setTexts(tr("Nothing to compare yet"),
                   tr("Select two runs or more on the Runs page and press “Compare selected”. Their curves, what they "
                      "reached and how their settings differ appear here."));
  if (auto* button = empty_->findChild<QPushButton*>(QStringLiteral("goToRunsButton")))
    button->setText(tr("Go to Runs"));
  chooseButton_->setText(tr("Choose runs…"));
  endButton_->setText(tr("End comparison"));
  metricHeading_->setText(tr("On validation"));
  metricBox_->setAccessibleName(tr("Metric"));
  metrics_->setAccessibleName(tr("Metrics of the runs"));
  settingsHeading_->setText(tr("Settings"));
  settings_->setAccessibleName(tr("Settings of the runs"));
  differencesBox_->setText(tr("Differences only"));
  differencesBox_->setToolTip(tr("Leaves out settings that are the same in all of these runs."));
  showRuns();
}

const PanelEntry& comparePanelEntry() {
  static const PanelEntry entry{
      .name = "compare",
      .title = MARCIE_TR("Panels", "Compare"),
      .help = MARCIE_TR("Panels", "Chosen runs side by side: curves, metrics, settings"),
      .icon = "compare",
      .workspace = "compare",
      .stretch = 1,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new ComparePanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
