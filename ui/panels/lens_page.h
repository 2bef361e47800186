// The robustness lens: one severity slider moves the damaged picture, its place on the map, the distance of its
// reconstruction and the probabilities of every part of the model together; below, how accuracy falls over the whole
// split. Works while the run trains.
#pragma once

#include <QListWidget>
#include <QProgressBar>
#include <QSlider>
#include <QStackedWidget>

#include "core/api/protocol_diffusion.h"
#include "core/api/protocol_samples.h"
#include "ui/bridge/app_context.h"
#include "ui/charts/grouped_bars.h"
#include "ui/charts/line_plot.h"
#include "ui/charts/scatter_map.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/text_table_view.h"

namespace marcie::ui {

inline constexpr int kLensSteps = 10;  // of the slider, per severity

class LensPage : public QWidget {
  Q_OBJECT
 public:
  LensPage(AppContext& context, QWidget* parent);
  void retranslate();
  void setPicture(const QString& path);
  // The run is another one, or has a newer checkpoint.
  void setRun();
  void setSeverity(double severity);  // 0 to 5, in steps of 0.1
  [[nodiscard]] bool isBusy() const { return call_.isBusy() || isListing_; }
  [[nodiscard]] bool hasContent() const { return reply_.has_value(); }
  [[nodiscard]] const std::optional<protocol::LensReply>& reply() const { return reply_; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void build();
  QWidget* buildTop();
  QWidget* buildBottom();
  void connectParts();
  void refresh();
  void askCorruptions();
  void askLens();
  void askScene();
  void askMeasured();
  void measure();
  void onLens(const Result<protocol::LensReply>& reply);
  void showReply();
  void showMap();
  void showMeasured();
  [[nodiscard]] QString corruption() const;
  [[nodiscard]] double severity() const;

  AppContext& context_;
  QString path_;
  bool stale_ = true;
  std::optional<protocol::LensReply> reply_;
  std::optional<protocol::DiffusionSceneReply> scene_;
  std::optional<protocol::RobustnessReply> measured_;
  QString sceneOf_;
  LatestCall<protocol::Lens> call_;
  qint64 measuring_ = 0;
  bool isListing_ = false;  // the kinds of damage are asked for

  QStackedWidget* stack_;
  EmptyState* empty_;
  QWidget* page_;
  QLabel *corruptionLabel_, *severityLabel_, *severityText_, *distanceLabel_, *setLabel_, *noteLabel_;
  QListWidget* list_;
  QSlider* slider_;
  PictureView* picture_;
  GroupedBars* bars_;
  ScatterMap* map_;
  LinePlot* curves_;
  TextTableView* classes_;
  QPushButton* measureButton_;
  QProgressBar* progress_;
};

}  // namespace marcie::ui
