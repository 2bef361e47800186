#include "ui/panels/predict_panel.h"

#include <algorithm>

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>

#include "ui/bridge/error_text.h"
#include "ui/dialogs/ask.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace marcie::ui {
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
  buildTabs();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(tabs_);
  empty_->setObjectName(QStringLiteral("predictEmptyState"));
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
    lens_->setRun();
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

void PredictPanel::retranslate() {
  emptyOpenButton_->setText(tr("Open a picture…"));
  openButton_->setText(tr("Open a picture…"));
  topHeading_->setText(tr("Most probable classes"));
  tagHeading_->setText(tr("Annotations seen in the picture"));
  neighbourHeading_->setText(tr("Nearest training pictures"));
  spaceBox_->setToolTip(tr("The space in which they are nearest"));
  closer_->retranslate();
  const QStringList titles{tr("Card"), tr("Confusions"), tr("Pictures"), tr("Robustness lens")};
  for (int i = 0; i < titles.size(); ++i) tabs_->setTabText(i, titles[i]);
  confusion_->retranslate();
  samples_->retranslate();
  lens_->retranslate();
  fillSpaces();
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
  lens_->setPicture(path);
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
  const bool saved = std::any_of(events.begin(), events.end(), [](const RunEvent& event) {
    return std::holds_alternative<CheckpointSaved>(event.body);
  });
  if (saved) tables_->forget(run);
  if (run != context().selection().run() || path_.isEmpty()) return;
  if (!saved) return;
  refresh();
  lens_->setRun();
}

void PredictPanel::onReply(const protocol::Predict& request, const Result<protocol::PredictReply>& reply) {
  if (q(request.run) != context().selection().run() || q(request.path) != path_) return;
  if (reply.ok()) {
    reply_ = *reply;
    showReply();
    return closer_->look(q(request.run), q(reply_->path), q(reply_->trueLabel));
  }
  const Error& error = reply.error();
  if (error.code == ErrorCode::cancelled) return;
  const QString text = errorCause(error) + (error.hint.empty() ? QString() : ". " + q(error.hint));
  const bool noCheckpoint = error.code == ErrorCode::unavailable || error.code == ErrorCode::notFound;
  reply_.reset();
  explain(noCheckpoint ? tr("Nothing to predict with yet") : tr("This picture cannot be predicted"), text);
}

void PredictPanel::buildTabs() {
  tables_ = new SampleTables(context().engine(), this);
  confusion_ = new ConfusionPage(context(), *tables_, this);
  samples_ = new SamplesPage(context(), *tables_, this);
  lens_ = new LensPage(context(), this);
  tabs_ = new QTabWidget(this);
  tabs_->setObjectName(QStringLiteral("predictTabs"));
  tabs_->setDocumentMode(true);
  for (QWidget* page : std::initializer_list<QWidget*>{pages_, confusion_, samples_, lens_}) tabs_->addTab(page, {});
  connect(closer_, &PredictCloser::marked, picture_, &PictureView::setMark);
  connect(closer_, &PredictCloser::partsChanged, this, [this] {
    fillSpaces();
    showNeighbours();
  });
  connect(spaceBox_, &QComboBox::activated, this, &PredictPanel::showNeighbours);
  for (SplitPage* page : std::initializer_list<SplitPage*>{confusion_, samples_}) {
    connect(page, &SplitPage::pictureChosen, this, &PredictPanel::open);
    connect(page, &SplitPage::pictureOpened, this, [this] { tabs_->setCurrentWidget(pages_); });
    connect(page, &SplitPage::splitChanged, this, [this](const QString& split) {
      confusion_->setSplit(split);
      samples_->setSplit(split);
    });
  }
}

// A picture of a table is selected for every page; the table stays in front.
void PredictPanel::open(const QString& path) {
  protocol::DataRow row;
  row.index = -1;
  row.path = path.toStdString();
  row.split = confusion_->split().toStdString();
  if (const auto table = tables_->table(context().selection().run(), confusion_->split())) {
    const auto it = std::find(table->paths.begin(), table->paths.end(), row.path);
    if (it != table->paths.end()) {
      row.label =
          table->classes[static_cast<std::size_t>(table->labels[static_cast<std::size_t>(it - table->paths.begin())])];
    }
  }
  context().selection().setPicture(row);
}

bool PredictPanel::isBusy() const {
  return latest_.isBusy() || closer_->isBusy() || tables_->isBusy() || lens_->isBusy();
}

QString PredictPanel::guidePage() const {
  return tabs_->currentWidget() == lens_ ? QStringLiteral("robustness") : QString();
}

std::vector<PanelView> PredictPanel::views() {
  const auto hasPrediction = [this] { return hasContent(); };
  const auto table = [this](SplitPage* page) {
    tabs_->setCurrentWidget(page);
    tables_->ask(context().selection().run(), page->split());
  };
  return {{{}, [this] { tabs_->setCurrentWidget(pages_); }, {}},
          {QStringLiteral("confusions"), [this, table] { table(confusion_); }, hasPrediction},
          {QStringLiteral("pictures"), [this, table] { table(samples_); }, hasPrediction},
          {QStringLiteral("lens"),
           [this] {
             tabs_->setCurrentWidget(lens_);
             lens_->setSeverity(3);
           },
           hasPrediction}};
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
