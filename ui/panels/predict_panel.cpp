#include "ui/panels/predict_panel.h"

#include <algorithm>
#include <set>

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>

#include "ui/bridge/error_text.h"
#include "ui/dialogs/ask.h"
#include "ui/models/thumbnail_store.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr double kTagShown = 0.5;  // probability from which an annotation counts as predicted
constexpr int kNeighbourSide = 104;

QString probabilityText(double share) {
  return QLocale().toString(share * 100, 'f', share < 0.0995 ? 1 : 0) + " %";
}

}  // namespace

PredictPanel::PredictPanel(AppContext& context, QWidget* parent)
    : Panel(context, parent),
      pages_(new QStackedWidget(this)),
      empty_(new EmptyState("predict", this)),
      latest_(context.engine(), this,
              [this](const protocol::Predict& request, const Result<protocol::PredictReply>& reply) {
                onReply(request, reply);
              }) {
  setAcceptDrops(true);
  empty_->setAcceptsDrops(true);
  emptyOpenButton_ = empty_->addButton("openPictureButton", true);
  buildCard();
  pages_->addWidget(empty_);
  pages_->addWidget(card_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(pages_);
  connect(empty_, &EmptyState::dropped, this, &PredictPanel::predict);
  connect(emptyOpenButton_, &QPushButton::clicked, this, &PredictPanel::choosePicture);
  connect(openButton_, &QPushButton::clicked, this, &PredictPanel::choosePicture);
  connect(&context, &AppContext::predictionRequested, this, [this](const QString& path) {
    this->context().showPanel("predict");
    predict(path);
  });
  connect(&context.selection(), &Selection::pictureChanged, this, [this] {
    const auto& picture = this->context().selection().picture();
    if (picture) predict(q(picture->path));
  });
  connect(&context.selection(), &Selection::runChanged, this, [this] {
    reply_.reset();
    refresh();
  });
  connect(&context.engine(), &EngineClient::ready, this, &PredictPanel::refresh);
  connect(&context.engine(), &EngineClient::runEvents, this,
          [this](const QString& run, bool, bool, const std::vector<RunEvent>& events) { onRunEvents(run, events); });
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    if (reply_) showReply();
  });
  retranslate();
}

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
  right->addStretch();

  auto* columns = new QHBoxLayout;
  columns->setSpacing(3 * g);
  columns->addWidget(picture_, 5);
  columns->addLayout(right, 5);
  auto* layout = new QVBoxLayout(card_);
  layout->setContentsMargins(2 * g, g + g / 2, 2 * g, g);
  layout->setSpacing(g + g / 2);
  layout->addLayout(head);
  layout->addWidget(stateLabel_);
  layout->addLayout(columns, 1);
  auto* nearest = addSection(layout, &neighbourHeading_);
  neighbourRow_ = new QWidget(card_);
  neighbourRow_->setObjectName("neighbourRow");
  auto* row = new QHBoxLayout(neighbourRow_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(g + g / 2);
  nearest->addWidget(neighbourRow_);
}

void PredictPanel::retranslate() {
  emptyOpenButton_->setText(tr("Open a picture…"));
  openButton_->setText(tr("Open a picture…"));
  topHeading_->setText(tr("Most probable classes"));
  tagHeading_->setText(tr("Annotations seen in the picture"));
  neighbourHeading_->setText(tr("Nearest training pictures (fused space)"));
  legendLabel_->setText(tr("✓ right   − missed   + not in the picture's own list"));
  picture_->setAccessibleName(tr("Picture"));
  if (reply_) {
    showReply();
  } else {
    refresh();
  }
}

void PredictPanel::explain(const QString& headline, const QString& text) {
  empty_->setTexts(headline, text);
  pages_->setCurrentWidget(empty_);
}

void PredictPanel::choosePicture() {
  choosePaths(
      this,
      {PathKind::file, tr("Picture"), tr("Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;All files (*)"),
       QFileInfo(path_).absolutePath()},
      [this](const QStringList& paths) { predict(paths.front()); });
}

void PredictPanel::predict(const QString& path) {
  path_ = path;
  refresh();
}

void PredictPanel::refresh() {
  const QString run = context().selection().run();
  if (run.isEmpty()) {
    return explain(tr("No run is chosen"),
                   tr("Train one on the Train page, or open one on the Runs page. Then drop a photo here."));
  }
  if (path_.isEmpty()) {
    return explain(tr("Drop a photo"),
                   tr("Or pick a picture in the grid of the Data page: this page follows it. Only the "
                      "picture is used, never its text."));
  }
  stale_ = !isVisible();
  if (stale_) return;
  protocol::Predict request;
  request.run = run.toStdString();
  request.path = path_.toStdString();
  latest_.request(request);
  if (!reply_) explain(tr("Looking…"), path_);
}

void PredictPanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  if (stale_) refresh();
}

void PredictPanel::onRunEvents(const QString& run, const std::vector<RunEvent>& events) {
  if (run != context().selection().run() || path_.isEmpty()) return;
  const bool saved = std::any_of(events.begin(), events.end(), [](const RunEvent& event) {
    return std::holds_alternative<CheckpointSaved>(event.body);
  });
  if (saved) refresh();
}

void PredictPanel::onReply(const protocol::Predict& request, const Result<protocol::PredictReply>& reply) {
  if (q(request.run) != context().selection().run() || q(request.path) != path_) return;
  if (reply.ok()) {
    reply_ = *reply;
    return showReply();
  }
  const Error& error = reply.error();
  if (error.code == ErrorCode::cancelled) return;
  const QString text = errorCause(error) + (error.hint.empty() ? QString() : ". " + q(error.hint));
  const bool noCheckpoint = error.code == ErrorCode::unavailable || error.code == ErrorCode::notFound;
  reply_.reset();
  explain(noCheckpoint ? tr("Nothing to predict with yet") : tr("This picture cannot be predicted"), text);
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
                          .arg(best, probabilityText(reply.top.front().probability));
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
    texts << probabilityText(ranked.probability);
  }
  topPlot_->setBars(names, values, {tr("probability")});
  topPlot_->setValueTexts(texts);
  showTags();
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
    chips.push_back({q(tag.name) + " " + probabilityText(tag.probability), kind});
  }
  for (const auto& name : reply.trueTags) {
    if (!seen.contains(name)) chips.push_back({q(name), Chip::Kind::missed});
  }
  chips_->setChips(std::move(chips));
  legendLabel_->setVisible(known);
}

void PredictPanel::showNeighbours() {
  auto* row = static_cast<QHBoxLayout*>(neighbourRow_->layout());
  while (QLayoutItem* item = row->takeAt(0)) {
    if (item->widget() != nullptr) item->widget()->deleteLater();
    delete item;
  }
  neighbourHeading_->setVisible(!reply_->neighbours.empty());
  for (const auto& neighbour : reply_->neighbours) {
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

void PredictPanel::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedPath(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void PredictPanel::dropEvent(QDropEvent* event) {
  const QString path = droppedPath(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  predict(path);
}

const PanelEntry& predictPanelEntry() {
  static const PanelEntry entry{
      .name = "predict",
      .title = MARCIE_TR("Panels", "Predict"),
      .help = MARCIE_TR("Panels", "Try a photo: classes, annotations, nearest training pictures"),
      .icon = "predict",
      .workspace = "predict",
      .stretch = 1,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new PredictPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
