#include "ui/panels/diffusion_plots.h"

#include <algorithm>

#include <QSplitter>
#include <QVBoxLayout>

#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

using Measure = double protocol::DiffusionPosition::*;

// In ascending order of t, as the plot wants it; -1 is no value.
struct Distances {
  QVector<double> t, value;
  [[nodiscard]] bool isEmpty() const {
    return std::none_of(value.begin(), value.end(), [](double v) { return std::isfinite(v); });
  }
};
Distances distancesOf(const protocol::DiffusionTraceReply& reply, bool isState, Measure measure) {
  Distances result;
  for (auto it = reply.steps.rbegin(); it != reply.steps.rend(); ++it) {
    const double value = (isState ? it->state : it->x0).*measure;
    result.t << static_cast<double>(it->t);
    result.value << (value < 0 ? kNaN : value);
  }
  return result;
}

}  // namespace

DiffusionPlots::DiffusionPlots(QWidget* parent) : QWidget(parent) {
  tabs_ = new QTabWidget(this);
  tabs_->setObjectName(QStringLiteral("diffusionPlotTabs"));
  tabs_->setDocumentMode(true);
  distances_ = new LinePlot(this);
  distances_->setObjectName(QStringLiteral("distancePlot"));
  distances_->setExportName(QStringLiteral("diffusion-distances"));
  distances_->setXReversed(true);
  auto* page = new QWidget(this);
  warningLabel_ = new QLabel(page);
  warningLabel_->setObjectName(QStringLiteral("scheduleWarningLabel"));
  warningLabel_->setProperty("warning", true);
  warningLabel_->setWordWrap(true);
  schedule_ = new LinePlot(page);
  schedule_->setObjectName(QStringLiteral("schedulePlot"));
  schedule_->setExportName(QStringLiteral("noise-schedule"));
  schedule_->setXReversed(true);
  schedule_->setLogScale(true);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, Theme::kGrid / 2, 0, 0);
  column->addWidget(warningLabel_);
  column->addWidget(schedule_, 1);
  tabs_->addTab(distances_, {});
  tabs_->addTab(page, {});
  map_ = new ScatterMap(this);
  map_->setObjectName(QStringLiteral("diffusionMap"));
  map_->setExportName(QStringLiteral("diffusion-map"));
  map_->setHoverText([this](int point) {
    const Place& place = places_[point];
    if (place.walk < 0) return place.name;
    return place.name + QStringLiteral(" · ") + (place.isState ? QStringLiteral("x_t") : QStringLiteral("x̂₀"));
  });
  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(map_);
  splitter->addWidget(tabs_);
  splitter->setSizes({500, 500});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(splitter);
  connect(map_, &ScatterMap::chosen, this, [this](int point) {
    if (point >= 0 && places_[point].walk >= 0) Q_EMIT stepChosen(places_[point].walk, places_[point].step);
  });
  connect(map_, &ScatterMap::exported, this, &DiffusionPlots::exported);
  connect(map_, &ScatterMap::exportFailed, this, &DiffusionPlots::exportFailed);
  for (auto* plot : {distances_, schedule_}) {
    connect(plot, &LinePlot::exported, this, &DiffusionPlots::exported);
    connect(plot, &LinePlot::exportFailed, this, &DiffusionPlots::exportFailed);
  }
  retranslate();
}

void DiffusionPlots::retranslate() {
  tabs_->setTabText(0, tr("Distances"));
  tabs_->setTabText(1, tr("Noise schedule"));
  distances_->setXAxis(tr("t"));
  distances_->setYAxis(tr("distance (RMS)"));
  distances_->setPlaceholder(tr("No target to measure to"));
  schedule_->setXAxis(tr("t"));
  map_->setPlaceholder(tr("No map: this run's diffusion has no targets"));
  map_->setAccessibleName(tr("Map of the diffusion's space"));
  map_->setCsvColumns({tr("place"), tr("t"), tr("kind")}, [this](int point) {
    const Place& place = places_[point];
    const BranchNode* node = tree_ != nullptr ? tree_->find(place.walk) : nullptr;
    if (node == nullptr || !node->reply) return QStringList{place.name, QString(), QStringLiteral("class")};
    return QStringList{place.name, QString::number(node->reply->steps[static_cast<std::size_t>(place.step)].t),
                       place.isState ? QStringLiteral("x_t") : QStringLiteral("x0")};
  });
  drawSchedule();
  drawDistances();
  drawMap();
}

void DiffusionPlots::setScene(const protocol::DiffusionSceneReply& scene) {
  scene_ = scene;
  drawSchedule();
  drawMap();
}

void DiffusionPlots::drawSchedule() {
  schedule_->clearSeries();
  QStringList lines;
  for (const auto& warning : scene_.warnings) {
    lines << QStringLiteral("⚠ ") + q(warning.message) + QStringLiteral(". ") + q(warning.hint);
  }
  warningLabel_->setText(lines.join(u'\n'));
  warningLabel_->setVisible(!lines.isEmpty());
  tabs_->setTabText(1, lines.isEmpty() ? tr("Noise schedule") : tr("⚠ Noise schedule"));
  if (scene_.beta.empty()) return;
  QVector<double> t;
  for (std::size_t i = 0; i < scene_.beta.size(); ++i) t << static_cast<double>(i);
  const auto add = [&](const QString& name, int colour, Qt::PenStyle style, const std::vector<double>& values) {
    const int id = schedule_->addSeries({name, colour, style, 1.5, false, values.size() < 30});
    schedule_->setData(id, t, QVector<double>(values.begin(), values.end()));
  };
  add(tr("ᾱ: signal that is left"), 0, Qt::SolidLine, scene_.alphaBar);
  add(tr("β: noise of a step"), 1, Qt::DashLine, scene_.beta);
  add(tr("SNR = ᾱ / (1 − ᾱ)"), 2, Qt::DotLine, scene_.snr);
}

void DiffusionPlots::setWalks(const BranchTree& tree, int current, const std::map<int, QString>& names) {
  tree_ = &tree;
  current_ = current;
  names_ = names;
  drawDistances();
  drawMap();
}

void DiffusionPlots::drawDistances() {
  distances_->clearSeries();
  if (tree_ == nullptr) return;
  const auto add = [this](const BranchNode& node, const QString& name, Qt::PenStyle style, double width,
                          const Distances& data) {
    if (data.isEmpty()) return;
    const int id = distances_->addSeries({name, node.colour, style, width, false, true});
    distances_->setData(id, data.t, data.value);
  };
  for (const BranchNode& node : tree_->nodes()) {
    if (!node.reply) continue;
    const bool isCurrent = node.id == current_;
    const QString label = q(node.reply->trueLabel.empty() ? node.reply->prediction : node.reply->trueLabel);
    const Measure toClass = node.reply->trueLabel.empty() ? &protocol::DiffusionPosition::toPrediction
                                                          : &protocol::DiffusionPosition::toLabel;
    const auto it = names_.find(node.id);
    const QString prefix =
        it == names_.end() || tree_->nodes().size() < 2 ? QString() : it->second + QStringLiteral(" · ");
    add(node, prefix + tr("x̂₀ to %1").arg(label), Qt::SolidLine, isCurrent ? 2.5 : 1.2,
        distancesOf(*node.reply, false, toClass));
    if (!isCurrent) continue;
    add(node, prefix + tr("x_t to %1").arg(label), Qt::DashLine, 1.5, distancesOf(*node.reply, true, toClass));
    add(node, prefix + tr("x̂₀ to its text"), Qt::DotLine, 1.5,
        distancesOf(*node.reply, false, &protocol::DiffusionPosition::toText));
    if (node.reply->trueLabel.empty() || node.reply->trueLabel == node.reply->prediction) continue;
    add(node, prefix + tr("x̂₀ to %1 (predicted)").arg(q(node.reply->prediction)), Qt::DashDotLine, 1.5,
        distancesOf(*node.reply, false, &protocol::DiffusionPosition::toPrediction));
  }
  setStep(step_);
}

void DiffusionPlots::setStep(int step) {
  step_ = step;
  const BranchNode* node = tree_ != nullptr ? tree_->find(current_) : nullptr;
  const bool known = node != nullptr && node->reply && step >= 0 && step < static_cast<int>(node->reply->steps.size());
  const double t = known ? static_cast<double>(node->reply->steps[static_cast<std::size_t>(step)].t) : kNaN;
  QVector<PlotTick> ticks;
  if (known) ticks.append({t, tr("t = %1").arg(locale().toString(t)), PlotTick::Kind::strong});
  distances_->setTicks(ticks);
  schedule_->setTicks(ticks);
  drawPaths();
}

// Classes first, then every step of every walk: the map keeps all of them in sight.
void DiffusionPlots::drawMap() {
  QVector<float> coordinates;
  QVector<ScatterLabel> labels;
  places_.clear();
  if (!scene_.prototypes.empty()) {
    for (const auto& prototype : scene_.prototypes) {
      coordinates << static_cast<float>(prototype.x) << static_cast<float>(prototype.y);
      labels.append({{prototype.x, prototype.y}, q(prototype.name), -1});
      places_.append({-1, -1, false, q(prototype.name)});
    }
    const auto& nodes = tree_ != nullptr ? tree_->nodes() : std::vector<BranchNode>{};
    for (const BranchNode& node : nodes) {
      if (!node.reply) continue;
      const auto it = names_.find(node.id);
      for (std::size_t i = 0; i < node.reply->steps.size(); ++i) {
        const auto& step = node.reply->steps[i];
        const QString name =
            (it == names_.end() ? QString() : it->second + QStringLiteral(" · ")) + tr("t = %1").arg(step.t);
        coordinates << static_cast<float>(step.x0.x) << static_cast<float>(step.x0.y);
        places_.append({node.id, static_cast<int>(i), false, name});
        if (node.id != current_) continue;
        coordinates << static_cast<float>(step.state.x) << static_cast<float>(step.state.y);
        places_.append({node.id, static_cast<int>(i), true, name});
      }
    }
  }
  map_->setPoints(coordinates);
  map_->setLabels(labels);
  map_->setCaption(tr("Plane of the class prototypes (PCA, %1 of their variance)").arg(percentText(scene_.explained)));
  drawPaths();
}

void DiffusionPlots::drawPaths() {
  QVector<ScatterPath> paths;
  const auto& nodes = tree_ != nullptr ? tree_->nodes() : std::vector<BranchNode>{};
  for (const BranchNode& node : nodes) {
    if (!node.reply || scene_.prototypes.empty()) continue;
    const bool isCurrent = node.id == current_;
    const auto it = names_.find(node.id);
    const QString name = it == names_.end() ? QString() : it->second;
    ScatterPath targets{{}, name, node.colour, isCurrent ? step_ : -1, Qt::SolidLine};
    ScatterPath states{{}, name, node.colour, isCurrent ? step_ : -1, Qt::DotLine};
    for (const auto& step : node.reply->steps) {
      targets.points.append({step.x0.x, step.x0.y});
      states.points.append({step.state.x, step.state.y});
    }
    if (isCurrent) paths.append(states);
    paths.append(targets);
  }
  map_->setPaths(paths);
}

}  // namespace marcie::ui
