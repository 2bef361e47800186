#include "ui/panels/curves_live_strip.h"

#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

#include "ui/models/run_series.h"
#include "ui/panels/curves_panel.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

namespace {

QString shortNumber(double value) {
  return std::isfinite(value) ? QLocale().toString(value, 'g', 3) : QString();
}

QString percent(const RunMetric* metric) {
  return percentText(metric == nullptr || metric->values.isEmpty() ? kNaN : metric->values.last());
}

}  // namespace

LiveStrip::LiveStrip(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);  // never widens the window
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(Theme::kGrid, 0, Theme::kGrid, 0);
  layout->setSpacing(3 * Theme::kGrid);
  layout->addStretch(1);
}

void LiveStrip::setValues(const std::vector<LiveValue>& values) {
  auto* row = qobject_cast<QHBoxLayout*>(layout());
  while (cells_.size() < values.size()) {
    auto* cell = new QVBoxLayout;
    cell->setSpacing(0);
    Cell made{new QLabel(this), new QLabel(this)};
    made.caption->setProperty("muted", true);
    made.caption->setFont(Theme::smallFont());
    QFont strong = Theme::bodyFont();
    strong.setWeight(QFont::DemiBold);
    made.value->setFont(strong);
    cell->addWidget(made.caption);
    cell->addWidget(made.value);
    row->insertLayout(static_cast<int>(cells_.size()), cell);
    cells_.push_back(made);
  }
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const bool used = i < values.size();
    cells_[i].caption->setVisible(used);
    cells_[i].value->setVisible(used);
    if (!used) continue;
    cells_[i].caption->setText(values[i].caption);
    cells_[i].value->setText(values[i].value);
  }
}

std::vector<LiveValue> liveValues(const RunSeries& series) {
  std::vector<LiveValue> out;
  const QLocale locale;
  const auto& steps = series.steps();
  if (steps.size() > 0) {
    out.push_back({LiveStrip::tr("Epoch"), locale.toString(steps.epoch.last(), 'f', 1)});
    out.push_back({LiveStrip::tr("Step"), locale.toString(steps.step.last(), 'f', 0)});
    for (const auto& name : series.lossNames()) {
      const QString value = shortNumber(series.loss(name).last());
      if (!value.isEmpty() && out.size() < 4) out.push_back({curveTitle(name), value});
    }
    out.push_back({LiveStrip::tr("Learning rate"), shortNumber(series.learningRate().last())});
  }
  if (const auto* warm = series.metric(QStringLiteral("val/warmAuc"))) {
    out.push_back({LiveStrip::tr("Cold AUC, validation"), percent(series.metric(QStringLiteral("val/coldAuc")))});
    out.push_back({LiveStrip::tr("Warm AUC, validation"), percent(warm)});
    return out;
  }
  out.push_back({LiveStrip::tr("Top-1, training"), percent(series.metric(QStringLiteral("train/top1")))});
  out.push_back({LiveStrip::tr("Top-1, validation"), percent(series.metric(QStringLiteral("val/top1")))});
  return out;
}

}  // namespace marcie::ui
