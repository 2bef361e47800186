#include "ui/panels/curves_panel.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/app_context.h"
#include "ui/charts/line_plot.h"
#include "ui/panels/curves_glance.h"
#include "ui/panels/curves_live_strip.h"
#include "ui/theme.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/empty_state.h"

namespace marcie::ui {

CurvesPanel::CurvesPanel(AppContext& context, QWidget* parent) : Panel(context, parent) {
  setObjectName(QStringLiteral("curvesPanel"));
  build();
  connect(&store(), &RunSeriesStore::shownChanged, this, &CurvesPanel::followShown);
  connect(&store(), &RunSeriesStore::titleChanged, this, [this] {
    isStale_ = true;
    appendNew();
  });
  for (auto* plot : {metricPlot_, lossPlot_}) {
    connect(plot, &LinePlot::exportFailed, this, [this](const QString& path) {
      this->context().messages().report(
          {ErrorCode::io, "could not write " + path.toStdString(), "Choose a folder that can be written to", {}},
          tr("The plot was not saved"));
    });
    connect(plot, &LinePlot::exported, &this->context(), &AppContext::noteExport);
  }
  retranslate();
  followShown();
}

RunSeriesStore& CurvesPanel::store() const {
  return context().series();
}

void CurvesPanel::build() {
  stack_ = new QStackedWidget(this);
  empty_ = new EmptyState(QStringLiteral("curves"), stack_);
  auto* page = new QWidget(stack_);
  metricPlot_ = new LinePlot(page);
  lossPlot_ = new LinePlot(page);
  metricPlot_->setObjectName(QStringLiteral("metricPlot"));
  lossPlot_->setObjectName(QStringLiteral("lossPlot"));
  metricPlot_->setYFloor(0, 1);
  LinePlot::link(metricPlot_, lossPlot_);
  auto* splitter = new QSplitter(Qt::Vertical, page);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(metricPlot_);
  splitter->addWidget(lossPlot_);
  strip_ = new LiveStrip(page);
  glance_ = new GlanceStrip(context(), page);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGrid);
  layout->addWidget(makeControls());
  layout->addWidget(splitter, 1);
  layout->addWidget(strip_);
  layout->addWidget(glance_);
  stack_->addWidget(empty_);
  stack_->addWidget(page);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(Theme::kGrid, Theme::kGrid, Theme::kGrid, Theme::kGrid);
  outer->addWidget(stack_);
}

QWidget* CurvesPanel::makeControls() {
  auto* bar = new QWidget(this);
  metricBox_ = new ChoiceBox(bar);
  metricBox_->setObjectName(QStringLiteral("metricBox"));
  metricBox_->setMinimumContentsLength(14);
  axisLabel_ = new QLabel(bar);
  axisBox_ = new QComboBox(bar);
  axisBox_->setObjectName(QStringLiteral("axisBox"));
  smoothingLabel_ = new QLabel(bar);
  smoothing_ = new QSlider(Qt::Horizontal, bar);
  smoothing_->setObjectName(QStringLiteral("smoothingSlider"));
  smoothing_->setRange(0, 99);
  smoothing_->setValue(60);
  smoothing_->setFixedWidth(96);
  smoothingValue_ = new QLabel(bar);
  smoothingValue_->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("0.00")) + 4);
  logBox_ = new QCheckBox(bar);
  logBox_->setObjectName(QStringLiteral("logBox"));
  partsButton_ = new QToolButton(bar);
  partsButton_->setObjectName(QStringLiteral("partsButton"));
  partsButton_->setPopupMode(QToolButton::InstantPopup);
  partsMenu_ = new QMenu(partsButton_);
  partsButton_->setMenu(partsMenu_);
  resetButton_ = new QToolButton(bar);
  resetButton_->setObjectName(QStringLiteral("resetZoomButton"));
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGrid);
  layout->addWidget(metricBox_);
  layout->addWidget(axisLabel_);
  layout->addWidget(axisBox_);
  layout->addWidget(smoothingLabel_);
  layout->addWidget(smoothing_);
  layout->addWidget(smoothingValue_);
  layout->addWidget(logBox_);
  layout->addWidget(partsButton_);
  layout->addStretch(1);
  layout->addWidget(resetButton_);
  connect(axisBox_, &QComboBox::activated, this, &CurvesPanel::rebuild);
  connect(metricBox_, &QComboBox::activated, this, &CurvesPanel::rebuild);
  const auto smooth = [this] {
    const double weight = smoothing_->value() / 100.0;
    smoothingValue_->setText(locale().toString(weight, 'f', 2));
    for (auto* plot : {metricPlot_, lossPlot_}) plot->setSmoothing(weight);
  };
  connect(smoothing_, &QSlider::valueChanged, this, smooth);
  smooth();
  connect(logBox_, &QCheckBox::toggled, lossPlot_, &LinePlot::setLogScale);
  connect(resetButton_, &QToolButton::clicked, this, [this] {
    metricPlot_->resetZoom();
    lossPlot_->resetZoom();
  });
  return bar;
}

void CurvesPanel::setCompact() {
  isCompact_ = true;
  for (QWidget* word : {static_cast<QWidget*>(axisLabel_), static_cast<QWidget*>(smoothingLabel_),
                        static_cast<QWidget*>(smoothingValue_), static_cast<QWidget*>(strip_)}) {
    word->hide();
  }
  metricBox_->setMinimumContentsLength(8);
  followShown();
}

RunAxis CurvesPanel::axis() const {
  return static_cast<RunAxis>(std::max(0, axisBox_->currentIndex()));
}

bool CurvesPanel::hasContent() const {
  const QStringList runs = store().shown();
  return std::any_of(runs.begin(), runs.end(), [this](const QString& run) { return !store().series(run)->isEmpty(); });
}

qsizetype CurvesPanel::pointCount() const {
  qsizetype count = 0;
  for (const auto& curve : drawn_) count += curve.count;
  return count;
}

void CurvesPanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  appendNew();
  glance_->catchUp();
}

void CurvesPanel::followShown() {
  const QStringList runs = store().shown();
  std::erase_if(followed_, [&](const auto& entry) {
    if (runs.contains(entry.first)) return false;
    disconnect(entry.second);
    return true;
  });
  for (const auto& run : runs) {
    if (followed_.contains(run)) continue;
    followed_[run] = connect(store().series(run), &RunSeries::changed, this,
                             [this, run](bool restarted) { onSeriesChanged(run, restarted); });
  }
  glance_->setRun(runs.size() == 1 && !isCompact_ ? runs.front()
                                                  : QString());  // of one run: beside others it would mislead
  isStale_ = true;
  appendNew();
}

void CurvesPanel::onSeriesChanged(const QString& run, bool restarted) {
  Q_UNUSED(run);
  isStale_ = isStale_ || restarted;
  appendNew();
}

// The one way to the screen: new points only, unless the set of curves itself has changed.
void CurvesPanel::appendNew() {
  updateState();
  if (!isVisible()) return;  // nothing is lost: the columns stay in the store
  if (isStale_ || hasNewNames()) return rebuild();
  for (auto& curve : drawn_) {
    auto* series = store().series(curve.run);
    const auto* metric = series->metric(curve.key);
    const auto& x = (metric != nullptr ? metric->at : series->steps()).on(axis());
    const auto& y = metric != nullptr ? metric->values : series->loss(curve.key);
    if (y.size() <= curve.count) continue;
    curve.plot->append(curve.id, x.mid(curve.count), y.mid(curve.count));
    curve.count = y.size();
  }
  drawMarks();
}

void CurvesPanel::retranslate() {
  empty_->setTexts(
      tr("No run to show yet"),
      tr("Start a training on the left, or choose one on the Runs page. Its curves move while it learns."));
  const int axis = std::max(0, axisBox_->currentIndex());
  axisBox_->clear();
  axisBox_->addItems({tr("Step"), tr("Epoch"), tr("Time")});
  axisBox_->setCurrentIndex(axis);
  axisLabel_->setText(tr("over"));
  smoothingLabel_->setText(tr("Smoothing"));
  smoothing_->setAccessibleName(tr("Smoothing"));
  smoothing_->setToolTip(tr("Moving average of training curves. The values themselves stay visible, pale, behind it."));
  logBox_->setText(tr("Log losses"));
  logBox_->setToolTip(tr("Logarithmic axis for the losses: tells small values apart."));
  partsButton_->setText(tr("Loss parts"));
  partsButton_->setToolTip(tr("Choose which parts of the loss are drawn."));
  resetButton_->setText(tr("Show all"));
  resetButton_->setToolTip(tr("Ends the zoom. Double-click in a plot does the same; the wheel zooms, dragging moves."));
  axisBox_->setAccessibleName(tr("Horizontal axis"));
  metricBox_->setAccessibleName(tr("Metric of the upper plot"));
  rebuild();
}

void CurvesPanel::updateState() {
  stack_->setCurrentIndex(hasContent() ? 1 : 0);
  const QStringList runs = store().shown();
  if (!runs.isEmpty() && isVisible() && !isCompact_) strip_->setValues(liveValues(*store().series(runs.first())));
}

const PanelEntry& curvesPanelEntry() {
  static const PanelEntry entry{
      .name = "curves",
      .title = MARCIE_TR("Panels", "Curves"),
      .help = MARCIE_TR("Panels", "Accuracy and losses of the current run and of those it is compared with"),
      .icon = "curves",
      .workspace = "train",
      .stretch = 3,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new CurvesPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
