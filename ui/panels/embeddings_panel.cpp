#include "ui/panels/embeddings_panel.h"

#include <algorithm>
#include <cmath>

#include <QFileInfo>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/text.h"

namespace marcie::ui {
namespace {

constexpr int kMapThumbnail = 128;
constexpr qsizetype kMapThumbnailBytes = qsizetype{48} << 20U;
// What the second pane may show, as data of its box; a run is its path.
const QString kNothing = QStringLiteral("none"), kLast = QStringLiteral("last"),
              kSpacePrefix = QStringLiteral("space:"), kRunPrefix = QStringLiteral("run:");

}  // namespace

EmbeddingsPanel::EmbeddingsPanel(AppContext& context, QWidget* parent)
    : Panel(context, parent),
      thumbnails_(context.engine(), kMapThumbnail, kMapThumbnailBytes),
      film_(context.engine()),
      pages_(new QStackedWidget(this)),
      empty_(new EmptyState("embeddings", this)),
      page_(new QWidget(this)),
      bar_(new EmbeddingsBar(page_)),
      mapButton_(new QToolButton(page_)),
      filmButton_(new QToolButton(page_)),
      lassoButton_(new QToolButton(page_)),
      colourBox_(new ChoiceBox(page_)),
      rightBox_(new ChoiceBox(page_)),
      colourLabel_(new QLabel(page_)),
      rightLabel_(new QLabel(page_)),
      foundLabel_(new QLabel(page_)),
      searchEdit_(new QLineEdit(page_)),
      thumbnailsBox_(new QCheckBox(page_)),
      densityBox_(new QCheckBox(page_)),
      linksBox_(new QCheckBox(page_)),
      left_(new EmbeddingsPane(context, thumbnails_, QStringLiteral("left"), page_)),
      right_(new EmbeddingsPane(context, thumbnails_, QStringLiteral("right"), page_)),
      active_(left_),
      tabs_(new QTabWidget(page_)),
      legend_(new ScatterLegend(page_)),
      inspector_(new EmbeddingsInspector(thumbnails_, page_)),
      alignment_(new EmbeddingsAlignment(context, page_)),
      strip_(new EmbeddingsFilm(film_, page_)) {
  buildPage();
  pages_->addWidget(empty_);
  pages_->addWidget(page_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(pages_);
  connectAll();
  retranslate();
  openRun();
}

void EmbeddingsPanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  if (isStale_) openRun();
}

// Everything of the old run goes; what the new one keeps is shown, nothing is computed.
void EmbeddingsPanel::openRun() {
  isStale_ = !isVisible();
  if (isStale_) return;
  const QString run = context().selection().run();
  if (run != run_) {
    left_->session().clear();
    right_->session().clear();
    inspector_->clear();
    failure_.clear();
    maps_.clear();
    run_ = run;
    film_.setSource(run_, bar_->filmSpace());
    alignment_->setRun(run_);
    mapButton_->setChecked(true);
  }
  refresh();
  fillRightBox();
  if (run_.isEmpty() || context().engine().state() != EngineClient::State::ready || isListing_) return;
  isListing_ = true;
  context().engine().call<protocol::ProjectionList>(
      this, {run_.toStdString()},
      [this, run](const Result<protocol::ProjectionListReply>& reply) { onMaps(run, reply); });
}

void EmbeddingsPanel::onMaps(const QString& run, const Result<protocol::ProjectionListReply>& reply) {
  isListing_ = false;
  if (run != run_) return openRun();
  if (!reply.ok()) {
    failure_ = errorCause(reply.error());
    return refresh();
  }
  failure_.clear();
  maps_ = reply->maps;
  if (!maps_.empty() && !left_->hasMap() && !left_->session().isBusy()) {
    left_->session().load(run_, q(maps_.front().name));
  }
  refresh();
}

void EmbeddingsPanel::compute() {
  auto request = bar_->request();
  if (!request.ok()) return context().messages().report(request.error(), tr("The map cannot be computed"));
  mapButton_->setChecked(true);
  request->run = run_.toStdString();
  left_->session().start(std::move(*request));
}

bool EmbeddingsPanel::hasRight() const {
  return rightBox_->currentData().toString() != kNothing && rightBox_->count() > 0;
}

// The right map is laid over the left one, which has to be there first.
void EmbeddingsPanel::startRight() {
  right_->setVisible(hasRight());
  if (!hasRight()) {
    right_->session().cancel();
    left_->setMoved({});
    return;
  }
  if (isFilm()) return showFilm();
  const QString what = rightBox_->currentData().toString();
  const auto& entry = left_->session().entry();
  const auto base = bar_->request();
  if (!base.ok() || left_->session().state() != MapSession::State::finished) return;
  protocol::ProjectionStart request = *base;
  request.run = run_.toStdString();
  request.options = entry.options;
  request.split = entry.split;
  request.limit = entry.limit;
  request.space = entry.space;
  request.withTexts = entry.withTexts;
  request.alignTo = entry.name;
  request.alignRun = run_.toStdString();
  if (what.startsWith(kRunPrefix)) {
    request.run = what.mid(kRunPrefix.size()).toStdString();
  } else if (what.startsWith(kSpacePrefix)) {
    request.withTexts = false;
    request.space = static_cast<EmbeddingSpace>(what.mid(kSpacePrefix.size()).toInt());
  }
  right_->showSession();
  right_->session().start(std::move(request));
}

void EmbeddingsPanel::fillRightBox() {
  const QSignalBlocker block(rightBox_);
  const QVariant chosen = rightBox_->currentData();
  rightBox_->clear();
  rightBox_->addItem(tr("One map"), kNothing);
  if (isFilm()) {
    rightBox_->addItem(tr("Beside: the last frame"), kLast);
  } else {
    for (const auto& entry : EnumTable<EmbeddingSpace>::entries) {
      rightBox_->addItem(tr("Beside: %1").arg(translated("Options", std::string(entry.label))),
                         kSpacePrefix + QString::number(static_cast<int>(entry.value)));
    }
    for (const QString& run : context().series().compared()) {
      if (run != run_) rightBox_->addItem(tr("Run: %1").arg(context().series().title(run)), kRunPrefix + run);
    }
  }
  rightBox_->setCurrentIndex(std::max(0, rightBox_->findData(chosen)));
  right_->setVisible(hasRight());
}

void EmbeddingsPanel::setFilmMode(bool isFilm) {
  bar_->setFilmMode(isFilm);
  strip_->setFiguresShown(isFilm);
  fillRightBox();
  if (isFilm) {
    if (!run_.isEmpty() && (film_.run() != run_ || film_.space() != bar_->filmSpace())) {
      film_.setSource(run_, bar_->filmSpace());
    }
    showFilm();
  } else {
    strip_->play(false);
    left_->showSession();
    right_->showSession();
    compare();
  }
  refresh();
}

void EmbeddingsPanel::onFilm(bool isOther) {
  if (isOther && isFilm() && film_.frames().empty()) left_->showFilm({}, {}, tr("Film"));
  showFilm();
  refresh();
}

void EmbeddingsPanel::showFilm() {
  if (!isFilm() || film_.frames().empty()) return;
  const QString space = film_.space() == EmbeddingSpace::aligned ? tr("Pictures and texts, aligned")
                                                                 : translated("Options", "Picture network (x_v)");
  const auto title = [&](int frame) {
    const FilmFrame& at = film_.frames()[static_cast<std::size_t>(frame)];
    return tr("%1 · epoch %2, step %3").arg(space, QLocale().toString(at.epoch, 'g', 4), number(at.step));
  };
  const int frame = strip_->frame(), last = static_cast<int>(film_.frames().size()) - 1;
  left_->showFilm(film_.tableAt(frame), film_.coordinatesAt(strip_->place()), title(frame));
  if (!hasRight()) return;
  right_->showFilm(film_.tableAt(last), film_.coordinatesAt(last), title(last));
  compare();
}

// How far each picture moved between the two panes: a colour for both.
void EmbeddingsPanel::compare() {
  if (!hasRight() || !left_->hasMap() || !right_->hasMap()) return;
  const auto& a = left_->map().points().coordinates();
  const auto& b = right_->map().points().coordinates();
  const bool isNew = std::none_of(left_->table().fields.begin(), left_->table().fields.end(),
                                  [](const auto& field) { return field.first == QLatin1String("moved"); });
  left_->setMoved(movedBy(left_->table(), a, right_->table(), b));
  right_->setMoved(movedBy(right_->table(), b, left_->table(), a));
  if (isNew) fillColours();
}

void EmbeddingsPanel::fillColours() {
  const QSignalBlocker block(colourBox_);
  const QVariant chosen = colourBox_->currentData();
  colourBox_->clear();
  for (const ColourChoice& choice : colourChoices(left_->table())) colourBox_->addItem(choice.title, choice.key);
  colourBox_->setCurrentIndex(std::max(0, colourBox_->findData(chosen)));
  applyColour();
  refresh();
}

void EmbeddingsPanel::applyColour() {
  const QString key = colourBox_->currentData().toString();
  left_->setColour(key);
  right_->setColour(key);
  const ScatterColouring colouring = colouringBy(left_->table(), key);
  legend_->setColouring(colouring);
  tabs_->setTabEnabled(tabs_->indexOf(legend_), true);
}

void EmbeddingsPanel::showPoint(EmbeddingsPane* pane, int point) {
  active_ = pane;
  if (point < 0) {
    context().pictures().clear();
    inspector_->clear();
    left_->showCurrent({});
    right_->showCurrent({});
    return;
  }
  const MapTable& table = pane->table();
  context().selection().setPicture(table.rowOf(point));
  left_->showCurrent(table.paths[point]);
  right_->showCurrent(table.paths[point]);
  inspector_->show(table, point,
                   pane->isFilm() ? QVector<MapSession::Neighbour>() : pane->session().neighboursOf(point));
  tabs_->setCurrentWidget(inspector_);
}

void EmbeddingsPanel::showPath(const QString& path) {
  for (EmbeddingsPane* pane : {active_, left_}) {
    const QVector<int> points = pane->table().pointsOf(path);
    if (!points.isEmpty()) return showPoint(pane, points[0]);
  }
  context().messages().info(tr("This picture is not in the map that is shown: %1").arg(QFileInfo(path).fileName()));
}

bool EmbeddingsPanel::isBusy() const {
  return isListing_ || left_->session().isBusy() || right_->session().isBusy() || film_.isBusy() ||
         alignment_->isBusy() || strip_->isPlaying();
}

// One map, pictures with their texts and how well they meet, two spaces beside each other, and the film.
std::vector<PanelView> EmbeddingsPanel::views() {
  const auto hasMap = [this] { return left_->hasMap(); };
  const auto chooseRight = [this](const QString& what) {
    rightBox_->setCurrentIndex(std::max(0, rightBox_->findData(what)));
  };
  const auto first = [this] {
    if (!run_.isEmpty() && !hasContent()) compute();
  };
  const auto pairs = [this] {
    bar_->choosePairs();
    compute();
    tabs_->setCurrentWidget(alignment_);
    measureAlignment();
  };
  const auto two = [this, chooseRight] {
    bar_->chooseSpace(EmbeddingSpace::visual);
    chooseRight(kSpacePrefix + QString::number(static_cast<int>(EmbeddingSpace::fused)));
    compute();
    thumbnailsBox_->setChecked(true);
    tabs_->setCurrentWidget(legend_);
  };
  const auto film = [this, chooseRight] {
    thumbnailsBox_->setChecked(false);
    chooseRight(kNothing);
    bar_->choosePairs();
    filmButton_->setChecked(true);
  };
  return {{{}, first, {}},
          {QStringLiteral("pairs"), pairs, hasMap},
          {QStringLiteral("two"), two, hasMap},
          {QStringLiteral("film"), film, [this] { return !film_.frames().empty(); }}};
}

void EmbeddingsPanel::measureAlignment() {
  const auto request = bar_->request();
  alignment_->measure(request.ok() ? q(request->split) : QString());
}

void EmbeddingsPanel::refresh() {
  using S = MapSession::State;
  if (run_.isEmpty()) {
    empty_->setTexts(tr("No run is chosen"),
                     tr("Train one on the Train page, or open one on the Runs page. Its maps appear here."));
    pages_->setCurrentWidget(empty_);
    return;
  }
  pages_->setCurrentWidget(page_);
  const bool isReady = context().engine().state() == EngineClient::State::ready;
  bool isRunning = false, isPaused = false;
  for (EmbeddingsPane* pane : {left_, right_}) {
    const S state = pane->session().state();
    isRunning = isRunning || state == S::running || state == S::paused;
    isPaused = isPaused || state == S::paused;
    const auto& error = pane->session().error();
    QString text = pane == left_ ? tr("Choose a space and a method, then Compute. Nothing starts by itself.")
                                 : tr("The second map is laid over the first one, which has to be finished.");
    if (state == S::running) text = tr("The first points are on their way…");
    if (state == S::failed && error) {
      text = errorCause(*error) + (error->hint.empty() ? QString() : QStringLiteral(". ") + q(error->hint));
    }
    if (pane == left_ && !failure_.isEmpty()) text = failure_;
    if (isFilm()) {
      text = film_.error() ? errorCause(*film_.error()) + QStringLiteral(". ") + q(film_.error()->hint)
                           : tr("No validation has been recorded yet in this space. While a run trains, its film grows "
                                "here by itself.");
    }
    pane->setPlaceholder(text);
  }
  bar_->setRunning(isRunning, isPaused);
  bar_->setComputable(isReady && !run_.isEmpty());
  strip_->setVisible(isFilm() || film_.frames().size() > 1);
  linksBox_->setVisible(left_->table().hasTexts());
  foundLabel_->setText(left_->foundCount() < 0 ? QString() : tr("%1 found").arg(number(left_->foundCount())));
  foundLabel_->setVisible(left_->foundCount() >= 0);
}

const PanelEntry& embeddingsPanelEntry() {
  static const PanelEntry entry{
      .name = "embeddings",
      .title = MARCIE_TR("Panels", "Embeddings"),
      .help = MARCIE_TR("Panels", "Maps of a run's spaces, and the film of how they came about"),
      .icon = "embeddings",
      .workspace = "embeddings",
      .stretch = 1,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new EmbeddingsPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
