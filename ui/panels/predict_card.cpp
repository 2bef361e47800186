// The card of the Predict page: its parts, and what they show.
#include <algorithm>
#include <set>

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>

#include "core/api/embedding_space.h"
#include "ui/models/thumbnail_store.h"
#include "ui/panels/predict_panel.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr double kTagShown = 0.5;  // probability from which an annotation counts as predicted
constexpr int kNeighbourSide = 104;

}  // namespace

QVBoxLayout* PredictPanel::addSection(QVBoxLayout* column, QLabel** heading) {
  auto* box = new QVBoxLayout;
  box->setSpacing(Theme::kGrid / 2 + 2);
  *heading = new QLabel(card_);
  QFont font = Theme::bodyFont();
  font.setWeight(QFont::DemiBold);
  (*heading)->setFont(font);
  box->addWidget(*heading);
  column->addLayout(box);
  return box;
}

void PredictPanel::buildCard() {
  constexpr int g = Theme::kGrid;
  card_ = new QWidget(this);
  titleLabel_ = new QLabel(card_);
  titleLabel_->setFont(Theme::headingFont());
  sourceLabel_ = new QLabel(card_);
  sourceLabel_->setProperty("muted", true);
  openButton_ = new QPushButton(card_);
  openButton_->setObjectName("openOtherPictureButton");
  picture_ = new PictureView(card_);
  picture_->setObjectName("predictedPicture");
  verdictLabel_ = new QLabel(card_);
  verdictLabel_->setObjectName("verdictLabel");
  verdictLabel_->setWordWrap(true);
  verdictLabel_->setTextFormat(Qt::RichText);
  stateLabel_ = new QLabel(card_);
  stateLabel_->setObjectName("predictionStateLabel");
  stateLabel_->setWordWrap(true);
  stateLabel_->setProperty("warning", true);

  auto* head = new QHBoxLayout;
  head->addWidget(titleLabel_);
  head->addSpacing(g);
  head->addWidget(sourceLabel_, 1);
  head->addWidget(openButton_);
  auto* right = new QVBoxLayout;
  right->setSpacing(2 * g);
  right->addWidget(verdictLabel_);
  auto* top = addSection(right, &topHeading_);
  topPlot_ = new BarPlot(card_);
  topPlot_->setObjectName("topPlot");
  top->addWidget(topPlot_);
  tagSection_ = new QWidget(card_);
  auto* tagColumn = new QVBoxLayout(tagSection_);
  tagColumn->setContentsMargins(0, 0, 0, 0);
  auto* tags = addSection(tagColumn, &tagHeading_);
  chips_ = new ChipRow(tagSection_);
  chips_->setObjectName("tagChips");
  legendLabel_ = new QLabel(tagSection_);
  legendLabel_->setFont(Theme::smallFont());
  legendLabel_->setProperty("muted", true);
  tags->addWidget(chips_);
  tags->addWidget(legendLabel_);
  right->addWidget(tagSection_);
  closer_ = new PredictCloser(context(), card_);
  right->addWidget(closer_);
  right->addStretch();

  auto* columns = new QHBoxLayout;
  columns->setSpacing(3 * g);
  columns->addWidget(picture_, 5);
  auto* words = new QWidget(card_);
  words->setLayout(right);
  right->setContentsMargins(0, 0, g, 0);
  auto* scroll = new QScrollArea(card_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(words);
  columns->addWidget(scroll, 5);
  auto* layout = new QVBoxLayout(card_);
  layout->setContentsMargins(2 * g, g + g / 2, 2 * g, g);
  layout->setSpacing(g + g / 2);
  layout->addLayout(head);
  layout->addWidget(stateLabel_);
  layout->addLayout(columns, 1);
  auto* nearest = addSection(layout, &neighbourHeading_);
  spaceBox_ = new QComboBox(card_);
  spaceBox_->setObjectName(QStringLiteral("neighbourSpaceBox"));
  auto* title = new QHBoxLayout;
  nearest->removeWidget(neighbourHeading_);
  title->addWidget(neighbourHeading_);
  title->addWidget(spaceBox_);
  title->addStretch();
  nearest->addLayout(title);
  neighbourRow_ = new QWidget(card_);
  neighbourRow_->setObjectName("neighbourRow");
  auto* row = new QHBoxLayout(neighbourRow_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(g + g / 2);
  nearest->addWidget(neighbourRow_);
}

void PredictPanel::showReply() {
  const auto& c = Theme::instance().colours();
  const auto& reply = *reply_;
  const QLocale locale;
  titleLabel_->setText(QFileInfo(q(reply.path)).fileName());
  const auto& info = context().runs().info();
  const QString runName = info ? q(info->notes.name) : QFileInfo(context().selection().run()).fileName();
  sourceLabel_->setText(
      tr("%1, step %2 · %3 ms")
          .arg(runName, locale.toString(qlonglong(reply.step)), locale.toString(reply.milliseconds, 'f', 0)));
  picture_->setImage(toImage(reply.picture));
  stateLabel_->setVisible(false);
  if (!reply.top.empty()) {
    const QString best = q(reply.top.front().name).toHtmlEscaped();
    QString verdict = QStringLiteral("<span style='font-size:18pt;font-weight:600'>%1</span> &nbsp;%2")
                          .arg(best, shortPercent(reply.top.front().probability));
    if (!reply.trueLabel.empty()) {
      const bool right = reply.trueLabel == reply.top.front().name;
      verdict +=
          QStringLiteral("<br><span style='color:%1'>%2</span>")
              .arg((right ? c.good : c.danger).name(),
                   right ? tr("✓ that is its label") : tr("✕ its label is %1").arg(q(reply.trueLabel).toHtmlEscaped()));
    }
    verdictLabel_->setText(verdict);
  }
  QStringList names;
  QStringList texts;
  QVector<QVector<double>> values(1);
  for (const auto& ranked : reply.top) {
    names << q(ranked.name);
    values[0] << ranked.probability;
    texts << shortPercent(ranked.probability);
  }
  topPlot_->setBars(names, values, {tr("probability")});
  topPlot_->setValueTexts(texts);
  showTags();
  fillSpaces();
  showNeighbours();
  pages_->setCurrentWidget(card_);
}

void PredictPanel::showTags() {
  const auto& reply = *reply_;
  tagSection_->setVisible(!reply.tags.empty() || !reply.trueTags.empty());
  const bool known = !reply.trueTags.empty();
  const std::set<std::string> truth(reply.trueTags.begin(), reply.trueTags.end());
  std::set<std::string> seen;
  std::vector<Chip> chips;
  for (const auto& tag : reply.tags) {
    if (tag.probability < kTagShown) continue;
    seen.insert(tag.name);
    const auto kind = !known ? Chip::Kind::plain : truth.contains(tag.name) ? Chip::Kind::hit : Chip::Kind::extra;
    chips.push_back({q(tag.name) + " " + shortPercent(tag.probability), kind});
  }
  for (const auto& name : reply.trueTags) {
    if (!seen.contains(name)) chips.push_back({q(name), Chip::Kind::missed});
  }
  chips_->setChips(std::move(chips));
  legendLabel_->setVisible(known);
}

// Of the space that is chosen; the fused one comes with the card itself.
void PredictPanel::showNeighbours() {
  if (!reply_) return;
  const std::string space = spaceBox_->currentData().toString().toStdString();
  const auto& parts = closer_->reply();
  if (parts && parts->path == reply_->path) {
    for (const auto& one : parts->spaces) {
      if (one.space == space && space != "fused") return fillNeighbours(one.neighbours);
    }
  }
  fillNeighbours(reply_->neighbours);
}

void PredictPanel::fillSpaces() {
  const QString chosen = spaceBox_->currentData().toString();
  const QSignalBlocker blocker(spaceBox_);
  spaceBox_->clear();
  const std::vector<std::pair<EmbeddingSpace, QString>> titles{
      {EmbeddingSpace::fused, tr("in what the classifier sees (fused)")},
      {EmbeddingSpace::aligned, tr("aligned with the texts (z_v)")},
      {EmbeddingSpace::visual, tr("of the picture network (x_v)")},
      {EmbeddingSpace::reconstructed, tr("rebuilt by the diffusion (x_CDR)")}};
  const auto& parts = closer_->reply();
  for (const auto& [space, title] : titles) {
    const std::string key(enumKey(space));
    const bool known = parts && std::any_of(parts->spaces.begin(), parts->spaces.end(),
                                            [&key](const auto& one) { return one.space == key; });
    if (space == EmbeddingSpace::fused || known) spaceBox_->addItem(title, q(key));
  }
  spaceBox_->setCurrentIndex(std::max(0, spaceBox_->findData(chosen)));
  spaceBox_->setVisible(reply_ && !reply_->neighbours.empty());
}

void PredictPanel::fillNeighbours(const std::vector<protocol::Neighbour>& neighbours) {
  auto* row = static_cast<QHBoxLayout*>(neighbourRow_->layout());
  while (QLayoutItem* item = row->takeAt(0)) {
    if (item->widget() != nullptr) item->widget()->deleteLater();
    delete item;
  }
  neighbourHeading_->setVisible(!neighbours.empty());
  for (const auto& neighbour : neighbours) {
    auto* cell = new QLabel(neighbourRow_);
    cell->setObjectName("neighbour");
    const QImage image = toImage(neighbour.picture);
    auto* box = new QWidget(neighbourRow_);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    cell->setFixedWidth(kNeighbourSide);
    if (!image.isNull()) {
      const qreal ratio = devicePixelRatioF();
      QPixmap pixmap = QPixmap::fromImage(
          image.scaled(QSize(kNeighbourSide, kNeighbourSide) * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
      pixmap.setDevicePixelRatio(ratio);
      cell->setPixmap(pixmap);
    }
    const QString label = q(neighbour.label);
    auto* caption = new QLabel(box);
    caption->setFont(Theme::smallFont());
    caption->setText(caption->fontMetrics().elidedText(label, Qt::ElideRight, kNeighbourSide - 34) + "  " +
                     QLocale().toString(neighbour.similarity, 'f', 2));
    box->setToolTip(label + "\n" + q(neighbour.path));
    column->addStretch();
    column->addWidget(cell);
    column->addWidget(caption);
    row->addWidget(box);
  }
  row->addStretch();
}

}  // namespace marcie::ui
