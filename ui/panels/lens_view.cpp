// What the robustness lens looks like, and the curves of the whole split below it.
#include <algorithm>

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/panels/lens_page.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kAffectedShown = 5;  // classes at each end

}  // namespace

void LensPage::build() {
  constexpr int g = Theme::kGrid;
  empty_ = new EmptyState("predict", this);
  page_ = new QWidget(this);
  auto* splitter = new QSplitter(Qt::Vertical, page_);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(buildTop());
  splitter->addWidget(buildBottom());
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 2);
  auto* column = new QVBoxLayout(page_);
  column->setContentsMargins(2 * g, g, 2 * g, g);
  column->addWidget(splitter);
  stack_ = new QStackedWidget(this);
  stack_->addWidget(empty_);
  stack_->addWidget(page_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(stack_);
}

QWidget* LensPage::buildTop() {
  constexpr int g = Theme::kGrid;
  auto* top = new QWidget(page_);
  corruptionLabel_ = new QLabel(top);
  list_ = new QListWidget(top);
  list_->setObjectName(QStringLiteral("corruptionList"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setFixedWidth(150);
  corruptionLabel_->setBuddy(list_);
  severityLabel_ = new QLabel(top);
  slider_ = new QSlider(Qt::Horizontal, top);
  slider_->setObjectName(QStringLiteral("severitySlider"));
  slider_->setRange(0, 5 * kLensSteps);
  slider_->setPageStep(kLensSteps);  // a whole severity, as it is measured
  slider_->setTickInterval(kLensSteps);
  slider_->setTickPosition(QSlider::TicksBelow);
  severityLabel_->setBuddy(slider_);
  severityText_ = new QLabel(top);
  severityText_->setObjectName(QStringLiteral("severityText"));
  severityText_->setMinimumWidth(80);
  noteLabel_ = new QLabel(top);
  noteLabel_->setFont(Theme::smallFont());
  noteLabel_->setProperty("muted", true);
  auto* bar = new QHBoxLayout;
  bar->addWidget(severityLabel_);
  bar->addWidget(slider_, 1);
  bar->addWidget(severityText_);
  bar->addWidget(noteLabel_);
  picture_ = new PictureView(top);
  picture_->setObjectName(QStringLiteral("damagedPicture"));
  map_ = new ScatterMap(top);
  map_->setObjectName(QStringLiteral("lensMap"));
  map_->setExportName(QStringLiteral("robustness-map"));
  bars_ = new GroupedBars(top);
  bars_->setObjectName(QStringLiteral("lensBars"));
  bars_->setExportName(QStringLiteral("robustness-parts"));
  distanceLabel_ = new QLabel(top);
  distanceLabel_->setObjectName(QStringLiteral("lensDistanceLabel"));
  distanceLabel_->setWordWrap(true);
  distanceLabel_->setFont(Theme::smallFont());
  distanceLabel_->setProperty("muted", true);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(2 * g);
  middle->addWidget(picture_, 3);
  middle->addWidget(map_, 4);
  middle->addWidget(bars_, 4, Qt::AlignTop);
  auto* right = new QVBoxLayout;
  right->addLayout(bar);
  right->addLayout(middle, 1);
  right->addWidget(distanceLabel_);
  auto* left = new QVBoxLayout;
  left->addWidget(corruptionLabel_);
  left->addWidget(list_, 1);
  auto* row = new QHBoxLayout(top);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2 * g);
  row->addLayout(left);
  row->addLayout(right, 1);
  return top;
}

QWidget* LensPage::buildBottom() {
  auto* bottom = new QWidget(page_);
  setLabel_ = new QLabel(bottom);
  setLabel_->setObjectName(QStringLiteral("robustnessLabel"));
  setLabel_->setWordWrap(true);
  measureButton_ = new QPushButton(bottom);
  measureButton_->setObjectName(QStringLiteral("measureButton"));
  progress_ = new QProgressBar(bottom);
  progress_->setObjectName(QStringLiteral("measureProgress"));
  progress_->setMaximumWidth(160);
  curves_ = new LinePlot(bottom);
  curves_->setObjectName(QStringLiteral("severityPlot"));
  curves_->setExportName(QStringLiteral("robustness"));
  curves_->setYFloor(0, 1);
  classes_ = new TextTableView(bottom);
  classes_->setObjectName(QStringLiteral("affectedTable"));
  classes_->setExportName(QStringLiteral("affected-classes"));
  auto* bar = new QHBoxLayout;
  bar->addWidget(setLabel_, 1);
  bar->addWidget(progress_);
  bar->addWidget(measureButton_);
  auto* row = new QHBoxLayout;
  row->addWidget(curves_, 3);
  row->addWidget(classes_, 2);
  auto* column = new QVBoxLayout(bottom);
  column->setContentsMargins(0, Theme::kGrid, 0, 0);
  column->addLayout(bar);
  column->addLayout(row, 1);
  return bottom;
}

void LensPage::retranslate() {
  corruptionLabel_->setText(tr("Damage"));
  severityLabel_->setText(tr("Severity"));
  slider_->setAccessibleName(tr("Severity"));
  slider_->setToolTip(tr("0 (undamaged) to 5; arrow keys move by 0.1, Page Up and Page Down by 1"));
  list_->setAccessibleName(tr("Damage"));
  picture_->setAccessibleName(tr("Damaged picture"));
  map_->setPlaceholder(tr("No map: this run has no diffusion with targets"));
  map_->setAccessibleName(tr("Map of the reconstruction"));
  curves_->setXAxis(tr("severity"));
  curves_->setYAxis(tr("accuracy"));
  curves_->setPlaceholder(tr("Nothing has been measured on damaged pictures yet"));
  showMeasured();
  if (reply_) {
    showReply();
  } else {
    refresh();
  }
}

void LensPage::showMeasured() {
  const bool isMeasuring = measuring_ != 0;
  measureButton_->setText(isMeasuring ? tr("Stop measuring")
                          : measured_ && !measured_->reports.empty() && !measured_->isOutdated
                              ? tr("Measure what is missing")
                              : tr("Measure the test pictures"));
  measureButton_->setToolTip(
      tr("Asks the run about every test picture with every damage at every severity; what is "
         "measured is kept (marcie-cli robustness RUN)"));
  progress_->setVisible(isMeasuring);
  curves_->clearSeries();
  const bool known = measured_ && !measured_->reports.empty();
  curves_->setVisible(known);
  classes_->setVisible(known);
  if (!known) {
    if (!isMeasuring) setLabel_->setText(tr("How much worse the run gets over the whole split is not known yet."));
    return;
  }
  const RobustnessReport& report = measured_->reports.front();
  if (!isMeasuring) {
    setLabel_->setText(tr("%1 test pictures: %2 undamaged, %3 damaged (mean of %4 kinds)")
                           .arg(number(report.pictures), percentText(report.clean), percentText(report.corrupted),
                                number(static_cast<qint64>(report.byCorruption.size()))) +
                       (measured_->isOutdated ? tr(" · measured with an older checkpoint") : QString()));
  }
  QVector<double> severities{0};
  for (const int severity : report.severities) severities << severity;
  const auto add = [&](const QString& name, int colour, Qt::PenStyle style, double width, const QVector<double>& y) {
    const int id = curves_->addSeries({name, colour, style, width, false, true});
    curves_->setData(id, severities, y);
  };
  QVector<double> mean(severities.size(), 0);
  const QString chosen = corruption();
  for (const CorruptionScore& score : report.byCorruption) {
    QVector<double> y{report.clean};
    for (const double accuracy : score.bySeverity) y << accuracy;
    for (qsizetype i = 0; i < y.size(); ++i) mean[i] += y[i] / static_cast<double>(report.byCorruption.size());
    if (q(score.corruption) == chosen) add(translated("Options", score.title), 1, Qt::SolidLine, 2.5, y);
  }
  add(tr("mean of all damage"), 0, Qt::SolidLine, 1.5, mean);
  add(tr("undamaged"), 7, Qt::DashLine, 1, QVector<double>(severities.size(), report.clean));
  TextTable table;
  table.header = {tr("Class"), tr("Undamaged"), tr("Damaged"), tr("Lost")};
  const auto count = static_cast<int>(report.byClass.size());
  for (int i = 0; i < count; ++i) {
    if (i >= kAffectedShown && i < count - kAffectedShown) continue;
    const ClassEffect& effect = report.byClass[static_cast<std::size_t>(i)];
    table.rows.append(
        {q(effect.name), percentText(effect.clean), percentText(effect.corrupted), percentText(effect.drop)});
  }
  classes_->setTable(table);
}

}  // namespace marcie::ui
