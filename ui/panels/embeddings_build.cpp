// The Embeddings page put together: its parts, what they are called, and who listens to whom.
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/panels/embeddings_panel.h"
#include "ui/text.h"

namespace marcie::ui {

QWidget* EmbeddingsPanel::buildViewBar() {
  constexpr int g = Theme::kGrid;
  auto* bar = new QWidget(page_);
  auto* modes = new QButtonGroup(bar);
  for (QToolButton* button : {mapButton_, filmButton_}) {
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    modes->addButton(button);
  }
  mapButton_->setChecked(true);
  mapButton_->setObjectName("mapModeButton");
  filmButton_->setObjectName("filmModeButton");
  lassoButton_->setObjectName("lassoButton");
  lassoButton_->setCheckable(true);
  lassoButton_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  colourBox_->setObjectName("colourBox");
  colourBox_->setMinimumContentsLength(12);
  rightBox_->setObjectName("rightPaneBox");
  rightBox_->setMinimumContentsLength(12);
  searchEdit_->setObjectName("mapSearch");
  searchEdit_->setClearButtonEnabled(true);
  searchEdit_->setMinimumWidth(120);
  foundLabel_->setObjectName("foundLabel");
  foundLabel_->setProperty("muted", true);
  thumbnailsBox_->setObjectName("thumbnailsBox");
  densityBox_->setObjectName("densityBox");
  linksBox_->setObjectName("linksBox");
  linksBox_->setChecked(true);
  for (QLabel* label : {colourLabel_, rightLabel_}) {
    label->setProperty("muted", true);
    label->setFont(Theme::smallFont());
  }
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(g / 2 + 2);
  for (QWidget* widget : {static_cast<QWidget*>(mapButton_), static_cast<QWidget*>(filmButton_),
                          static_cast<QWidget*>(colourLabel_), static_cast<QWidget*>(colourBox_)}) {
    layout->addWidget(widget);
  }
  layout->addWidget(searchEdit_, 1);
  for (QWidget* widget :
       {static_cast<QWidget*>(foundLabel_), static_cast<QWidget*>(lassoButton_), static_cast<QWidget*>(thumbnailsBox_),
        static_cast<QWidget*>(densityBox_), static_cast<QWidget*>(linksBox_), static_cast<QWidget*>(rightLabel_),
        static_cast<QWidget*>(rightBox_)}) {
    layout->addWidget(widget);
  }
  return bar;
}

void EmbeddingsPanel::buildPage() {
  constexpr int g = Theme::kGrid;
  auto* maps = new QSplitter(Qt::Horizontal, page_);
  maps->setChildrenCollapsible(false);
  maps->setHandleWidth(g);
  maps->setStyleSheet(QStringLiteral("QSplitter::handle { background: transparent; }"));
  maps->addWidget(left_);
  maps->addWidget(right_);
  right_->setVisible(false);
  tabs_->setObjectName("embeddingsTabs");
  tabs_->setDocumentMode(true);
  tabs_->addTab(legend_, QString());
  tabs_->addTab(inspector_, QString());
  tabs_->addTab(alignment_, QString());
  auto* across = new QSplitter(Qt::Horizontal, page_);
  across->setChildrenCollapsible(false);
  across->setHandleWidth(g);
  across->setStyleSheet(QStringLiteral("QSplitter::handle { background: transparent; }"));
  across->addWidget(maps);
  across->addWidget(tabs_);
  across->setStretchFactor(0, 1);
  across->setSizes({860, 280});
  auto* layout = new QVBoxLayout(page_);
  layout->setContentsMargins(2 * g, g + g / 2, 2 * g, g);
  layout->setSpacing(g);
  layout->addWidget(bar_);
  layout->addWidget(buildViewBar());
  layout->addWidget(across, 1);
  layout->addWidget(strip_);
}

void EmbeddingsPanel::connectAll() {
  connect(bar_, &EmbeddingsBar::computeWanted, this, &EmbeddingsPanel::compute);
  connect(bar_, &EmbeddingsBar::cancelWanted, this, [this] {
    left_->session().cancel();
    right_->session().cancel();
  });
  connect(bar_, &EmbeddingsBar::pauseWanted, this, [this](bool isPaused) {
    for (EmbeddingsPane* pane : {left_, right_}) isPaused ? pane->session().pause() : pane->session().unpause();
  });
  connect(bar_, &EmbeddingsBar::changed, this, [this] {
    if (!run_.isEmpty() && film_.space() != bar_->filmSpace()) film_.setSource(run_, bar_->filmSpace());
    fillRightBox();
  });
  connectPane(left_);
  connectPane(right_);
  connectView();
  connectWindow();
  strip_->setFiguresShown(false);
}

// What changes how the maps look.
void EmbeddingsPanel::connectView() {
  connect(filmButton_, &QToolButton::toggled, this, &EmbeddingsPanel::setFilmMode);
  connect(strip_, &EmbeddingsFilm::used, filmButton_, [this] { filmButton_->setChecked(true); });
  connect(strip_, &EmbeddingsFilm::placeChanged, this, &EmbeddingsPanel::showFilm);
  connect(&film_, &FilmModel::changed, this, &EmbeddingsPanel::onFilm);
  connect(colourBox_, &QComboBox::currentIndexChanged, this, &EmbeddingsPanel::applyColour);
  connect(rightBox_, &QComboBox::currentIndexChanged, this, &EmbeddingsPanel::startRight);
  connect(searchEdit_, &QLineEdit::textChanged, this, [this](const QString& words) {
    left_->setSearch(words);
    right_->setSearch(words);
    refresh();
  });
  connect(searchEdit_, &QLineEdit::returnPressed, this, [this] {
    if (left_->foundCount() > 0) left_->map().zoomToPoints(left_->table().search(searchEdit_->text().trimmed()));
  });
  connect(thumbnailsBox_, &QCheckBox::toggled, this, [this](bool isOn) {
    left_->map().setThumbnailsShown(isOn);
    right_->map().setThumbnailsShown(isOn);
  });
  connect(densityBox_, &QCheckBox::toggled, this, [this](bool isOn) {
    left_->map().setDensityShown(isOn);
    right_->map().setDensityShown(isOn);
  });
  connect(linksBox_, &QCheckBox::toggled, this, [this](bool isOn) {
    left_->setLinksShown(isOn);
    right_->setLinksShown(isOn);
  });
  connect(lassoButton_, &QToolButton::toggled, &left_->map(), &ScatterMap::setLassoMode);
  connect(&left_->map(), &ScatterMap::lassoModeChanged, lassoButton_, &QToolButton::setChecked);
  connect(legend_, &ScatterLegend::isolatedChanged, this, [this](const QSet<int>& kinds) {
    left_->map().setIsolated(kinds);
    right_->map().setIsolated(kinds);
  });
}

// The rest of the window: what is looked at, which run, whether there is an engine.
void EmbeddingsPanel::connectWindow() {
  connect(inspector_, &EmbeddingsInspector::pathChosen, this, &EmbeddingsPanel::showPath);
  connect(inspector_, &EmbeddingsInspector::predictWanted, this,
          [this](const QString& path) { context().predictPicture(path); });
  connect(alignment_, &EmbeddingsAlignment::pathChosen, this, &EmbeddingsPanel::showPath);
  connect(alignment_, &EmbeddingsAlignment::measureWanted, this, &EmbeddingsPanel::measureAlignment);
  connect(&context().selection(), &Selection::runChanged, this, &EmbeddingsPanel::openRun);
  connect(&context().selection(), &Selection::pictureChanged, this, [this] {
    const auto& picture = context().selection().picture();
    const QString path = picture ? q(picture->path) : QString();
    left_->showCurrent(path);
    right_->showCurrent(path);
  });
  connect(&context().engine(), &EngineClient::ready, this, [this] {
    if (!left_->hasMap()) openRun();
    refresh();
  });
  connect(&context().engine(), &EngineClient::stateChanged, this, &EmbeddingsPanel::refresh);
  connect(&context().runs(), &RunController::runsChanged, this, &EmbeddingsPanel::fillRightBox);
}

void EmbeddingsPanel::connectPane(EmbeddingsPane* pane) {
  connect(&pane->session(), &MapSession::stateChanged, this, &EmbeddingsPanel::refresh);
  connect(&pane->session(), &MapSession::finished, this, [this, pane] {
    if (pane == left_) {
      bar_->show(left_->session().entry());
      if (hasRight() && !isFilm()) startRight();
    }
    compare();
    refresh();
  });
  connect(pane, &EmbeddingsPane::tableChanged, this, &EmbeddingsPanel::fillColours);
  connect(pane, &EmbeddingsPane::pointChosen, this, [this, pane](int point) { showPoint(pane, point); });
  connect(pane, &EmbeddingsPane::allWanted, this, [this] {
    bar_->setAll(true);
    compute();
  });
  // Linked: what is looked at in one is looked at in the other.
  connect(&pane->map(), &ScatterMap::viewChanged, this, [this, pane] {
    EmbeddingsPane* other = pane == left_ ? right_ : left_;
    if (isLinking_ || !hasRight() || !other->hasMap()) return;
    isLinking_ = true;
    other->map().showView(pane->map().view());
    isLinking_ = false;
  });
}

void EmbeddingsPanel::retranslate() {
  mapButton_->setText(tr("Map"));
  mapButton_->setToolTip(tr("A map that is computed when you ask for it"));
  filmButton_->setText(tr("Film"));
  filmButton_->setToolTip(tr("How the watched pictures moved while the run trained"));
  lassoButton_->setText(tr("Lasso"));
  lassoButton_->setToolTip(tr("Draw around points to select them everywhere (L)"));
  colourLabel_->setText(tr("Colour"));
  colourLabel_->setBuddy(colourBox_);
  colourBox_->setAccessibleName(tr("Colour"));
  rightLabel_->setText(QString());
  rightBox_->setAccessibleName(tr("Second map"));
  rightBox_->setToolTip(tr("A second map beside the first, laid over it, to compare spaces, runs or times"));
  searchEdit_->setPlaceholderText(tr("Search classes, annotations, names"));
  searchEdit_->setAccessibleName(searchEdit_->placeholderText());
  thumbnailsBox_->setText(tr("Pictures"));
  thumbnailsBox_->setToolTip(tr("Thumbnails as points; more appear as you zoom in"));
  densityBox_->setText(tr("Density"));
  densityBox_->setToolTip(tr("Lines of equal density"));
  linksBox_->setText(tr("Pairs"));
  linksBox_->setToolTip(tr("A line from each picture to its own text"));
  tabs_->setTabText(tabs_->indexOf(legend_), tr("Legend"));
  tabs_->setTabText(tabs_->indexOf(inspector_), tr("Picture"));
  tabs_->setTabText(tabs_->indexOf(alignment_), tr("Alignment"));
  bar_->retranslate();
  legend_->retranslate();
  inspector_->retranslate();
  alignment_->retranslate();
  strip_->retranslate();
  left_->retranslate();
  right_->retranslate();
  fillRightBox();
  fillColours();
}

}  // namespace marcie::ui
