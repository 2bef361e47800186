// Right of the maps: legend, the picture that is looked at with its neighbours, and the alignment report. Each is made
// of what the panel hands it.
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTabWidget>

#include "core/api/protocol_alignment.h"
#include "ui/bridge/app_context.h"
#include "ui/charts/line_plot.h"
#include "ui/charts/scatter_legend.h"
#include "ui/models/map_session.h"
#include "ui/models/thumbnail_store.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/text_table_view.h"

namespace marcie::ui {

// Thumbnail, class, annotations, and the nearest points in the space of the map.
class EmbeddingsInspector : public QWidget {
  Q_OBJECT
 public:
  EmbeddingsInspector(ThumbnailStore& thumbnails, QWidget* parent = nullptr);
  void retranslate();
  void clear();
  void show(const MapTable& table, int point, const QVector<MapSession::Neighbour>& neighbours);
  [[nodiscard]] int neighbourCount() const { return list_->count(); }

 Q_SIGNALS:
  void pathChosen(const QString& path);
  void predictWanted(const QString& path);

 private:
  void onThumbnails(const QStringList& paths);
  ThumbnailStore& thumbnails_;
  PictureView* picture_;
  QLabel *nameLabel_, *factsLabel_, *headingLabel_, *emptyLabel_;
  QListWidget* list_;
  QPushButton* predictButton_;
  QString path_;
};

// Retrieval both ways, cosines, gap and the worst pairs of the run; computed when asked for.
class EmbeddingsAlignment : public QWidget {
  Q_OBJECT
 public:
  explicit EmbeddingsAlignment(AppContext& context, QWidget* parent = nullptr);
  void retranslate();
  void setRun(const QString& run);
  void measure(const QString& split);
  [[nodiscard]] bool isBusy() const { return isAsking_; }
  [[nodiscard]] const std::optional<protocol::AlignmentReply>& reply() const { return reply_; }

 Q_SIGNALS:
  void measureWanted();
  void pathChosen(const QString& path);

 private:
  void onReply(const Result<protocol::AlignmentReply>& reply);
  void showReply();
  AppContext& context_;
  QPushButton* measureButton_;
  QLabel *hintLabel_, *factsLabel_, *worstLabel_;
  LinePlot* histogram_;
  TextTableView* worst_;
  QString run_;
  std::optional<protocol::AlignmentReply> reply_;
  QString problem_;
  bool isAsking_ = false;
  int generation_ = 0;
};

}  // namespace marcie::ui
