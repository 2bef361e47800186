#include "ui/panels/data_panel.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>

#include "ui/bridge/error_text.h"
#include "ui/dialogs/ask.h"
#include "ui/panels/column_mapping.h"
#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kMaxRecent = 8;
constexpr double kWorthALook = 0.5;  // score of a reader from which its preview is offered

void remember(const QString& path) {
  QSettings settings;
  QStringList recent = settings.value("data/recent").toStringList();
  recent.removeAll(path);
  recent.prepend(path);
  settings.setValue("data/recent", recent.mid(0, kMaxRecent));
}

}  // namespace

DataPanel::DataPanel(AppContext& context, QWidget* parent)
    : Panel(context, parent),
      pages_(new QStackedWidget(this)),
      preview_(new DataPreview(this)),
      grid_(new DataGrid(context, this)),
      interactions_(new RecPreview(this)) {
  setAcceptDrops(true);
  buildEmpty();
  buildInspecting();
  buildRefused();
  for (QWidget* page : {static_cast<QWidget*>(empty_), inspecting_, refused_, static_cast<QWidget*>(preview_),
                        static_cast<QWidget*>(grid_), static_cast<QWidget*>(interactions_)}) {
    pages_->addWidget(page);
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(pages_);

  connect(preview_, &DataPreview::accepted, this, &DataPanel::useInspected);
  connect(preview_, &DataPreview::dismissed, this, &DataPanel::leave);
  connect(preview_, &DataPreview::inspectAgain, this, &DataPanel::inspect);
  connect(preview_, &DataPreview::interactionsWanted, this, [this] {
    RecDataOptions options;
    options.path = preview_->options().path;
    inspectInteractions(options);
  });
  connect(interactions_, &RecPreview::accepted, this, &DataPanel::useInteractions);
  connect(interactions_, &RecPreview::dismissed, this, &DataPanel::dismissInteractions);
  connect(interactions_, &RecPreview::picturesWanted, this, [this] {
    DataOptions options;
    options.path = interactions_->options().path;
    inspect(ColumnMapping::remembered(options));
  });
  connect(grid_, &DataGrid::previewWanted, this, &DataPanel::showPreviewOfUsed);
  connect(grid_, &DataGrid::otherDataWanted, this, [this] { turnTo(Page::empty); });
  connect(&context, &AppContext::dataRequested, this, &DataPanel::openPath);
  connect(&context, &AppContext::sampleProgress, this, &DataPanel::onSampleProgress);
  connect(&context.selection(), &Selection::dataChanged, this, &DataPanel::leave);
  connect(&context.engine(), &EngineClient::progress, this,
          [this](qint64 id, qint64 done, qint64 total, const QString& text) {
            if (id == call_ && page_ == Page::inspecting) showProgress(text, done, total);
          });
  connect(&Theme::instance(), &Theme::changed, preview_, [this] {
    preview_->retranslate();
    interactions_->retranslate();
  });
  retranslate();
}

void DataPanel::buildEmpty() {
  empty_ = new EmptyState("drop", this);
  empty_->setAcceptsDrops(true);
  openFolderButton_ = empty_->addButton("openFolderButton");
  openListButton_ = empty_->addButton("openListButton");
  sampleButton_ = empty_->addButton("trySampleButton", true);
  connect(empty_, &EmptyState::dropped, this, &DataPanel::openPath);
  connect(openFolderButton_, &QPushButton::clicked, this, &DataPanel::chooseFolder);
  connect(openListButton_, &QPushButton::clicked, this, &DataPanel::chooseList);
  connect(sampleButton_, &QPushButton::clicked, &context(), &AppContext::trySample);
}

void DataPanel::buildInspecting() {
  constexpr int g = Theme::kGrid;
  inspecting_ = new QWidget(this);
  inspectingTitle_ = new QLabel(inspecting_);
  inspectingTitle_->setFont(Theme::headingFont());
  inspectingText_ = new QLabel(inspecting_);
  inspectingText_->setProperty("muted", true);
  inspectingBar_ = new QProgressBar(inspecting_);
  inspectingBar_->setTextVisible(false);
  inspectingBar_->setFixedWidth(420);
  cancelButton_ = new QPushButton(inspecting_);
  cancelButton_->setObjectName("cancelInspectButton");
  auto* layout = new QVBoxLayout(inspecting_);
  layout->setSpacing(g + g / 2);
  layout->addStretch(2);
  layout->addWidget(inspectingTitle_, 0, Qt::AlignCenter);
  layout->addWidget(inspectingBar_, 0, Qt::AlignCenter);
  layout->addWidget(inspectingText_, 0, Qt::AlignCenter);
  layout->addWidget(cancelButton_, 0, Qt::AlignCenter);
  layout->addStretch(3);
  connect(cancelButton_, &QPushButton::clicked, this, [this] {
    context().engine().cancel(call_);
    call_ = 0;
    leave();
  });
}

void DataPanel::buildRefused() {
  constexpr int g = Theme::kGrid;
  refused_ = new QWidget(this);
  refusedTitle_ = new QLabel(refused_);
  refusedTitle_->setFont(Theme::headingFont());
  refusedTitle_->setWordWrap(true);
  refusedText_ = new QLabel(refused_);
  refusedText_->setObjectName("refusedText");
  layoutsText_ = new QLabel(refused_);
  layoutsText_->setObjectName("expectedLayouts");
  for (QLabel* label : {refusedText_, layoutsText_}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setTextFormat(Qt::RichText);
  }
  refusedMapping_ = new ColumnMapping(refused_);
  refusedBackButton_ = new QPushButton(refused_);
  refusedBackButton_->setObjectName("dismissRefusalButton");
  refusedOpenButton_ = new QPushButton(refused_);
  refusedOpenButton_->setObjectName("openOtherButton");
  auto* card = new QFrame(refused_);
  card->setProperty("card", true);
  card->setMaximumWidth(760);
  auto* inner = new QVBoxLayout(card);
  inner->setContentsMargins(3 * g, 2 * g, 3 * g, 2 * g);
  inner->setSpacing(g + g / 2);
  inner->addWidget(refusedTitle_);
  inner->addWidget(refusedText_);
  inner->addWidget(refusedMapping_);
  inner->addWidget(layoutsText_);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  buttons->addWidget(refusedBackButton_);
  buttons->addWidget(refusedOpenButton_);
  inner->addLayout(buttons);
  auto* centred = new QHBoxLayout;
  centred->addStretch(1);
  centred->addWidget(card, 6);
  centred->addStretch(1);
  auto* layout = new QVBoxLayout(refused_);
  layout->addStretch(1);
  layout->addLayout(centred);
  layout->addStretch(2);
  connect(refusedBackButton_, &QPushButton::clicked, this, &DataPanel::leave);
  connect(refusedOpenButton_, &QPushButton::clicked, this, &DataPanel::chooseFolder);
  connect(refusedMapping_, &ColumnMapping::applied, this, &DataPanel::inspect);
}

void DataPanel::retranslate() {
  empty_->setTexts(
      tr("Drop a folder of pictures, a CSV, or a known dataset"),
      tr("Folders with one sub-folder for each class, lists with the columns image, label, split and tags, "
         "Food-101 with Ingredients101 and VireoFood-172 are recognised; for recommenders, folders with items.csv and "
         "interactions.csv, MovieLens, Amazon reviews and others. Nothing leaves this machine, and nothing is used "
         "before you have seen what was found."));
  openFolderButton_->setText(tr("Open a folder…"));
  openListButton_->setText(tr("Open a list…"));
  sampleButton_->setText(tr("Try the kitchen sample"));
  sampleButton_->setToolTip(
      tr("Draws a small world of dishes, trains on it for about a minute and shows what happens. One click."));
  cancelButton_->setText(tr("Cancel"));
  refusedBackButton_->setText(tr("Dismiss"));
  refusedOpenButton_->setText(tr("Open another folder…"));
  refusedMapping_->retranslate();
  preview_->retranslate();
  interactions_->retranslate();
  grid_->retranslate();
}

bool DataPanel::isBusy() const {
  return page_ == Page::inspecting || (page_ == Page::grid && grid_->isBusy());
}

void DataPanel::turnTo(Page page) {
  page_ = page;
  pages_->setCurrentIndex(static_cast<int>(page));
}

void DataPanel::leave() {
  const auto& selection = context().selection();
  if (selection.hasInteractions()) {
    interactions_->setSummary(selection.recDataOptions(), selection.recSummary(), true);
    return turnTo(Page::interactions);
  }
  turnTo(selection.hasPictures() ? Page::grid : Page::empty);
}

void DataPanel::openPath(const QString& path) {
  context().showPanel("data");
  lookingFor_ = kMarnetTask;
  pending_ = {};
  pending_.path = QFileInfo(path).absoluteFilePath().toStdString();
  ask(pending_.path, protocol::DataRecognise{pending_.path},
      [this](const protocol::DataRecogniseReply& reply) { onRecognised(reply); });
}

void DataPanel::onRecognised(const protocol::DataRecogniseReply& reply) {
  preview_->offerInteractions(reply.interactions >= kWorthALook);
  interactions_->offerPictures(reply.pictures >= kWorthALook);
  if (reply.task != kCierecTask) return inspect(ColumnMapping::remembered(pending_));
  RecDataOptions options;
  options.path = pending_.path;
  inspectInteractions(options);
}

void DataPanel::chooseFolder() {
  const QString last = QSettings().value("data/recent").toStringList().value(0);
  choosePaths(this, {PathKind::folder, tr("Folder of pictures"), {}, last},
              [this](const QStringList& paths) { openPath(paths.front()); });
}

void DataPanel::chooseList() {
  choosePaths(this, {PathKind::file, tr("List of pictures"), tr("Lists (*.csv *.tsv *.txt);;All files (*)"), {}},
              [this](const QStringList& paths) { openPath(paths.front()); });
}

template <class Request, class Answer>
void DataPanel::ask(const std::string& path, const Request& request, Answer answer) {
  if (call_ != 0) context().engine().cancel(call_);
  inspectingTitle_->setText(tr("Looking at %1").arg(QFileInfo(QString::fromStdString(path)).fileName()));
  cancelButton_->setVisible(true);
  showProgress({}, 0, 0);
  since_.start();
  turnTo(Page::inspecting);
  // The id tells an answer that is still wanted from one that was overtaken.
  auto id = std::make_shared<qint64>(0);
  *id =
      context().engine().call<Request>(this, request, [this, id, answer](const Result<typename Request::Reply>& reply) {
        if (call_ != *id) return;
        call_ = 0;
        if (reply.ok()) return answer(*reply);
        if (reply.error().code == ErrorCode::cancelled) return leave();
        showRefusal(reply.error());
      });
  call_ = *id;
}

void DataPanel::inspect(const DataOptions& options) {
  lookingFor_ = kMarnetTask;
  pending_ = options;
  ask(options.path, protocol::DataInspect{.data = options},
      [this](const DatasetSummary& summary) { onSummary(summary); });
}

void DataPanel::inspectInteractions(const RecDataOptions& options) {
  lookingFor_ = kCierecTask;
  pendingRec_ = options;
  ask(options.path, protocol::InteractionsInspect{.data = options, .split = {}},
      [this](const RecSummary& summary) { onRecSummary(summary); });
}

void DataPanel::showProgress(const QString& text, qint64 done, qint64 total) {
  const QLocale locale;
  inspectingBar_->setRange(0, total > 0 ? 1000 : 0);
  if (total > 0) {
    // Never backwards within one job, never above the end.
    inspectingBar_->setValue(std::max(inspectingBar_->value(), int(1000 * std::min(done, total) / total)));
  }
  QString line = text;
  if (total > 0) {
    const double seconds = static_cast<double>(since_.elapsed()) / 1000.0;
    line = tr("%1 of %2").arg(locale.toString(std::min(done, total)), locale.toString(total));
    if (seconds > 1 && done > 0) {
      const double rate = static_cast<double>(done) / seconds;
      line +=
          tr(" · %1 a second · %2 s left")
              .arg(locale.toString(rate, 'f', 0), locale.toString(static_cast<double>(total - done) / rate, 'f', 0));
    }
    if (!text.isEmpty()) line = text + " · " + line;
  }
  inspectingText_->setText(line);
}

void DataPanel::onSummary(const DatasetSummary& summary) {
  remember(QString::fromStdString(pending_.path));
  preview_->setSummary(pending_, summary);
  turnTo(Page::preview);
}

void DataPanel::onRecSummary(const RecSummary& summary) {
  remember(QString::fromStdString(pendingRec_.path));
  interactions_->setSummary(pendingRec_, summary, false);
  turnTo(Page::interactions);
}

void DataPanel::showRefusal(const Error& error) {
  const auto& c = Theme::instance().colours();
  const bool isPictures = lookingFor_ == kMarnetTask;
  const std::string& path = isPictures ? pending_.path : pendingRec_.path;
  const QString name = QFileInfo(QString::fromStdString(path)).fileName();
  refusedTitle_->setText(tr("“%1” cannot be used as it is").arg(name));
  QString text = errorCause(error).toHtmlEscaped().replace('\n', "<br>");
  if (!error.hint.empty()) {
    text += "<br><br>" + QString::fromStdString(error.hint).toHtmlEscaped().replace('\n', "<br>");
  }
  refusedText_->setText(text);
  QStringList layouts;
  if (const auto* catalog = context().taskCatalog(lookingFor_)) {
    auto readers = catalog->readers;
    // Who meant users and items at least learns of their plainest layout.
    const auto* others = isPictures ? context().taskCatalog(kCierecTask) : nullptr;
    if (others != nullptr && !others->readers.empty()) readers.push_back(others->readers.front());
    for (const auto& reader : readers) {
      layouts << QStringLiteral("<b>%1</b><br><span style='color:%3'>%2</span>")
                     .arg(translated("Data", reader.title).toHtmlEscaped(),
                          translated("Data", reader.help).toHtmlEscaped(), c.muted.name());
    }
  }
  layoutsText_->setVisible(!layouts.isEmpty());
  layoutsText_->setText("<p>" + tr("What each layout looks like:") + "</p>" + layouts.join("<br>"));
  refusedMapping_->setVisible(isPictures && ColumnMapping::appliesTo(pending_));
  refusedMapping_->setOptions(pending_);
  turnTo(Page::refused);
}

void DataPanel::useInspected() {
  context().selection().useData(preview_->options(), preview_->summary());
}

void DataPanel::useInteractions() {
  if (interactions_->isInUse()) return context().showPanel(QStringLiteral("train"));
  context().selection().useData(interactions_->options(), interactions_->summary());
}

void DataPanel::dismissInteractions() {
  if (interactions_->isInUse()) return turnTo(Page::empty);
  leave();
}

void DataPanel::showPreviewOfUsed() {
  const auto& selection = context().selection();
  if (!selection.hasPictures()) return leave();
  preview_->setSummary(selection.dataOptions(), selection.summary());
  turnTo(Page::preview);
}

void DataPanel::onSampleProgress(const QString& text, double share) {
  if (text.isEmpty()) {
    if (page_ == Page::inspecting && call_ == 0) leave();
    return;
  }
  if (page_ != Page::inspecting) {
    inspectingTitle_->setText(tr("Making the kitchen sample"));
    inspectingBar_->reset();
    since_.start();
    cancelButton_->setVisible(false);
    turnTo(Page::inspecting);
  }
  inspectingBar_->setRange(0, share >= 0 ? 1000 : 0);
  if (share >= 0) inspectingBar_->setValue(static_cast<int>(share * 1000));
  inspectingText_->setText(text);
}

void DataPanel::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedPath(event->mimeData()).isEmpty() && event->source() == nullptr) event->acceptProposedAction();
}

void DataPanel::dropEvent(QDropEvent* event) {
  const QString path = droppedPath(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  openPath(path);
}

const PanelEntry& dataPanelEntry() {
  static const PanelEntry entry{
      .name = "data",
      .title = MARCIE_TR("Panels", "Data"),
      .help = MARCIE_TR("Panels", "Pictures, or users and items, to train on: open, check, look through"),
      .icon = "data",
      .workspace = "data",
      .stretch = 1,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new DataPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
