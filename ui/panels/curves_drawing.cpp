// Which curves CurvesPanel draws, and how they look.
#include <algorithm>
#include <array>
#include <map>

#include <QComboBox>
#include <QMenu>
#include <QToolButton>

#include "ui/bridge/app_context.h"
#include "ui/bridge/error_text.h"
#include "ui/charts/line_plot.h"
#include "ui/panels/curves_panel.h"

namespace marcie::ui {

namespace {

constexpr std::array kStyles{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
constexpr double kThin = 1.25, kThick = 2.5;  // px: training, validation

Qt::PenStyle penStyleOf(int index) {
  return kStyles[static_cast<std::size_t>(index) % kStyles.size()];
}

QString splitTitle(const QString& split) {
  if (split == QLatin1String("train")) return CurvesPanel::tr("training");
  if (split == QLatin1String("val")) return CurvesPanel::tr("validation");
  if (split == QLatin1String("test")) return CurvesPanel::tr("test");
  return split;
}

// What happened, without what is the same in every run.
QString markText(const RunMark& mark) {
  switch (mark.kind) {
    case RunMark::Kind::checkpoint:
      return CurvesPanel::tr("checkpoint");
    case RunMark::Kind::best:
      return CurvesPanel::tr("best checkpoint so far");
    case RunMark::Kind::learningRate:
      return CurvesPanel::tr("learning rate %1").arg(mark.text);
    case RunMark::Kind::pause:
      return CurvesPanel::tr("pause");
    case RunMark::Kind::warning:
      break;
  }
  return mark.text;
}

}  // namespace

QString curveTitle(const QString& name) {
  static const std::map<QString, const char*> titles{
      {"loss", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "loss")},
      {"ce", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "classes, fused")},
      {"ce_v", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "classes, pictures")},
      {"ce_s", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "classes, text")},
      {"ema", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "alignment (EMA)")},
      {"cdr_mse", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "reconstruction (CDR)")},
      {"cdr_ce", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "classes, CDR")},
      {"tag_bce", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "annotations")},
      {"top1", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Top-1 accuracy")},
      {"top5", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Top-5 accuracy")},
      {"macroF1", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Macro-F1")},
      {"tagAuc", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Annotations, AUC")},
      {"tagF1", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Annotations, F1")},
      {"imageToTextR1", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Picture → text, R@1")},
      {"imageToTextR5", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Picture → text, R@5")},
      {"textToImageR1", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Text → picture, R@1")},
      {"textToImageR5", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Text → picture, R@5")},
      {"matchedCosine", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Cosine of matched pairs")},
      {"mismatchedCosine", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Cosine of mismatched pairs")},
      {"modalityGap", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Modality gap")},
      {"coldAuc", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Cold items, AUC")},
      {"warmAuc", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Warm items, AUC")},
      {"allAuc", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "All items, AUC")},
      {"auc", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Cold + warm AUC")},
      {"coldRecall20", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Cold items, recall@20")},
      {"coldNdcg20", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Cold items, NDCG@20")},
      {"warmRecall20", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Warm items, recall@20")},
      {"warmNdcg20", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Warm items, NDCG@20")},
      {"allRecall20", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "All items, recall@20")},
      {"allNdcg20", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "All items, NDCG@20")},
      {"rank", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "ranking (BPR)")},
      {"length", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "length of vectors")},
      {"inference", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "content inference (CI)")},
      {"generate", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "generated identities")},
      {"headTrainPathTop1", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Top-1 on the training path")},
      {"headSampledTop1", QT_TRANSLATE_NOOP("marcie::ui::CurvesPanel", "Top-1 on sampled x_CDR")}};
  const auto it = titles.find(name);
  return it == titles.end() ? name : CurvesPanel::tr(it->second);
}

bool isShareMetric(const QString& name) {
  return name.contains(QLatin1String("F1")) || name.contains(QLatin1String("top"), Qt::CaseInsensitive) ||
         name.endsWith(QLatin1String("Auc")) || name.endsWith(QLatin1String("20")) ||
         name.endsWith(QLatin1String("R1")) || name.endsWith(QLatin1String("R5"));
}

QStringList CurvesPanel::wantedLosses(RunSeries* series) const {
  QStringList names;
  const bool alone = store().shown().size() == 1;
  for (const auto& name : series->lossNames()) {
    // Beside other runs the parts would be a thicket: the total alone unless a part was asked for.
    if (!hiddenParts_.contains(name) && (alone || name == QLatin1String("loss"))) names.append(name);
  }
  if (series->metric(QStringLiteral("val/loss")) != nullptr) names.append(QStringLiteral("val/loss"));
  return names;
}

QStringList CurvesPanel::wantedMetrics(RunSeries* series) const {
  QStringList keys;
  const QString metric = metricBox_->currentData().toString();
  for (const auto* split : {"train", "val", "test"}) {
    const QString key = QLatin1String(split) + u'/' + metric;
    if (series->metric(key) != nullptr) keys.append(key);
  }
  return keys;
}

bool CurvesPanel::hasNewNames() const {
  QStringList names;
  for (const auto& run : store().shown()) {
    auto* series = store().series(run);
    names += series->lossNames() + series->metricKeys();
  }
  return names != knownNames_;
}

void CurvesPanel::rebuild() {
  isStale_ = false;
  knownNames_.clear();
  const QStringList runs = store().shown();
  for (const auto& run : runs) knownNames_ += store().series(run)->lossNames() + store().series(run)->metricKeys();
  fillMetricChoice();
  fillParts();
  metricPlot_->clearSeries();
  lossPlot_->clearSeries();
  drawn_.clear();
  for (const auto& run : runs) {
    addMetrics(run, store().colourOf(run), runs.size() == 1);
    addLosses(run, store().colourOf(run), runs.size() == 1);
  }
  applyAxis();
  drawMarks();
  updateState();
}

void CurvesPanel::addMetrics(const QString& run, int colour, bool alone) {
  auto* series = store().series(run);
  for (const auto& key : wantedMetrics(series)) {
    const QString split = key.section(u'/', 0, 0);
    const bool isTraining = split == QLatin1String("train");
    const QString part = splitTitle(split);
    const PlotSeries look{.name = alone ? part : store().title(run) + QStringLiteral(" · ") + part,
                          .colour = colour,
                          .style = alone ? Qt::SolidLine : penStyleOf(colour),
                          .width = isTraining ? kThin : kThick,
                          .isSmoothed = false,  // means of an epoch already
                          .hasDots = true};
    const int id = metricPlot_->addSeries(look);
    const auto* metric = series->metric(key);
    metricPlot_->setData(id, metric->at.on(axis()), metric->values);
    drawn_.push_back({run, key, metricPlot_, id, metric->values.size()});
  }
}

void CurvesPanel::addLosses(const QString& run, int colour, bool alone) {
  auto* series = store().series(run);
  for (const auto& name : wantedLosses(series)) {
    const auto* metric = series->metric(name);
    // Colours follow the order of all parts, so that hiding one does not recolour the others.
    const int part = metric != nullptr ? 0 : static_cast<int>(series->lossNames().indexOf(name));
    const QString title = metric != nullptr ? tr("loss, validation") : curveTitle(name);
    const PlotSeries look{.name = alone ? title : store().title(run) + QStringLiteral(" · ") + title,
                          .colour = alone ? part : colour,
                          .style = alone ? Qt::SolidLine : penStyleOf(colour),
                          .width = metric != nullptr ? kThick : kThin,
                          .isSmoothed = metric == nullptr,
                          .hasDots = metric != nullptr};
    const int id = lossPlot_->addSeries(look);
    const auto& values = metric != nullptr ? metric->values : series->loss(name);
    lossPlot_->setData(id, (metric != nullptr ? metric->at : series->steps()).on(axis()), values);
    drawn_.push_back({run, name, lossPlot_, id, values.size()});
  }
}

void CurvesPanel::drawMarks() {
  const QStringList runs = store().shown();
  QVector<PlotBand> bands;
  QVector<PlotTick> ticks;
  if (!runs.isEmpty()) {
    auto* series = store().series(runs.first());
    for (const auto& phase : series->phases()) {
      bands.append({series->onAxis(phase.firstStep, axis()), series->onAxis(phase.endStep, axis()),
                    translated("Options", phase.title.toStdString())});
    }
    for (const auto& mark : series->marks()) {
      const bool strong = mark.kind != RunMark::Kind::checkpoint && mark.kind != RunMark::Kind::best;
      ticks.append(
          {series->onAxis(mark.step, axis()), markText(mark), strong ? PlotTick::Kind::strong : PlotTick::Kind::plain});
    }
  }
  for (auto* plot : {metricPlot_, lossPlot_}) {
    plot->setBands(bands);
    plot->setTicks(ticks);
  }
}

void CurvesPanel::applyAxis() {
  const QString label = axis() == RunAxis::step ? tr("step") : axis() == RunAxis::epoch ? tr("epoch") : tr("time");
  const auto kind = axis() == RunAxis::seconds ? LinePlot::XKind::duration : LinePlot::XKind::number;
  metricPlot_->setXAxis(label, kind);
  lossPlot_->setXAxis(label, kind);
  metricPlot_->setYAxis(metricBox_->currentText());
  lossPlot_->setYAxis(tr("loss"));
  metricPlot_->setPlaceholder(tr("Appears with the first epoch"));
  lossPlot_->setPlaceholder(tr("Appears with the first step"));
  metricPlot_->setExportName(QStringLiteral("accuracy"));
  lossPlot_->setExportName(QStringLiteral("loss"));
}

QStringList metricChoice(const QStringList& keys) {
  QStringList known;
  for (const auto& key : keys) {
    if (key.startsWith(QLatin1String("val/")) && key != QLatin1String("val/loss")) known.append(key.mid(4));
  }
  QStringList names;
  if (known.isEmpty() || known.contains(QLatin1String("top1"))) names.append(QStringLiteral("top1"));
  for (const auto* first : {"coldAuc", "warmAuc"}) {
    if (known.contains(QLatin1String(first))) names.append(QLatin1String(first));
  }
  names += known;
  names.removeDuplicates();
  return names;
}

void CurvesPanel::fillMetricChoice() {
  const QStringList names = metricChoice(knownNames_);
  const QString chosen = metricBox_->currentData().toString();
  metricBox_->clear();
  for (const auto& name : names) metricBox_->addItem(curveTitle(name), name);
  metricBox_->setCurrentIndex(std::max(0, metricBox_->findData(chosen)));
  // Only shares have a natural scale of 0 to 1.
  metricPlot_->setYFloor(0, isShareMetric(metricBox_->currentData().toString()) ? 1 : 0);
}

void CurvesPanel::fillParts() {
  QStringList names;
  for (const auto& run : store().shown()) names += store().series(run)->lossNames();
  names.removeDuplicates();
  partsMenu_->clear();
  for (const auto& name : names) {
    auto* action = partsMenu_->addAction(curveTitle(name));
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(!hiddenParts_.contains(name));
    connect(action, &QAction::toggled, this, [this, name](bool shown) {
      hiddenParts_.removeAll(name);
      if (!shown) hiddenParts_.append(name);
      // Later, because rebuilding replaces the menu that is being clicked.
      QMetaObject::invokeMethod(this, &CurvesPanel::rebuild, Qt::QueuedConnection);
    });
  }
  partsButton_->setEnabled(!names.isEmpty());
}

}  // namespace marcie::ui
