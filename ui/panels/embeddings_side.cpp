#include "ui/panels/embeddings_side.h"

#include <QFileInfo>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/text.h"

namespace marcie::ui {
namespace {

constexpr int kNeighbourIcon = 44;
constexpr int kPathRole = Qt::UserRole;

QLabel* heading(QWidget* parent) {
  auto* label = new QLabel(parent);
  QFont font = Theme::bodyFont();
  font.setWeight(QFont::DemiBold);
  label->setFont(font);
  return label;
}

}  // namespace

EmbeddingsInspector::EmbeddingsInspector(ThumbnailStore& thumbnails, QWidget* parent)
    : QWidget(parent),
      thumbnails_(thumbnails),
      picture_(new PictureView(this)),
      nameLabel_(heading(this)),
      factsLabel_(new QLabel(this)),
      headingLabel_(heading(this)),
      emptyLabel_(new QLabel(this)),
      list_(new QListWidget(this)),
      predictButton_(new QPushButton(this)) {
  constexpr int g = Theme::kGrid;
  picture_->setFixedHeight(140);
  nameLabel_->setObjectName("inspectedLabel");
  nameLabel_->setWordWrap(true);
  factsLabel_->setWordWrap(true);
  factsLabel_->setProperty("muted", true);
  factsLabel_->setFont(Theme::smallFont());
  emptyLabel_->setWordWrap(true);
  emptyLabel_->setProperty("muted", true);
  emptyLabel_->setObjectName("inspectorHint");
  list_->setObjectName("neighbourList");
  list_->setIconSize(QSize(kNeighbourIcon, kNeighbourIcon));
  list_->setFrameShape(QFrame::NoFrame);
  predictButton_->setObjectName("predictInspectedButton");
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(g, g, g, g);
  layout->setSpacing(g);
  layout->addWidget(emptyLabel_);
  layout->addWidget(picture_);
  layout->addWidget(nameLabel_);
  layout->addWidget(factsLabel_);
  layout->addWidget(headingLabel_);
  layout->addWidget(list_, 1);
  layout->addWidget(predictButton_);
  connect(&thumbnails, &ThumbnailStore::arrived, this, &EmbeddingsInspector::onThumbnails);
  connect(list_, &QListWidget::itemActivated, this,
          [this](const QListWidgetItem* item) { Q_EMIT pathChosen(item->data(kPathRole).toString()); });
  connect(list_, &QListWidget::itemClicked, this,
          [this](const QListWidgetItem* item) { Q_EMIT pathChosen(item->data(kPathRole).toString()); });
  connect(predictButton_, &QPushButton::clicked, this, [this] { Q_EMIT predictWanted(path_); });
  retranslate();
  clear();
}

void EmbeddingsInspector::retranslate() {
  emptyLabel_->setText(tr("Click a point: its picture and its nearest neighbours in this space appear here."));
  headingLabel_->setText(tr("Nearest in this space"));
  predictButton_->setText(tr("Show its prediction"));
  picture_->setAccessibleName(tr("Picture"));
  list_->setAccessibleName(tr("Nearest in this space"));
}

void EmbeddingsInspector::clear() {
  path_.clear();
  list_->clear();
  for (QWidget* widget :
       {static_cast<QWidget*>(picture_), static_cast<QWidget*>(nameLabel_), static_cast<QWidget*>(factsLabel_),
        static_cast<QWidget*>(headingLabel_), static_cast<QWidget*>(list_), static_cast<QWidget*>(predictButton_)}) {
    widget->setVisible(false);
  }
  emptyLabel_->setVisible(true);
}

void EmbeddingsInspector::show(const MapTable& table, int point, const QVector<MapSession::Neighbour>& neighbours) {
  if (point < 0 || point >= table.size()) return clear();
  const QLocale locale;
  path_ = table.paths[point];
  emptyLabel_->setVisible(false);
  for (QWidget* widget : {static_cast<QWidget*>(picture_), static_cast<QWidget*>(nameLabel_),
                          static_cast<QWidget*>(factsLabel_), static_cast<QWidget*>(predictButton_)}) {
    widget->setVisible(true);
  }
  picture_->setImage(thumbnails_.get(path_).toImage());
  nameLabel_->setText(table.isText(point) ? tr("Text: %1").arg(table.labelOf(point)) : table.labelOf(point));
  QStringList facts;
  if (table.predictions.value(point, -1) >= 0) {
    const bool isRight = table.labels[point] == table.predictions[point];
    facts << (isRight ? tr("✓ predicted, %1") : tr("✕ predicted %2, %1"))
                 .arg(percentText(double(table.confidences[point])));
    if (!isRight) facts.last() = facts.last().arg(table.predictionOf(point));
  }
  if (const QStringList tags = table.tagsOf(point); !tags.isEmpty()) facts << tags.join(QStringLiteral(", "));
  for (const auto& [name, values] : table.fields) {
    if (name == QLatin1String("cosine") && std::isfinite(values.value(point, float(kNaN)))) {
      facts << tr("cosine with its own text %1").arg(locale.toString(double(values[point]), 'f', 2));
    }
  }
  facts << QFileInfo(path_).fileName();
  factsLabel_->setText(facts.join(u'\n'));
  list_->clear();
  headingLabel_->setVisible(!neighbours.isEmpty());
  list_->setVisible(!neighbours.isEmpty());
  for (const auto& neighbour : neighbours) {
    const QString path = table.paths[neighbour.point];
    const QString label = table.labelOf(neighbour.point);
    auto* item = new QListWidgetItem(tr("%1\ncosine %2")
                                         .arg(table.isText(neighbour.point) ? tr("Text: %1").arg(label) : label,
                                              locale.toString(neighbour.cosine, 'f', 2)),
                                     list_);
    item->setData(kPathRole, path);
    item->setToolTip(path);
    if (!table.isText(neighbour.point)) item->setIcon(QIcon(thumbnails_.get(path)));
  }
}

void EmbeddingsInspector::onThumbnails(const QStringList& paths) {
  if (path_.isEmpty()) return;
  if (paths.contains(path_)) {
    const QPixmap picture = thumbnails_.get(path_);
    picture_->setImage(picture.toImage());
    const QString reason = thumbnails_.failure(path_);
    if (!reason.isEmpty()) factsLabel_->setText(factsLabel_->text() + u'\n' + tr("The picture: %1").arg(reason));
  }
  for (int i = 0; i < list_->count(); ++i) {
    QListWidgetItem* item = list_->item(i);
    const QString path = item->data(kPathRole).toString();
    if (paths.contains(path) && !item->text().startsWith(tr("Text: %1").arg(QString()))) {
      item->setIcon(QIcon(thumbnails_.get(path)));
    }
  }
}

EmbeddingsAlignment::EmbeddingsAlignment(AppContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      measureButton_(new QPushButton(this)),
      hintLabel_(new QLabel(this)),
      factsLabel_(new QLabel(this)),
      worstLabel_(heading(this)),
      histogram_(new LinePlot(this)),
      worst_(new TextTableView(this)) {
  constexpr int g = Theme::kGrid;
  measureButton_->setObjectName("measureAlignmentButton");
  hintLabel_->setWordWrap(true);
  hintLabel_->setProperty("muted", true);
  hintLabel_->setObjectName("alignmentHint");
  hintLabel_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
  factsLabel_->setObjectName("alignmentFacts");
  factsLabel_->setTextFormat(Qt::RichText);
  factsLabel_->setWordWrap(true);
  histogram_->setObjectName("cosineHistogram");
  histogram_->setMinimumHeight(150);
  histogram_->setMaximumHeight(220);
  histogram_->setExportName(QStringLiteral("cosines"));
  worst_->setObjectName("worstPairs");
  worst_->setExportName(QStringLiteral("worst-pairs"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(g, g, g, g);
  layout->setSpacing(g);
  layout->addWidget(hintLabel_);
  layout->addWidget(measureButton_, 0, Qt::AlignLeft);
  layout->addWidget(factsLabel_);
  layout->addWidget(histogram_);
  layout->addWidget(worstLabel_);
  layout->addWidget(worst_, 1);
  layout->addStretch(0);  // while there is nothing to show, the sentence stays on top
  connect(measureButton_, &QPushButton::clicked, this, &EmbeddingsAlignment::measureWanted);
  connect(worst_, &QTableWidget::cellClicked, this, [this](int row, int) {
    // The table may be sorted: the path is in its last column.
    if (const auto* cell = worst_->item(row, worst_->columnCount() - 1)) Q_EMIT pathChosen(cell->text());
  });
  connect(histogram_, &LinePlot::exported, &context, &AppContext::noteExport);
  connect(worst_, &TextTableView::exported, &context, &AppContext::noteExport);
  retranslate();
}

void EmbeddingsAlignment::retranslate() {
  measureButton_->setText(tr("Measure"));
  worstLabel_->setText(tr("Worst pairs"));
  histogram_->setXAxis(tr("cosine of picture and text"));
  histogram_->setYAxis(tr("share of pairs"));
  showReply();
}

void EmbeddingsAlignment::setRun(const QString& run) {
  ++generation_;
  run_ = run;
  reply_.reset();
  problem_.clear();
  isAsking_ = false;
  showReply();
}

void EmbeddingsAlignment::measure(const QString& split) {
  if (run_.isEmpty() || isAsking_) return;
  isAsking_ = true;
  problem_.clear();
  showReply();
  protocol::AlignmentReport request;
  request.run = run_.toStdString();
  request.split = split.toStdString();
  context_.engine().call<protocol::AlignmentReport>(
      this, request, [this, generation = ++generation_](const Result<protocol::AlignmentReply>& reply) {
        if (generation == generation_) onReply(reply);
      });
}

void EmbeddingsAlignment::onReply(const Result<protocol::AlignmentReply>& reply) {
  isAsking_ = false;
  if (reply.ok()) {
    reply_ = *reply;
  } else {
    reply_.reset();
    problem_ = errorCause(reply.error());
    if (!reply.error().hint.empty()) problem_ += QStringLiteral(". ") + q(reply.error().hint);
  }
  showReply();
}

void EmbeddingsAlignment::showReply() {
  measureButton_->setEnabled(!run_.isEmpty() && !isAsking_);
  hintLabel_->setText(isAsking_             ? tr("Looking at pictures and texts…")
                      : !problem_.isEmpty() ? problem_
                      : reply_              ? QString()
                               : tr("How well pictures and their texts meet in the aligned space: retrieval "
                                    "both ways, cosines, and the pairs that fit worst."));
  hintLabel_->setVisible(!hintLabel_->text().isEmpty());
  for (QWidget* widget : {static_cast<QWidget*>(factsLabel_), static_cast<QWidget*>(histogram_),
                          static_cast<QWidget*>(worstLabel_), static_cast<QWidget*>(worst_)}) {
    widget->setVisible(reply_.has_value());
  }
  if (!reply_) return;
  const auto& r = *reply_;
  const QLocale locale;
  const auto share = [](const std::vector<double>& values, std::size_t at) {
    return at < values.size() ? percentText(values[at]) : QStringLiteral("–");
  };
  const auto row = [](const QString& name, const QStringList& cells) {
    // Figures stay on one line; where room is short, the names wrap.
    QString html = QStringLiteral("<tr><td>%1</td>").arg(name);
    for (const QString& cell : cells) {
      html += QStringLiteral("<td align='right' style='white-space:nowrap'>&nbsp;&nbsp;%1</td>")
                  .arg(QString(cell).replace(u' ', QChar::Nbsp));
    }
    return html + QStringLiteral("</tr>");
  };
  QString html = QStringLiteral("<table>");
  html += row(QString(), {QStringLiteral("R@1"), QStringLiteral("R@5"), QStringLiteral("R@10")});
  html += row(tr("picture → text"), {share(r.imageToText, 0), share(r.imageToText, 1), share(r.imageToText, 2)});
  html += row(tr("text → picture"), {share(r.textToImage, 0), share(r.textToImage, 1), share(r.textToImage, 2)});
  html += QStringLiteral("</table>");
  html += tr("modality gap %1 · cosine of own pairs %2, of others %3")
              .arg(locale.toString(r.modalityGap, 'f', 3), locale.toString(r.matchedCosine, 'f', 3),
                   locale.toString(r.mismatchedCosine, 'f', 3));
  html +=
      QStringLiteral("<br>") +
      tr("%1 of %2 pictures have a text, %3 texts differ").arg(number(r.pairs), number(r.available), number(r.texts));
  factsLabel_->setText(html);
  histogram_->clearSeries();
  const auto curve = [this](const QString& name, int colour, Qt::PenStyle style, const std::vector<double>& shares) {
    QVector<double> x, y;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      x << -1 + 2 * (static_cast<double>(i) + 0.5) / static_cast<double>(shares.size());
      y << shares[i];
    }
    const int id = histogram_->addSeries({name, colour, style, 1.5, false, false});
    histogram_->setData(id, x, y);
  };
  curve(tr("own text"), 0, Qt::SolidLine, r.matched);
  curve(tr("other texts"), 1, Qt::DashLine, r.mismatched);
  TextTable table;
  table.header = QStringList{tr("Class"), tr("Cosine"), tr("Texts nearer"), tr("Text"), tr("File")};
  for (const auto& pair : r.worst) {
    QStringList tags;
    for (const std::string& tag : pair.tags) tags << q(tag);
    table.rows << QStringList{q(pair.label), locale.toString(pair.cosine, 'f', 3),
                              locale.toString(qlonglong(pair.rank)), tags.join(QStringLiteral(", ")), q(pair.path)};
  }
  worst_->setTable(table);
}

}  // namespace marcie::ui
