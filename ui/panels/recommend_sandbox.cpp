#include "ui/panels/recommend_sandbox.h"

#include <algorithm>

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>

#include "ui/dialogs/ask.h"
#include "ui/panels/recommend_items.h"
#include "ui/text.h"
#include "ui/widgets/scroll_frame.h"

namespace marcie::ui {
namespace {

constexpr std::int64_t kReceivers = 50;
constexpr int kReceiversHeight = 160;      // px
constexpr std::int64_t kFirstPlaces = 20;  // that an item may drop out of

}  // namespace

RecommendSandbox::RecommendSandbox(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent)
    : RecommendTab(context, thumbnails, parent),
      sandbox_(context.engine(), this,
               [this](const protocol::RecSandbox& request, const Result<protocol::RecSandboxReply>& reply) {
                 if (q(request.run) != run_ || q(request.image) != path_) return;
                 if (reply.ok()) {
                   const bool first = !reply_;
                   reply_ = *reply;
                   if (first) fillTerms();
                   return showReply();
                 }
                 if (reply.error().code == ErrorCode::cancelled) return;
                 if (!reply_) path_.clear();
                 showReply();
                 Q_EMIT failed(reply.error());
               }) {
  setAcceptDrops(true);
  build();
  connect(&thumbnails, &ThumbnailStore::arrived, this, [this] {
    if (!path_.isEmpty()) picture_->setImage(this->thumbnails().get(path_).toImage());
  });
  connect(empty_, &EmptyState::dropped, this, &RecommendSandbox::openPicture);
  connect(openButton_, &QPushButton::clicked, this, &RecommendSandbox::choosePicture);
  connect(otherButton_, &QPushButton::clicked, this, &RecommendSandbox::choosePicture);
  connect(resetButton_, &QPushButton::clicked, this, [this] {
    present_.clear();
    absent_.clear();
    fillTerms();
    ask();
  });
  for (QTableWidget* table : {receivers_, asked_}) {
    connect(table, &QTableWidget::itemSelectionChanged, this, [this, table] { chooseUser(table); });
  }
  connect(drop_, &RecommendDrop::failed, this, &RecommendSandbox::failed);
  connect(usersField_, &QLineEdit::editingFinished, this, &RecommendSandbox::ask);
  connect(terms_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
    const std::string name = item->data(Qt::UserRole).toString().toStdString();
    present_.erase(name);
    absent_.erase(name);
    // As seen → supposed present → supposed absent → as seen.
    if (item->checkState() == Qt::Checked) present_.insert(name);
    if (item->checkState() == Qt::Unchecked) absent_.insert(name);
    ask();
  });
  retranslate();
}

void RecommendSandbox::build() {
  pages_ = new QStackedWidget(this);
  empty_ = new EmptyState(QStringLiteral("predict"), pages_);
  empty_->setAcceptsDrops(true);
  openButton_ = empty_->addButton(QStringLiteral("openPhotoButton"), true);
  pages_->addWidget(empty_);
  pages_->addWidget(buildPage());
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(pages_);
}

QWidget* RecommendSandbox::buildPage() {
  constexpr int g = Theme::kGrid;
  auto* page = new QWidget(pages_);
  auto* left = new QVBoxLayout;
  picture_ = new PictureView(page);
  picture_->setObjectName(QStringLiteral("sandboxPicture"));
  picture_->setMaximumHeight(260);
  otherButton_ = new QPushButton(page);
  otherButton_->setObjectName(QStringLiteral("otherPhotoButton"));
  left->addWidget(picture_, 1);
  left->addWidget(otherButton_);
  termHeading_ = addHeading(left, page);
  termHelp_ = new QLabel(page);
  termHelp_->setProperty("muted", true);
  termHelp_->setWordWrap(true);
  left->addWidget(termHelp_);
  terms_ = new QListWidget(page);
  terms_->setObjectName(QStringLiteral("supposedTerms"));
  left->addWidget(terms_, 2);
  resetButton_ = new QPushButton(page);
  resetButton_->setObjectName(QStringLiteral("asSeenButton"));
  left->addWidget(resetButton_);
  auto* columns = new QHBoxLayout(page);
  columns->setContentsMargins(g, g, g, g);
  columns->setSpacing(2 * g);
  columns->addLayout(left, 2);
  columns->addWidget(new ScrollFrame(buildAnswer(), page), 3);
  return page;
}

// Its receivers and its neighbours: two rows of pictures below two tables are taller than a small window.
QWidget* RecommendSandbox::buildAnswer() {
  auto* answer = new QWidget(pages_);
  auto* right = new QVBoxLayout(answer);
  right->setContentsMargins(0, 0, 0, 0);
  auto* head = new QHBoxLayout;
  receiverHeading_ = addHeading(head, answer);
  head->addStretch(1);
  timeLabel_ = new QLabel(answer);
  timeLabel_->setProperty("muted", true);
  head->addWidget(timeLabel_);
  right->addLayout(head);
  receivers_ = new TextTableView(answer);
  receivers_->setObjectName(QStringLiteral("sandboxReceivers"));
  receivers_->setExportName(QStringLiteral("receivers"));
  receivers_->setMinimumHeight(kReceiversHeight);
  right->addWidget(receivers_, 3);
  usersField_ = new QLineEdit(answer);
  usersField_->setObjectName(QStringLiteral("askedUsersField"));
  right->addWidget(usersField_);
  asked_ = new TextTableView(answer);
  asked_->setObjectName(QStringLiteral("askedUsersTable"));
  asked_->setExportName(QStringLiteral("ranks"));
  asked_->setMaximumHeight(120);
  right->addWidget(asked_, 1);
  drop_ = new RecommendDrop(context(), thumbnails(), answer);
  right->addWidget(drop_);
  const auto addNear = [&](QLabel** heading, ItemGrid** grid) {
    *heading = addHeading(right, answer);
    *grid = new ItemGrid(thumbnails(), answer);
    (*grid)->setOneLine();
    right->addWidget(*grid);
  };
  addNear(&visualHeading_, &visual_);
  addNear(&inferredHeading_, &inferred_);
  return answer;
}

void RecommendSandbox::setRun(const QString& run, const protocol::RecSearchReply& facts) {
  if (run != run_) {
    path_.clear();
    present_.clear();
    absent_.clear();
    reply_.reset();
    user_ = -1;
  }
  if (run != run_ || facts.step != facts_.step) drop_->clear({});  // an answer of an older model
  run_ = run;
  facts_ = facts;
  if (!path_.isEmpty()) ask();
  showReply();
}

// An item that is there already, as if nobody had seen it.
void RecommendSandbox::showExample() {
  const auto it = std::find_if(facts_.foundItems.begin(), facts_.foundItems.end(),
                               [](const protocol::RecItem& item) { return !item.image.empty(); });
  if (path_.isEmpty() && it != facts_.foundItems.end()) openPicture(q(it->image));
}

void RecommendSandbox::choosePicture() {
  choosePaths(
      this,
      {PathKind::file, tr("Photo"), tr("Pictures (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff);;All files (*)"),
       QFileInfo(path_).absolutePath()},
      [this](const QStringList& paths) { openPicture(paths.front()); });
}

void RecommendSandbox::openPicture(const QString& path) {
  if (run_.isEmpty() || !facts_.looksAtPictures) return;
  path_ = path;
  present_.clear();
  absent_.clear();
  reply_.reset();
  picture_->setImage(thumbnails().get(path).toImage());
  ask();
}

void RecommendSandbox::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedPath(event->mimeData()).isEmpty()) event->acceptProposedAction();
}
void RecommendSandbox::dropEvent(QDropEvent* event) {
  openPicture(droppedPath(event->mimeData()));
}

void RecommendSandbox::ask() {
  if (path_.isEmpty()) return;
  drop_->stop();
  protocol::RecSandbox request;
  request.run = run_.toStdString();
  request.image = path_.toStdString();
  request.present.assign(present_.begin(), present_.end());
  request.absent.assign(absent_.begin(), absent_.end());
  request.count = kReceivers;
  const QStringList wanted = usersField_->text().split(QLatin1Char(','), Qt::SkipEmptyParts);
  for (const QString& id : wanted) {
    const auto it = std::find_if(facts_.foundUsers.begin(), facts_.foundUsers.end(),
                                 [&](const protocol::RecUserRow& user) { return q(user.id) == id.trimmed(); });
    if (it != facts_.foundUsers.end()) request.users.push_back(it->index);
  }
  sandbox_.request(request);
}

void RecommendSandbox::chooseUser(const QTableWidget* table) {
  const int row = table->selectedItems().isEmpty() ? -1 : table->selectedItems().first()->row();
  if (row < 0 || !reply_) return;
  const std::string id = table->item(row, 0)->text().toStdString();
  for (const auto* receivers : {&reply_->receivers, &reply_->asked}) {
    for (const auto& one : *receivers) {
      if (one.user.id == id) user_ = one.user.index;
    }
  }
  prepareDrop();
}

void RecommendSandbox::prepareDrop() {
  if (user_ < 0)
    return drop_->clear(tr("Choose a user in the table to ask what would drop the photo from their list."));
  protocol::RecDrop question;
  question.run = run_.toStdString();
  question.user = user_;
  question.image = path_.toStdString();
  question.present.assign(present_.begin(), present_.end());
  question.absent.assign(absent_.begin(), absent_.end());
  question.coldOnly = true;
  question.count = kFirstPlaces;
  drop_->setQuestion(question);
}

// Terms with the state that was asked for: seen ones are half checked.
void RecommendSandbox::fillTerms() {
  const QSignalBlocker quiet(terms_);
  terms_->clear();
  if (!reply_) return;
  for (const auto& term : reply_->terms) {
    auto* item = new QListWidgetItem(q(term.name) + QStringLiteral("  ") + percentText(term.probability), terms_);
    item->setData(Qt::UserRole, q(term.name));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsUserTristate);
    item->setCheckState(present_.contains(term.name)  ? Qt::Checked
                        : absent_.contains(term.name) ? Qt::Unchecked
                                                      : Qt::PartiallyChecked);
  }
}

void RecommendSandbox::showReply() {
  if (!facts_.looksAtPictures) {
    empty_->setTexts(tr("This run cannot look at photos"),
                     tr("Its items' features came from a matrix. Train with features.kind=kmeans_patches, hog_colour "
                        "or encoder to drop photos here."));
    openButton_->setVisible(false);
    return pages_->setCurrentIndex(0);
  }
  openButton_->setVisible(true);
  if (!reply_) {
    empty_->setTexts(path_.isEmpty() ? tr("Drop a photo") : tr("Looking…"),
                     path_.isEmpty() ? tr("It becomes an item that nobody has seen: who would get it, and what if its "
                                          "picture said something else?")
                                     : path_);
    return pages_->setCurrentIndex(0);
  }
  const bool supposed = !present_.empty() || !absent_.empty();
  receiverHeading_->setText(
      tr("Who would get it: place among %1 items nobody has chosen yet").arg(number(reply_->listSize)));
  {
    // Rows that come and go are no choice of a person.
    const QSignalBlocker quietReceivers(receivers_), quietAsked(asked_);
    receivers_->setTable(receiverTable(reply_->receivers, supposed));
    asked_->setVisible(!reply_->asked.empty());
    asked_->setTable(receiverTable(reply_->asked, supposed));
  }
  prepareDrop();
  timeLabel_->setText(tr("%1 ms").arg(QLocale().toString(reply_->milliseconds, 'f', 0)));
  resetButton_->setEnabled(supposed);
  const bool infers = !reply_->terms.empty();
  for (QWidget* widget : std::initializer_list<QWidget*>{termHeading_, termHelp_, terms_, resetButton_}) {
    widget->setVisible(infers);
  }
  const auto fill = [](ItemGrid* grid, const std::vector<protocol::RecNear>& items) {
    std::vector<ItemCell> cells;
    for (const auto& one : items) cells.push_back({one.item, QLocale().toString(one.similarity, 'f', 2)});
    grid->setVisible(!cells.empty());
    grid->setCells(std::move(cells));
  };
  fill(visual_, reply_->visual);
  fill(inferred_, reply_->inferred);
  visualHeading_->setVisible(!reply_->visual.empty());
  inferredHeading_->setVisible(!reply_->inferred.empty());
  pages_->setCurrentIndex(1);
}

void RecommendSandbox::retranslate() {
  openButton_->setText(tr("Open a photo…"));
  otherButton_->setText(tr("Open another photo…"));
  resetButton_->setText(tr("As seen"));
  resetButton_->setToolTip(tr("Suppose nothing"));
  picture_->setAccessibleName(tr("Photo"));
  termHeading_->setText(tr("Inferred annotations"));
  termHelp_->setText(tr("Half: as seen. Checked: suppose it is there. Empty: suppose it is not."));
  terms_->setAccessibleName(tr("Inferred annotations"));
  usersField_->setPlaceholderText(tr("Users to follow: ids, separated by commas"));
  usersField_->setAccessibleName(tr("Users to follow"));
  receivers_->setAccessibleName(tr("Who would get it"));
  asked_->setAccessibleName(tr("Users to follow"));
  visualHeading_->setText(tr("Look alike"));
  inferredHeading_->setText(tr("Seem to mean the same"));
  drop_->retranslate();
  showReply();
}

}  // namespace marcie::ui
