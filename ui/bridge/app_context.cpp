#include "ui/bridge/app_context.h"

#include "ui/bridge/error_text.h"

namespace marcie::ui {

AppContext::AppContext(QObject* parent) : QObject(parent), runs_(engine_, selection_), series_(engine_) {
  connect(&selection_, &Selection::runChanged, &series_, &RunSeriesStore::setCurrent);
  connect(&runs_, &RunController::infoChanged, this, [this] {
    const auto& info = runs_.info();
    if (info) series_.setTitle(QString::fromStdString(info->path), QString::fromStdString(info->notes.name));
  });
  connect(&engine_, &EngineClient::ready, this, &AppContext::onReady);
  connect(&engine_, &EngineClient::restarting, this, [this](const Error& error) {
    messages_.post({Message::Severity::warning,
                    tr("The engine stopped and is being started again."),
                    errorCause(error),
                    errorDetails(error),
                    {},
                    {}});
  });
  connect(&engine_, &EngineClient::failed, this, [this](const Error& error) {
    messages_.post({Message::Severity::error, tr("The engine does not run, so nothing can be computed."),
                    errorCause(error) + (error.hint.empty() ? QString() : ". " + QString::fromStdString(error.hint)),
                    errorDetails(error), tr("Try again"), [this] { engine_.start(); }});
  });
  connect(&engine_, &EngineClient::progress, this, [this](qint64 id, qint64 done, qint64 total, const QString& text) {
    if (id != sampleCall_) return;
    Q_EMIT sampleProgress(text, total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1.0);
  });
  connect(&runs_, &RunController::openFailed, this,
          [this](const QString&, const Error& error) { messages_.report(error, tr("The run cannot be opened")); });
  connect(&runs_, &RunController::controlFailed, this,
          [this](const QString&, const Error& error) { messages_.report(error, tr("The run did not obey")); });
}

void AppContext::onReady() {
  loadCatalog();
  if (!attached_) runs_.attachToLiveRun();
  attached_ = true;
}

void AppContext::loadCatalog() {
  engine_.call<protocol::Catalog>(this, {}, [this](Result<protocol::CatalogReply> reply) {
    if (!reply.ok()) return messages_.report(reply.error(), tr("The list of options could not be read"));
    catalog_ = std::move(*reply);
    Q_EMIT catalogLoaded();
  });
}

const protocol::TaskCatalog* AppContext::taskCatalog(std::string_view task) const {
  if (!catalog_) return nullptr;
  const auto it = catalog_->tasks.find(std::string(task));
  return it == catalog_->tasks.end() ? nullptr : &it->second;
}

Json AppContext::dataPatch() const {
  if (!selection_.hasData()) return Json::object();
  if (selection_.hasInteractions()) return differences(toJson(selection_.recDataOptions()), toJson(RecDataOptions{}));
  return differences(toJson(selection_.dataOptions()), toJson(DataOptions{}));
}

Result<RunSpec> AppContext::composeSpec(const std::string& preset, const Json& patch) const {
  Json presetPatch = Json::object();
  if (const auto* catalog = taskCatalog()) {
    for (const auto& entry : catalog->presets) {
      if (entry.name == preset && entry.options.is_object()) presetPatch = entry.options;
    }
  }
  Json all{{"task", std::string(selection_.task())}, {"preset", preset}};
  if (const Json data = dataPatch(); !data.empty()) all["data"] = data;
  if (patch.is_object()) all.merge_patch(patch);
  return makeRunSpec(presetPatch, all);
}

QString AppContext::suggestedPreset() const {
  const std::string& samples = engine_.hello().sampleRoot;
  const std::string path = selection_.dataPath().toStdString();
  const bool isSample = !samples.empty() && (path == samples || path.starts_with(samples + "/"));
  return isSample ? QStringLiteral("quick") : QStringLiteral("standard");
}

void AppContext::noteExportFailed(const QString& path) {
  messages_.report({ErrorCode::io, path.toStdString() + " cannot be written", {}, {}},
                   tr("The figure could not be saved"));
}

void AppContext::trySample() {
  if (sampleCall_ != 0) return;
  Q_EMIT sampleProgress(tr("Drawing the kitchen sample…"), -1);
  sampleCall_ = engine_.call<protocol::MakeSample>(this, {}, [this](Result<protocol::MakeSampleReply> reply) {
    if (!reply.ok()) return endSample(&reply.error());
    inspectSample(reply->path);
  });
}

void AppContext::inspectSample(const std::string& path) {
  DataOptions options;
  options.path = path;
  Q_EMIT sampleProgress(tr("Looking at the sample…"), -1);
  sampleCall_ =
      engine_.call<protocol::DataInspect>(this, {.data = options}, [this, options](Result<DatasetSummary> summary) {
        if (!summary.ok()) return endSample(&summary.error());
        trainSample(options, *summary);
      });
}

void AppContext::trainSample(const DataOptions& options, const DatasetSummary& summary) {
  selection_.useData(options, summary);
  const auto spec = composeSpec(suggestedPreset().toStdString(), Json::object());
  if (!spec.ok()) return endSample(&spec.error());
  endSample(nullptr);
  runs_.start(*spec, tr("Kitchen sample"));
  showPanel("train");
}

void AppContext::endSample(const Error* error) {
  sampleCall_ = 0;
  Q_EMIT sampleProgress({}, 1);
  if (error != nullptr) messages_.report(*error, tr("The kitchen sample could not be used"));
}

}  // namespace marcie::ui
