#include "ui/panels/recommend_users.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>

#include "ui/text.h"

namespace marcie::ui {
namespace {

constexpr std::int64_t kListLength = 40;
constexpr int kNearHeight = 180;  // px: a line of pictures

QString scoreText(double value) {
  return QLocale().toString(value, 'f', 2);
}

}  // namespace

RecommendUsers::RecommendUsers(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent)
    : RecommendTab(context, thumbnails, parent),
      search_(context.engine(), this,
              [this](const protocol::RecSearch& request, const Result<protocol::RecSearchReply>& reply) {
                if (q(request.run) != run_) return;
                if (reply.ok()) return showUsers(*reply);
                Q_EMIT failed(reply.error());
              }),
      user_(context.engine(), this,
            [this](const protocol::RecUser& request, const Result<protocol::RecUserReply>& reply) {
              if (q(request.run) != run_ || request.user != chosen_) return;
              if (!reply.ok()) return static_cast<void>(Q_EMIT failed(reply.error()));
              reply_ = *reply;
              showUser();
            }),
      why_(context.engine(), this, [this](const protocol::RecWhy& request, const Result<protocol::RecWhyReply>& reply) {
        if (q(request.run) != run_ || request.user != chosen_ || request.item != explained_) return;
        if (!reply.ok()) return static_cast<void>(Q_EMIT failed(reply.error()));
        showWhy(*reply);
      }) {
  build();
  connect(searchField_, &QLineEdit::textChanged, this, &RecommendUsers::searchNow);
  connect(users_, &QListWidget::currentRowChanged, this, [this](int row) {
    if (row < 0) return;
    chosen_ = users_->item(row)->data(Qt::UserRole).toLongLong();
    without_.clear();
    explained_ = -1;
    whyReply_.reset();
    drop_->stop();  // the list would wait for it
    askUser();
  });
  connect(history_, &ItemGrid::itemChosen, this, &RecommendUsers::toggleHistory);
  connect(list_, &ItemGrid::itemChosen, this, &RecommendUsers::askWhy);
  connect(listBox_, &QComboBox::activated, this, &RecommendUsers::showUser);
  connect(drop_, &RecommendDrop::itemChosen, this, &RecommendUsers::toggleHistory);
  connect(drop_, &RecommendDrop::failed, this, &RecommendUsers::failed);
  connect(compare_, &RecommendCompare::itemChosen, this, &RecommendUsers::askWhy);
  connect(compare_, &RecommendCompare::modelChosen, this, [this] {
    compare_->ask(chosen_, without_, kListLength);
    showUser();
  });
  connect(allBackButton_, &QPushButton::clicked, this, [this] {
    without_.clear();
    drop_->stop();
    askUser();
  });
  retranslate();
}

void RecommendUsers::build() {
  constexpr int g = Theme::kGrid;
  auto* left = new QWidget(this);
  searchField_ = new QLineEdit(left);
  searchField_->setObjectName(QStringLiteral("userSearchField"));
  searchField_->setClearButtonEnabled(true);
  users_ = new QListWidget(left);
  users_->setObjectName(QStringLiteral("userList"));
  auto* leftColumn = new QVBoxLayout(left);
  leftColumn->setContentsMargins(0, 0, 0, 0);
  leftColumn->addWidget(searchField_);
  leftColumn->addWidget(users_, 1);

  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(left);
  splitter->addWidget(buildLists());
  splitter->addWidget(buildReasons());
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({170, 620, 330});
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(g, g, g, g);
  outer->addWidget(splitter);
}

QWidget* RecommendUsers::buildLists() {
  auto* middle = new QWidget(this);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(Theme::kGrid, 0, Theme::kGrid, 0);
  userTitle_ = addHeading(column, middle);
  auto* historyRow = new QHBoxLayout;
  historyHeading_ = new QLabel(middle);
  historyHeading_->setProperty("muted", true);
  allBackButton_ = new QPushButton(middle);
  allBackButton_->setObjectName(QStringLiteral("allBackButton"));
  historyRow->addWidget(historyHeading_, 1);
  historyRow->addWidget(allBackButton_);
  column->addLayout(historyRow);
  history_ = new ItemGrid(thumbnails(), middle);
  history_->setObjectName(QStringLiteral("historyGrid"));
  history_->setOneLine();
  column->addWidget(history_);
  auto* listRow = new QHBoxLayout;
  listHeading_ = addHeading(listRow, middle);
  listRow->addStretch(1);
  timeLabel_ = new QLabel(middle);
  timeLabel_->setProperty("muted", true);
  listRow->addWidget(timeLabel_);
  listBox_ = new ChoiceBox(middle);
  listBox_->setObjectName(QStringLiteral("listBox"));
  listRow->addWidget(listBox_);
  column->addLayout(listRow);
  compare_ = new RecommendCompare(context(), thumbnails(), middle);
  listRow->addWidget(compare_->box());
  lists_ = new QStackedWidget(middle);
  list_ = new ItemGrid(thumbnails(), lists_);
  list_->setObjectName(QStringLiteral("recommendedGrid"));
  lists_->addWidget(list_);
  lists_->addWidget(compare_);
  column->addWidget(lists_, 1);
  return middle;
}

QWidget* RecommendUsers::buildReasons() {
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setMinimumWidth(260);
  auto* page = new QWidget(scroll);
  scroll->setWidget(page);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  whyHeading_ = addHeading(column, page);
  whyText_ = new QLabel(page);
  whyText_->setObjectName(QStringLiteral("whyLabel"));
  whyText_->setWordWrap(true);
  column->addWidget(whyText_);
  parts_ = new BarPlot(page);
  parts_->setObjectName(QStringLiteral("scorePartsPlot"));
  column->addWidget(parts_);
  termHeading_ = addHeading(column, page);
  terms_ = new ChipRow(page);
  terms_->setObjectName(QStringLiteral("termChips"));
  column->addWidget(terms_);
  drop_ = new RecommendDrop(context(), thumbnails(), page);
  column->addWidget(drop_);
  nearHeading_ = addHeading(column, page);
  near_ = new ItemGrid(thumbnails(), page);
  near_->setObjectName(QStringLiteral("nearGrid"));
  near_->setMinimumHeight(kNearHeight);
  column->addWidget(near_, 1);
  column->addStretch();  // takes the room while there is nothing to show
  return scroll;
}

void RecommendUsers::setRun(const QString& run, const protocol::RecSearchReply& facts) {
  const bool same = run == run_;
  run_ = run;
  if (!same) {
    chosen_ = -1;
    without_.clear();
    explained_ = -1;
    reply_.reset();
    whyReply_.reset();
    searchField_->clear();
  }
  compare_->setRun(run);
  const bool isNewer = !same || facts.step != step_;
  step_ = facts.step;
  if (isNewer) drop_->clear({});  // an answer of an older model
  if (chosen_ >= 0 && (isNewer || !reply_)) askUser();
  if (searchField_->text().isEmpty()) {
    showUsers(facts);
  } else {
    searchNow();
  }
  showUser();
}

void RecommendUsers::searchNow() {
  if (run_.isEmpty()) return;
  protocol::RecSearch request;
  request.run = run_.toStdString();
  request.text = searchField_->text().toStdString();
  search_.request(request);
}

void RecommendUsers::showUsers(const protocol::RecSearchReply& reply) {
  const QSignalBlocker quiet(users_);
  users_->clear();
  for (const auto& user : reply.foundUsers) {
    auto* item = new QListWidgetItem(tr("%1  ·  %2 chosen").arg(q(user.id), number(user.chosen)), users_);
    item->setData(Qt::UserRole, QVariant::fromValue<qlonglong>(user.index));
    if (user.index == chosen_) users_->setCurrentItem(item);
  }
  if (chosen_ < 0 && users_->count() > 0) {
    users_->setCurrentRow(0);
    chosen_ = users_->item(0)->data(Qt::UserRole).toLongLong();
    askUser();
  }
}

void RecommendUsers::askUser() {
  protocol::RecUser request;
  request.run = run_.toStdString();
  request.user = chosen_;
  request.count = kListLength;
  request.without.assign(without_.begin(), without_.end());
  user_.request(request);
  compare_->ask(chosen_, without_, kListLength);
}

void RecommendUsers::showExample() {
  if (!list_->cells().empty()) askWhy(list_->cells().front().item);
}

void RecommendUsers::toggleHistory(const protocol::RecItem& item) {
  if (without_.erase(item.index) == 0) without_.insert(item.index);
  drop_->stop();
  askUser();
}

void RecommendUsers::showUser() {
  std::vector<ItemCell> history, list;
  allBackButton_->setVisible(!without_.empty());
  compare_->setColdOnly(listBox_->currentIndex() == 1);
  lists_->setCurrentIndex(compare_->other().isEmpty() ? 0 : 1);
  if (!reply_) {
    userTitle_->setText(tr("Choose a user"));
    history_->setCells({});
    list_->setCells({});
    showParts();
    return;
  }
  userTitle_->setText(tr("User %1").arg(q(reply_->user.id)));
  const std::set<std::int64_t> without(reply_->without.begin(), reply_->without.end());
  historyHeading_->setText(
      without.empty()
          ? tr("%1 items chosen in training, newest first. Click one to forget it.").arg(number(reply_->user.chosen))
          : tr("%1 of %2 items forgotten; the user is fitted again on the others.")
                .arg(number(static_cast<qint64>(without.size())), number(reply_->user.chosen)));
  for (const auto& item : reply_->history) history.push_back({item, {}, false, without.contains(item.index)});
  history_->setCells(std::move(history));
  const auto& entries = listBox_->currentIndex() == 1 ? reply_->cold : reply_->all;
  std::int64_t rank = 0;
  for (const auto& entry : entries) {
    ++rank;
    QString caption = tr("%1.  score %2").arg(number(rank), scoreText(entry.score));
    if (!without.empty() && entry.rankBefore > 0 && entry.rankBefore != rank) {
      caption = tr("%1.  was %2").arg(number(rank), number(entry.rankBefore));
    }
    list.push_back({entry.item, caption, entry.isHeldOut, false});
  }
  list_->setCells(std::move(list));
  timeLabel_->setText(tr("%1 ms").arg(QLocale().toString(reply_->milliseconds, 'f', 0)));
  showParts();
}

void RecommendUsers::askWhy(const protocol::RecItem& item) {
  explained_ = item.index;
  explainedTitle_ = q(item.title);
  whyReply_.reset();
  protocol::RecWhy request;
  request.run = run_.toStdString();
  request.user = chosen_;
  request.item = item.index;
  request.count = kListLength;
  why_.request(request);
  showParts();
}

// Among the items that the shown list is of.
void RecommendUsers::prepareDrop() {
  drop_->setVisible(explained_ >= 0);
  if (explained_ < 0) return drop_->clear({});
  protocol::RecDrop question;
  question.run = run_.toStdString();
  question.user = chosen_;
  question.item = explained_;
  question.without.assign(without_.begin(), without_.end());
  question.coldOnly = listBox_->currentIndex() == 1;
  question.count = kListLength;
  drop_->setQuestion(question);
}

// Of the item that was clicked: what its score is made of.
void RecommendUsers::showParts() {
  const protocol::RecEntry* entry = nullptr;
  if (reply_) {
    for (const auto* entries : {&reply_->all, &reply_->cold}) {
      for (const auto& one : *entries) {
        if (one.item.index == explained_) entry = &one;
      }
    }
  }
  const bool asked = explained_ >= 0;
  prepareDrop();
  parts_->setVisible(entry != nullptr);
  for (QWidget* widget : std::initializer_list<QWidget*>{termHeading_, terms_, nearHeading_, near_}) {
    widget->setVisible(asked);
  }
  if (!asked) {
    whyHeading_->setText(tr("Why"));
    whyText_->setText(tr("Click a recommended item to see what its score is made of."));
    return;
  }
  whyHeading_->setText(explainedTitle_);
  if (entry == nullptr) return;  // of the second model's list only
  const double total =
      std::abs(entry->collaborative) + std::abs(entry->visual) + std::abs(entry->inferred) + std::abs(entry->bias);
  QVector<double> shares;
  QStringList texts;
  for (const double part : {entry->collaborative, entry->visual, entry->inferred, entry->bias}) {
    shares << (total > 0 ? std::abs(part) / total : 0);
    texts << (part >= 0 ? QStringLiteral("+") : QString()) + scoreText(part);
  }
  parts_->setBars({tr("What others chose"), tr("What it looks like"), tr("What it seems to mean"), tr("Popularity")},
                  {shares}, {tr("share of the score")});
  parts_->setValueTexts(texts);
}

void RecommendUsers::showWhy(const protocol::RecWhyReply& reply) {
  whyReply_ = reply;
  QString text = tr("Place %1 among all items the user does not know.").arg(number(reply.rank));
  if (reply.rankAmongCold > 0) {
    text += QLatin1Char(' ') + tr("Place %1 among those nobody has chosen yet.").arg(number(reply.rankAmongCold));
  }
  if (!reply.decisiveTerm.empty()) {
    text += QLatin1Char(' ') + tr("Without “%1” it would not be in the list.").arg(q(reply.decisiveTerm));
  }
  whyText_->setText(text);
  std::vector<Chip> chips;
  for (const auto& term : reply.terms) {
    chips.push_back({q(term.name) + QLatin1Char(' ') + (term.effect >= 0 ? QStringLiteral("+") : QString()) +
                         scoreText(term.effect),
                     term.isTrue ? Chip::Kind::hit : Chip::Kind::plain});
  }
  termHeading_->setVisible(!chips.empty());
  terms_->setVisible(!chips.empty());
  terms_->setChips(std::move(chips));
  std::vector<ItemCell> near;
  const auto add = [&](const std::vector<protocol::RecNear>& items, const QString& space) {
    for (const auto& one : items) near.push_back({one.item, tr("%1 %2").arg(space, scoreText(one.similarity))});
  };
  add(reply.collaborative, tr("chosen alike"));
  add(reply.visual, tr("looks alike"));
  add(reply.inferred, tr("means alike"));
  near_->setCells(std::move(near));
}

void RecommendUsers::retranslate() {
  searchField_->setPlaceholderText(tr("Search users"));
  searchField_->setAccessibleName(tr("Search users"));
  users_->setAccessibleName(tr("Users"));
  history_->setAccessibleName(tr("What the user chose"));
  list_->setAccessibleName(tr("Recommended items"));
  near_->setAccessibleName(tr("Nearest items of the history"));
  allBackButton_->setText(tr("Remember all"));
  listHeading_->setText(tr("Recommended"));
  const int list = std::max(0, listBox_->currentIndex());
  listBox_->clear();
  listBox_->addItems({tr("Among all items"), tr("Items nobody has chosen yet")});
  listBox_->setCurrentIndex(list);
  listBox_->setAccessibleName(tr("Which items compete"));
  listBox_->setToolTip(tr("Cold items hardly reach the top among all items; they have a list of their own."));
  termHeading_->setText(tr("Inferred annotations that carry the score"));
  nearHeading_->setText(tr("Nearest in the user's history"));
  compare_->retranslate();
  drop_->retranslate();
  showUser();
  if (whyReply_) showWhy(*whyReply_);
}

}  // namespace marcie::ui
