// Embeddings: maps of the spaces of a run, one or two side by side, and the film of how they came about.
//
// The left pane shows a computed map, or a frame of the film. The right one, when there is one, another space, another
// run, or the film's last frame; it is laid over the left one (Procrustes), and both can be coloured by how far a
// picture moved between them.
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include "ui/bridge/app_context.h"
#include "ui/models/film_model.h"
#include "ui/panels/embeddings_bar.h"
#include "ui/panels/embeddings_film.h"
#include "ui/panels/embeddings_pane.h"
#include "ui/panels/embeddings_side.h"
#include "ui/panels/panel.h"
#include "ui/widgets/empty_state.h"

namespace marcie::ui {

class EmbeddingsPanel : public Panel {
  Q_OBJECT
 public:
  explicit EmbeddingsPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool isBusy() const override;
  [[nodiscard]] bool hasContent() const override { return left_->hasMap(); }
  [[nodiscard]] std::vector<PanelView> views() override;

  [[nodiscard]] EmbeddingsPane& left() { return *left_; }
  [[nodiscard]] EmbeddingsPane& right() { return *right_; }
  [[nodiscard]] FilmModel& film() { return film_; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void buildPage();
  QWidget* buildViewBar();
  void connectAll();
  void connectView();
  void connectWindow();
  void connectPane(EmbeddingsPane* pane);
  void openRun();
  void onMaps(const QString& run, const Result<protocol::ProjectionListReply>& reply);
  void compute();
  void measureAlignment();
  void startRight();
  void setFilmMode(bool isFilm);
  void showFilm();
  void onFilm(bool isOther);
  void fillRightBox();
  void fillColours();
  void applyColour();
  void compare();
  void showPoint(EmbeddingsPane* pane, int point);
  void showPath(const QString& path);
  void refresh();
  [[nodiscard]] bool isFilm() const { return filmButton_->isChecked(); }
  [[nodiscard]] bool hasRight() const;
  [[nodiscard]] EmbeddingsPane* active() const { return active_; }

  ThumbnailStore thumbnails_;
  FilmModel film_;
  QStackedWidget* pages_;
  EmptyState* empty_;
  QWidget* page_;
  EmbeddingsBar* bar_;
  QToolButton *mapButton_, *filmButton_, *lassoButton_;
  ChoiceBox *colourBox_, *rightBox_;
  QLabel *colourLabel_, *rightLabel_, *foundLabel_;
  QLineEdit* searchEdit_;
  QCheckBox *thumbnailsBox_, *densityBox_, *linksBox_;
  EmbeddingsPane *left_, *right_;
  EmbeddingsPane* active_;
  QTabWidget* tabs_;
  ScatterLegend* legend_;
  EmbeddingsInspector* inspector_;
  EmbeddingsAlignment* alignment_;
  EmbeddingsFilm* strip_;
  QString run_;
  std::vector<protocol::MapEntry> maps_;
  QString failure_;
  bool isListing_ = false, isStale_ = false, isLinking_ = false;
};

}  // namespace marcie::ui
