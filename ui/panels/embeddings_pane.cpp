#include "ui/panels/embeddings_pane.h"

#include <algorithm>
#include <cmath>

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/text.h"

namespace marcie::ui {
namespace {

QLabel* mutedLabel(QWidget* parent, const char* name) {
  auto* label = new QLabel(parent);
  label->setObjectName(name);
  label->setFont(Theme::smallFont());
  label->setProperty("muted", true);
  return label;
}

QString enumText(auto value) {
  for (const auto& entry : EnumTable<decltype(value)>::entries) {
    if (entry.value == value) return translated("Options", std::string(entry.label));
  }
  return {};
}

}  // namespace

EmbeddingsPane::EmbeddingsPane(AppContext& context, ThumbnailStore& thumbnails, const QString& name, QWidget* parent)
    : QWidget(parent),
      context_(context),
      thumbnails_(thumbnails),
      session_(new MapSession(context.engine(), name, this)),
      map_(new ScatterMap(this)),
      titleLabel_(new QLabel(this)),
      sampleLabel_(mutedLabel(this, "sampleLabel")),
      qualityLabel_(mutedLabel(this, "qualityLabel")),
      statusLabel_(mutedLabel(this, "mapStatusLabel")),
      notesLabel_(mutedLabel(this, "mapNotesLabel")),
      progress_(new QProgressBar(this)),
      allButton_(new QPushButton(this)) {
  setObjectName(name + "Pane");
  map_->setObjectName(name + "Map");
  buildHead();
  map_->setThumbnailSource(
      [this](int point) { return table().isText(point) ? QPixmap() : thumbnails_.get(table().paths.value(point)); });
  map_->setHoverText([this](int point) { return hoverText(point); });
  connect(&thumbnails, &ThumbnailStore::arrived, map_, &ScatterMap::thumbnailsArrived);
  connect(session_, &MapSession::tableChanged, this, [this] {
    if (!isFilm_) onTable();
  });
  connect(session_, &MapSession::moved, this, &EmbeddingsPane::onMoved);
  connect(session_, &MapSession::stateChanged, this, &EmbeddingsPane::refresh);
  connect(map_, &ScatterMap::chosen, this, &EmbeddingsPane::pointChosen);
  connect(map_, &ScatterMap::lassoed, this, &EmbeddingsPane::onLasso);
  connect(map_, &ScatterMap::exported, &context, &AppContext::noteExport);
  connect(map_, &ScatterMap::exportFailed, this, [this](const QString& path) {
    context_.messages().post({Message::Severity::error, tr("%1 could not be written").arg(path), {}, {}, {}, {}});
  });
  connect(allButton_, &QPushButton::clicked, this, &EmbeddingsPane::allWanted);
  connect(&context.pictures(), &SelectionModel::changed, this, &EmbeddingsPane::showSelection);
  retranslate();
}

void EmbeddingsPane::buildHead() {
  constexpr int g = Theme::kGrid;
  QFont font = Theme::bodyFont();
  font.setWeight(QFont::DemiBold);
  titleLabel_->setFont(font);
  titleLabel_->setObjectName("mapTitleLabel");
  titleLabel_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  notesLabel_->setWordWrap(true);
  qualityLabel_->setWordWrap(true);  // of two panes each is narrow
  notesLabel_->setVisible(false);
  progress_->setTextVisible(false);
  progress_->setFixedWidth(96);
  allButton_->setObjectName("showAllButton");
  allButton_->setProperty("flat", true);
  auto* head = new QHBoxLayout;
  head->setSpacing(g);
  head->addWidget(titleLabel_, 1);
  head->addWidget(sampleLabel_);
  head->addWidget(allButton_);
  auto* foot = new QHBoxLayout;
  foot->setSpacing(g);
  foot->addWidget(qualityLabel_, 1);
  foot->addWidget(progress_);
  foot->addWidget(statusLabel_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(g / 2);
  layout->addLayout(head);
  layout->addWidget(map_, 1);
  layout->addLayout(foot);
  layout->addWidget(notesLabel_);
}

void EmbeddingsPane::retranslate() {
  allButton_->setText(tr("Show all"));
  allButton_->setToolTip(tr("Compute the map again with every picture"));
  refresh();
  if (hasMap()) recolour();
}

QString EmbeddingsPane::whatText() const {
  const protocol::MapEntry& entry = session_->entry();
  const QString space = entry.withTexts ? tr("Pictures and texts, aligned (z_v, z_s)") : enumText(entry.space);
  const auto info = QFileInfo(session_->run());
  const bool isOther = session_->run() != context_.selection().run();
  return isOther ? tr("%1 · %2").arg(context_.series().title(session_->run()), space) : space;
}

QString EmbeddingsPane::parametersText() const {
  const ProjectionOptions& o = session_->entry().options;
  const QLocale locale;
  QString text = enumText(o.method);
  if (o.method == ProjectionMethod::tsne) {
    text += tr(", perplexity %1, %2 iterations").arg(locale.toString(o.tsne.perplexity)).arg(o.tsne.iterations);
  } else if (o.method == ProjectionMethod::umap) {
    text += tr(", %1 neighbours, smallest distance %2").arg(o.umap.neighbours).arg(locale.toString(o.umap.minDist));
  }
  return text + tr(", seed %1, step %2").arg(o.seed).arg(session_->entry().step);
}

void EmbeddingsPane::refresh() {
  using S = MapSession::State;
  const QLocale locale;
  const auto& entry = session_->entry();
  const bool isRunning = session_->state() == S::running || session_->state() == S::paused;
  titleLabel_->setText(isFilm_ ? filmTitle_ : session_->run().isEmpty() ? QString() : whatText());
  titleLabel_->setToolTip(titleLabel_->text());
  const int pictures = table().pictureCount();
  const bool isSample = !isFilm_ && entry.available > pictures && pictures > 0;
  sampleLabel_->setText(isFilm_ || pictures == 0 ? QString()
                        : isSample               ? tr("showing %1 of %2 (stratified)")
                                         .arg(locale.toString(pictures), locale.toString(qlonglong(entry.available)))
                                   : tr("%1 pictures").arg(locale.toString(pictures)));
  allButton_->setVisible(isSample && !isRunning);
  progress_->setVisible(!isFilm_ && isRunning);
  progress_->setRange(0, session_->total() > 0 ? 1000 : 0);
  if (session_->total() > 0) progress_->setValue(int(1000 * session_->done() / session_->total()));
  QString status;
  if (!isFilm_ && isRunning) {
    status = session_->state() == S::paused ? tr("paused") : enumText(session_->stage());
    if (session_->total() > 1) {
      status = tr("%1 %2 of %3").arg(status, number(session_->done()), number(session_->total()));
    }
  } else if (!isFilm_ && session_->state() == S::cancelled) {
    status = tr("cancelled: the map is not finished");
  } else if (!isFilm_ && session_->state() == S::failed && session_->error()) {
    status = hasMap() ? tr("ended early") : QString();
  }
  statusLabel_->setText(status);
  QStringList parts;
  const MapQuality& quality = entry.quality;
  const bool isDone = !isFilm_ && session_->state() == S::finished;
  if (isDone && quality.sampled > 0) {
    const auto share = [&locale](double value) { return locale.toString(value, 'f', 3); };
    parts << tr("trustworthiness %1").arg(share(quality.trustworthiness))
          << tr("continuity %1").arg(share(quality.continuity))
          << tr("recall of %1 neighbours %2").arg(quality.neighbours).arg(share(quality.recall));
    if (quality.explained >= 0) parts << tr("explained variance %1").arg(percentText(quality.explained));
  }
  qualityLabel_->setText(parts.join(QStringLiteral("  ·  ")));
  QStringList notes;
  if (isDone) {
    for (const std::string& note : entry.notes) notes << q(note);
  }
  notesLabel_->setText(notes.join(u' '));
  notesLabel_->setVisible(!notes.isEmpty());
  map_->setCaption(isFilm_ ? filmTitle_
                           : whatText() + QStringLiteral(" · ") + parametersText() + QStringLiteral(" · ") +
                                 sampleLabel_->text());
  map_->setExportName(isFilm_ ? QStringLiteral("film")
                              : QStringLiteral("map-%1").arg(q(std::string(enumKey(entry.space)))));
}

void EmbeddingsPane::onTable() {
  map_->setPoints({});
  refresh();
  Q_EMIT tableChanged();
}

void EmbeddingsPane::onMoved() {
  if (isFilm_) return;
  const bool isFirst = map_->points().count() != session_->coordinates().size() / 2;
  map_->setPoints(session_->coordinates());
  if (!isFirst) return;
  linkPairs();
  recolour();
  setSearch(search_);
  showSelection();
  showCurrent(currentPath_);
}

void EmbeddingsPane::showFilm(const MapTable& table, const QVector<float>& coordinates, const QString& title) {
  const bool isFirst = !isFilm_ || filmTable_.paths != table.paths;
  isFilm_ = true;
  filmTable_ = table;
  filmTitle_ = title;
  if (isFirst) map_->setPoints({});
  map_->setPoints(coordinates);
  if (isFirst) {
    linkPairs();
    setSearch(search_);
    showSelection();
    showCurrent(currentPath_);
    Q_EMIT tableChanged();
  }
  const bool isOfFrame = colour_ == QLatin1String("prediction") || colour_ == QLatin1String("correct") ||
                         colour_ == QLatin1String("confidence");
  if (isFirst || isOfFrame) recolour();
  refresh();
}

void EmbeddingsPane::showSession() {
  if (!isFilm_) return;
  isFilm_ = false;
  filmTable_ = {};
  map_->setPoints({});
  Q_EMIT tableChanged();
  if (session_->hasMap()) onMoved();
  refresh();
}

void EmbeddingsPane::setColour(const QString& key) {
  colour_ = key;
  recolour();
}

void EmbeddingsPane::recolour() {
  if (map_->points().count() != table().size()) return;
  ScatterColouring colouring = colouringBy(table(), colour_);
  // Numbers of how far something moved begin at nothing.
  if (colour_ == QLatin1String("field:moved")) colouring.low = 0;
  map_->setColouring(std::move(colouring));
  const MapTable& what = table();
  map_->setCsvColumns({"path", "class", "prediction", "confidence", "split", "modality"}, [&what](int point) {
    return QStringList{what.paths.value(point),  what.labelOf(point),
                       what.predictionOf(point), QString::number(double(what.confidences.value(point))),
                       what.splitOf(point),      what.isText(point) ? "text" : "picture"};
  });
}

void EmbeddingsPane::setSearch(const QString& words) {
  search_ = words.trimmed();
  if (search_.isEmpty() || !hasMap()) {
    foundCount_ = -1;
    return map_->setFound(std::nullopt);
  }
  QVector<int> found = table().search(search_);
  foundCount_ = static_cast<int>(found.size());
  map_->setFound(std::move(found));
}

void EmbeddingsPane::setLinksShown(bool isShown) {
  hasLinks_ = isShown;
  linkPairs();
}

// Each picture with its own text.
void EmbeddingsPane::linkPairs() {
  std::vector<bool> texts(static_cast<std::size_t>(table().hasTexts() ? table().size() : 0));
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = table().isText(static_cast<int>(i));
  map_->setHollow(std::move(texts));
  QVector<QPair<int, int>> links;
  if (hasLinks_ && table().hasTexts()) {
    const int pictures = table().pictureCount();
    for (int i = 0; i < pictures; ++i) links.append({i, pictures + i});
  }
  map_->setLinks(std::move(links));
}

void EmbeddingsPane::setMoved(const QVector<float>& moved) {
  if (isFilm_) {
    filmTable_.setField(QStringLiteral("moved"), moved);
  } else {
    session_->table().setField(QStringLiteral("moved"), moved);
  }
  if (colour_ == QLatin1String("field:moved")) recolour();
}

void EmbeddingsPane::showCurrent(const QString& path) {
  currentPath_ = path;
  const QVector<int> points = path.isEmpty() ? QVector<int>() : table().pointsOf(path);
  map_->setCurrent(points.value(0, -1));
  QVector<int> ringed = points.mid(1);  // its text
  if (!isFilm_ && !points.isEmpty()) {
    for (const auto& neighbour : session_->neighboursOf(points[0])) ringed << neighbour.point;
  }
  map_->setRinged(std::move(ringed));
}

void EmbeddingsPane::showSelection() {
  QVector<int> points;
  for (const auto& row : context_.pictures().rows()) points += table().pointsOf(q(row.path));
  std::sort(points.begin(), points.end());
  map_->setSelected(std::move(points));
}

void EmbeddingsPane::onLasso(const QVector<int>& points) {
  std::vector<protocol::DataRow> rows;
  rows.reserve(static_cast<std::size_t>(points.size()));
  for (const int point : points) rows.push_back(table().rowOf(point));
  context_.pictures().set(std::move(rows), map_);
}

QString EmbeddingsPane::hoverText(int point) const {
  const MapTable& what = table();
  if (point >= what.size()) return {};
  QStringList lines{what.labelOf(point)};
  if (what.predictions.value(point, -1) >= 0 && !what.isText(point)) {
    const bool isRight = what.labels[point] == what.predictions[point];
    lines
        << (isRight
                ? tr("✓ predicted, %1").arg(percentText(double(what.confidences[point])))
                : tr("✕ predicted %1, %2").arg(what.predictionOf(point), percentText(double(what.confidences[point]))));
  }
  if (const QStringList tags = what.tagsOf(point); !tags.isEmpty()) lines << tags.join(QStringLiteral(", "));
  lines << (what.isText(point)
                ? tr("text of %1").arg(QFileInfo(what.paths[point]).fileName())
                : QStringLiteral("%1 · %2").arg(QFileInfo(what.paths[point]).fileName(), what.splitOf(point)));
  return lines.join(u'\n');
}

}  // namespace marcie::ui
