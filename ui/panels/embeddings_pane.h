// One map of the Embeddings page with what is said above and below it. It shows a MapSession, or frames of a film.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "ui/bridge/app_context.h"
#include "ui/charts/scatter_map.h"
#include "ui/models/map_session.h"
#include "ui/models/thumbnail_store.h"

namespace marcie::ui {

class EmbeddingsPane : public QWidget {
  Q_OBJECT
 public:
  EmbeddingsPane(AppContext& context, ThumbnailStore& thumbnails, const QString& name, QWidget* parent = nullptr);
  void retranslate();

  [[nodiscard]] ScatterMap& map() { return *map_; }
  [[nodiscard]] MapSession& session() { return *session_; }
  // What is shown: the session's, or the film's.
  [[nodiscard]] const MapTable& table() const { return isFilm_ ? filmTable_ : session_->table(); }
  [[nodiscard]] bool hasMap() const { return map_->points().placedCount() > 0; }
  [[nodiscard]] bool isFilm() const { return isFilm_; }

  // Frames of a film instead of the session's map.
  void showFilm(const MapTable& table, const QVector<float>& coordinates, const QString& title);
  void showSession();
  void setPlaceholder(const QString& text) { map_->setPlaceholder(text); }

  void setColour(const QString& key);
  [[nodiscard]] const QString& colour() const { return colour_; }
  void recolour();  // fields have changed
  void setSearch(const QString& words);
  void setLinksShown(bool isShown);
  // "moved": against the other pane.
  void setMoved(const QVector<float>& moved);
  // The picture that is looked at, its neighbours, and the common selection.
  void showCurrent(const QString& path);
  void showSelection();
  [[nodiscard]] int foundCount() const { return foundCount_; }
  [[nodiscard]] QString sampleText() const { return sampleLabel_->text(); }
  [[nodiscard]] QString qualityText() const { return qualityLabel_->text(); }
  [[nodiscard]] QString statusText() const { return statusLabel_->text(); }

 Q_SIGNALS:
  void pointChosen(int point);
  void allWanted();
  void tableChanged();

 private:
  void buildHead();
  void onTable();
  void onMoved();
  void refresh();
  void linkPairs();
  void onLasso(const QVector<int>& points);
  [[nodiscard]] QString hoverText(int point) const;
  [[nodiscard]] QString whatText() const;
  [[nodiscard]] QString parametersText() const;

  AppContext& context_;
  ThumbnailStore& thumbnails_;
  MapSession* session_;
  ScatterMap* map_;
  QLabel *titleLabel_, *sampleLabel_, *qualityLabel_, *statusLabel_, *notesLabel_;
  QProgressBar* progress_;
  QPushButton* allButton_;
  QString colour_ = QStringLiteral("class"), search_, currentPath_, filmTitle_;
  MapTable filmTable_;
  bool isFilm_ = false, hasLinks_ = true;
  int foundCount_ = -1;
};

}  // namespace marcie::ui
