#include "ui/panels/lens_page.h"

#include <algorithm>
#include <cmath>

#include <QFileInfo>

#include "ui/bridge/error_text.h"
#include "ui/models/thumbnail_store.h"
#include "ui/panels/predict_closer.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {

LensPage::LensPage(AppContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      call_(context.engine(), this, [this](const protocol::Lens& request, const Result<protocol::LensReply>& reply) {
        if (q(request.path) == path_ && q(request.run) == context_.selection().run()) onLens(reply);
      }) {
  build();
  connectParts();
  retranslate();
}

void LensPage::connectParts() {
  connect(slider_, &QSlider::valueChanged, this, &LensPage::askLens);
  connect(list_, &QListWidget::currentRowChanged, this, [this] {
    askLens();
    showMeasured();
  });
  connect(measureButton_, &QPushButton::clicked, this, &LensPage::measure);
  connect(&context_.engine(), &EngineClient::ready, this, [this] {
    measuring_ = 0;
    sceneOf_.clear();
    refresh();
  });
  connect(&context_.engine(), &EngineClient::progress, this, [this](qint64 id, qint64 done, qint64 total) {
    if (id != measuring_ || measuring_ == 0) return;
    progress_->setRange(0, static_cast<int>(total / 100 + 1));  // a QProgressBar counts in int
    progress_->setValue(static_cast<int>(done / 100));
    setLabel_->setText(tr("%1 of %2 damaged pictures").arg(number(done), number(total)));
  });
  connect(map_, &ScatterMap::chosen, this, [this](int point) {
    const auto labels = scene_ ? static_cast<int>(scene_->prototypes.size()) : 0;
    if (!reply_ || point < labels || point - labels >= static_cast<int>(reply_->places.size())) return;
    setSeverity(reply_->places[static_cast<std::size_t>(point - labels)].severity);
  });
  context_.noteExportsOf(map_);
  context_.noteExportsOf(curves_);
  context_.noteExportsOf(bars_);
  context_.noteExportsOf(classes_);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    if (reply_) showReply();
  });
}

QString LensPage::corruption() const {
  const auto* item = list_->currentItem();
  return item != nullptr ? item->data(Qt::UserRole).toString() : QString();
}

double LensPage::severity() const {
  return slider_->value() / static_cast<double>(kLensSteps);
}

void LensPage::setSeverity(double severity) {
  slider_->setValue(static_cast<int>(std::lround(severity * kLensSteps)));
}

void LensPage::setPicture(const QString& path) {
  path_ = path;
  reply_.reset();
  refresh();
}

void LensPage::setRun() {
  sceneOf_.clear();
  scene_.reset();
  measured_.reset();
  refresh();
}

void LensPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (stale_) refresh();
}

void LensPage::refresh() {
  const QString run = context_.selection().run();
  const auto explain = [this](const QString& headline, const QString& text) {
    empty_->setTexts(headline, text);
    stack_->setCurrentWidget(empty_);
  };
  if (run.isEmpty()) {
    reply_.reset();
    return explain(tr("No run is chosen"), tr("Train one on the Train page, or open one on the Runs page."));
  }
  if (path_.isEmpty()) {
    return explain(tr("No picture is chosen"),
                   tr("Drop a photo on the card, or pick one in the grid of the Data page; then damage it here."));
  }
  stale_ = !isVisible();
  if (stale_) return;
  askCorruptions();
  askScene();
  if (!measured_ || measured_->reports.empty()) askMeasured();
  askLens();
}

void LensPage::askCorruptions() {
  if (list_->count() > 0 || isListing_) return;
  isListing_ = true;
  context_.engine().call<protocol::Corruptions>(this, {}, [this](const Result<protocol::CorruptionsReply>& reply) {
    isListing_ = false;
    if (!reply.ok() || list_->count() > 0) return;
    const QSignalBlocker blocker(list_);
    for (const auto& one : reply->corruptions) {
      auto* item = new QListWidgetItem(translated("Options", one.title), list_);
      item->setData(Qt::UserRole, q(one.name));
      item->setToolTip(translated("Options", one.help));
    }
    list_->setCurrentRow(0);
    askLens();
    showMeasured();
  });
}

void LensPage::askLens() {
  const QString shown = QLocale().toString(severity(), 'f', 1);
  severityText_->setText(slider_->value() == 0 ? tr("undamaged") : tr("%1 of 5").arg(shown));
  const QString run = context_.selection().run();
  if (run.isEmpty() || path_.isEmpty() || corruption().isEmpty() || !isVisible()) return;
  protocol::Lens request;
  request.run = run.toStdString();
  request.path = path_.toStdString();
  request.corruption = corruption().toStdString();
  request.severity = severity();
  call_.request(request);
  curves_->setTicks({{severity(), tr("severity %1").arg(shown), PlotTick::Kind::strong}});
}

// The map's classes; a run without a diffusion has none, and the lens says so itself.
void LensPage::askScene() {
  const QString run = context_.selection().run();
  if (sceneOf_ == run) return;
  sceneOf_ = run;
  protocol::DiffusionScene request;
  request.run = run.toStdString();
  context_.engine().call<protocol::DiffusionScene>(
      this, request, [this, run](const Result<protocol::DiffusionSceneReply>& reply) {
        if (run != context_.selection().run()) return;
        scene_.reset();
        if (reply.ok()) {
          scene_ = *reply;
        } else if (reply.error().code == ErrorCode::cancelled) {
          sceneOf_.clear();  // another page asked; the next look asks again
        }
        showMap();
      });
}

void LensPage::askMeasured() {
  protocol::RobustnessRead request;
  request.run = context_.selection().run().toStdString();
  context_.engine().call<protocol::RobustnessRead>(
      this, request, [this, run = context_.selection().run()](const Result<protocol::RobustnessReply>& reply) {
        if (run != context_.selection().run() || !reply.ok()) return;
        measured_ = *reply;
        showMeasured();
      });
}

void LensPage::measure() {
  if (measuring_ != 0) return context_.engine().cancel(measuring_);
  protocol::RobustnessMeasure request;
  request.run = context_.selection().run().toStdString();
  measuring_ = context_.engine().call<protocol::RobustnessMeasure>(
      this, request, [this, run = context_.selection().run()](const Result<protocol::RobustnessReply>& reply) {
        measuring_ = 0;
        if (reply.ok() && run == context_.selection().run()) measured_ = *reply;
        if (!reply.ok() && reply.error().code != ErrorCode::cancelled) {
          context_.messages().report(reply.error(), tr("Robustness could not be measured"));
        }
        if (!reply.ok()) askMeasured();  // what was measured before it ended is kept
        showMeasured();
      });
  showMeasured();
}

void LensPage::onLens(const Result<protocol::LensReply>& reply) {
  if (!reply.ok()) {
    if (reply.error().code == ErrorCode::cancelled) return;
    reply_.reset();
    empty_->setTexts(
        tr("The lens sees nothing"),
        errorCause(reply.error()) + (reply.error().hint.empty() ? QString() : ". " + q(reply.error().hint)));
    stack_->setCurrentWidget(empty_);
    return;
  }
  reply_ = *reply;
  stack_->setCurrentWidget(page_);
  showReply();
}

void LensPage::showReply() {
  picture_->setImage(toImage(reply_->picture));
  QStringList groups, series;
  QVector<QVector<double>> values;
  int marked = -1;
  for (const auto& one : reply_->heads.front().top) {
    if (one.name == reply_->trueLabel) marked = static_cast<int>(groups.size());
    groups << q(one.name);
  }
  for (const auto& head : reply_->heads) {
    series << headTitle(head.name);
    values.append(QVector<double>());
    for (const auto& one : head.top) values.last() << one.probability;
  }
  bars_->setBars(groups, series, values, marked);
  QStringList lines;
  const auto distance = [](double value) { return QLocale().toString(value, 'f', 3); };
  if (reply_->toClean >= 0)
    lines << tr("Reconstruction: %1 from that of the undamaged picture").arg(distance(reply_->toClean));
  if (reply_->toLabel >= 0) lines << tr("%1 from its class %2").arg(distance(reply_->toLabel), q(reply_->trueLabel));
  if (reply_->toPrediction >= 0 && reply_->prediction != reply_->trueLabel) {
    lines << tr("%1 from %2 (predicted)").arg(distance(reply_->toPrediction), q(reply_->prediction));
  }
  if (reply_->toText >= 0) lines << tr("%1 from its own text").arg(distance(reply_->toText));
  for (const auto& note : reply_->notes) lines << translated("Options", note);
  distanceLabel_->setText(lines.join(QStringLiteral(" · ")));
  noteLabel_->setText(
      tr("%1, checkpoint of step %2 · %3 ms")
          .arg(QFileInfo(path_).fileName(), number(reply_->step), QLocale().toString(reply_->milliseconds, 'f', 0)));
  showMap();
}

void LensPage::showMap() {
  QVector<float> coordinates;
  QVector<ScatterLabel> labels;
  QVector<ScatterPath> paths;
  if (scene_ && !scene_->prototypes.empty()) {
    for (const auto& prototype : scene_->prototypes) {
      coordinates << static_cast<float>(prototype.x) << static_cast<float>(prototype.y);
      labels.append({{prototype.x, prototype.y}, q(prototype.name), -1});
    }
    if (reply_) {
      ScatterPath path{{}, tr("severity 0 to 5"), 1, -1, Qt::SolidLine};
      for (const auto& place : reply_->places) {
        if (place.severity == reply_->severity) path.current = static_cast<int>(path.points.size());
        path.points.append({place.x, place.y});
        coordinates << static_cast<float>(place.x) << static_cast<float>(place.y);
      }
      paths.append(path);
    }
  }
  map_->setPoints(coordinates);
  map_->setLabels(labels);
  map_->setPaths(paths);
}

}  // namespace marcie::ui
