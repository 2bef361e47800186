// What every panel gets: the engine, the selection, the run controller, the messages. Owned by main(). GUI thread only.
#pragma once

#include <optional>
#include <string_view>

#include <QObject>
#include <QString>

#include "ui/bridge/engine_client.h"
#include "ui/bridge/messages.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/models/run_series.h"
#include "ui/models/selection_model.h"

namespace marcie::ui {

class AppContext : public QObject {
  Q_OBJECT
 public:
  explicit AppContext(QObject* parent = nullptr);

  [[nodiscard]] EngineClient& engine() { return engine_; }
  [[nodiscard]] Selection& selection() { return selection_; }
  // Pictures that are chosen together.
  [[nodiscard]] SelectionModel& pictures() { return pictures_; }
  [[nodiscard]] RunController& runs() { return runs_; }
  [[nodiscard]] Messages& messages() { return messages_; }
  // Curves of the current run and of those it is compared with.
  [[nodiscard]] RunSeriesStore& series() { return series_; }

  // What can be chosen, as the engine has it; null until catalogLoaded().
  [[nodiscard]] const protocol::CatalogReply* catalog() const { return catalog_ ? &*catalog_ : nullptr; }
  // Schema, presets and readers of one task; null until catalogLoaded(), and for a task that the engine lacks.
  [[nodiscard]] const protocol::TaskCatalog* taskCatalog(std::string_view task) const;
  // Of the task that the chosen data are for (Selection::task).
  [[nodiscard]] const protocol::TaskCatalog* taskCatalog() const { return taskCatalog(selection_.task()); }

  // Data options of the selection that differ from the defaults, as the "data" part of a RunSpec patch.
  [[nodiscard]] Json dataPatch() const;
  // A run of the chosen data's task: defaults ← preset ← the selected data ← `patch`. Errors: option, with every
  // problem.
  [[nodiscard]] Result<RunSpec> composeSpec(const std::string& preset, const Json& patch) const;

  // The preset that suits the chosen data: "quick" for the built-in sample, "standard" for everything else.
  [[nodiscard]] QString suggestedPreset() const;

  // Brings a panel to the front ("train", "curves" …).
  void showPanel(const QString& name) { Q_EMIT panelRequested(name); }
  // Opens a data folder or list in the Data page, as dropping it there does.
  void openData(const QString& path) { Q_EMIT dataRequested(path); }
  // Opens a picture in the Predict page.
  void predictPicture(const QString& path) { Q_EMIT predictionRequested(path); }
  // A figure, table or model was written: the last step of the first-run path.
  void noteExport(const QString& path) { Q_EMIT exported(path); }
  void noteExportFailed(const QString& path);
  // Hears of both from a chart or table with the signals exported() and exportFailed().
  template <class Figure>
  void noteExportsOf(Figure* figure) {
    connect(figure, &Figure::exported, this, &AppContext::noteExport);
    connect(figure, &Figure::exportFailed, this, &AppContext::noteExportFailed);
  }
  // The first-run shortcut: makes the built-in sample, uses it, and trains it with the preset "quick".
  void trySample();
  [[nodiscard]] bool isMakingSample() const { return sampleCall_ != 0; }

 Q_SIGNALS:
  void catalogLoaded();
  void panelRequested(const QString& name);
  void dataRequested(const QString& path);
  void predictionRequested(const QString& path);
  void exported(const QString& path);
  // Steps of trySample(): a sentence and a share in [0, 1], or -1 when it is not known. Empty text: over.
  void sampleProgress(const QString& text, double share);

 private:
  void loadCatalog();
  void onReady();
  void inspectSample(const std::string& path);
  void trainSample(const DataOptions& options, const DatasetSummary& summary);
  void endSample(const Error* error);

  EngineClient engine_;
  Selection selection_;
  SelectionModel pictures_;
  RunController runs_;
  Messages messages_;
  RunSeriesStore series_;
  std::optional<protocol::CatalogReply> catalog_;
  bool attached_ = false;
  qint64 sampleCall_ = 0;
};

}  // namespace marcie::ui
