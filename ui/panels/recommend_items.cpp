#include "ui/panels/recommend_items.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QSplitter>

#include "ui/text.h"
#include "ui/widgets/scroll_frame.h"

namespace marcie::ui {
namespace {

constexpr double kInferredShown = 0.5;   // probability from which a term counts as inferred
constexpr std::size_t kFewestTerms = 4;  // … but so many are shown in any case

}  // namespace

TextTable receiverTable(const std::vector<protocol::RecReceiver>& receivers, bool compares) {
  TextTable table{{RecommendItems::tr("User"), RecommendItems::tr("Place"), RecommendItems::tr("Chosen")}, {}};
  if (compares) table.header.insert(2, RecommendItems::tr("Before"));
  for (const auto& one : receivers) {
    QStringList row{q(one.user.id), number(one.rank), number(one.user.chosen)};
    if (compares) row.insert(2, one.rankBefore > 0 ? number(one.rankBefore) : QStringLiteral("–"));
    table.rows << row;
  }
  return table;
}

std::vector<Chip> inferredChips(const std::vector<protocol::RecTerm>& terms, const std::vector<std::string>& own) {
  std::vector<Chip> chips;
  std::vector<std::string> shown;
  for (const auto& term : terms) {
    if (term.probability < kInferredShown && chips.size() >= kFewestTerms) break;
    const auto kind = own.empty() ? Chip::Kind::plain : term.isTrue ? Chip::Kind::hit : Chip::Kind::extra;
    chips.push_back({q(term.name) + QLatin1Char(' ') + percentText(term.probability), kind});
    shown.push_back(term.name);
  }
  for (const auto& name : own) {
    if (std::find(shown.begin(), shown.end(), name) == shown.end()) chips.push_back({q(name), Chip::Kind::missed});
  }
  return chips;
}

RecommendItems::RecommendItems(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent)
    : RecommendTab(context, thumbnails, parent),
      search_(context.engine(), this,
              [this](const protocol::RecSearch& request, const Result<protocol::RecSearchReply>& reply) {
                if (q(request.run) != run_) return;
                if (reply.ok()) return showItems(*reply);
                Q_EMIT failed(reply.error());
              }),
      card_(context.engine(), this,
            [this](const protocol::RecItemCard& request, const Result<protocol::RecItemReply>& reply) {
              if (q(request.run) != run_ || request.item != chosen_) return;
              if (!reply.ok()) return static_cast<void>(Q_EMIT failed(reply.error()));
              reply_ = *reply;
              showCard();
            }) {
  build();
  connect(searchField_, &QLineEdit::textChanged, this, &RecommendItems::searchNow);
  connect(coldBox_, &QCheckBox::toggled, this, &RecommendItems::searchNow);
  connect(items_, &QListWidget::currentRowChanged, this, [this](int row) {
    if (row < 0) return;
    chosen_ = items_->item(row)->data(Qt::UserRole).toLongLong();
    protocol::RecItemCard request;
    request.run = run_.toStdString();
    request.item = chosen_;
    card_.request(request);
  });
  retranslate();
}

void RecommendItems::build() {
  constexpr int g = Theme::kGrid;
  auto* left = new QWidget(this);
  searchField_ = new QLineEdit(left);
  searchField_->setObjectName(QStringLiteral("itemSearchField"));
  searchField_->setClearButtonEnabled(true);
  coldBox_ = new QCheckBox(left);
  coldBox_->setObjectName(QStringLiteral("coldOnlyBox"));
  items_ = new QListWidget(left);
  items_->setObjectName(QStringLiteral("itemList"));
  auto* leftColumn = new QVBoxLayout(left);
  leftColumn->setContentsMargins(0, 0, 0, 0);
  leftColumn->addWidget(searchField_);
  leftColumn->addWidget(coldBox_);
  leftColumn->addWidget(items_, 1);

  auto* middle = new QWidget(this);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(g, 0, g, 0);
  title_ = addHeading(column, middle);
  facts_ = new QLabel(middle);
  facts_->setObjectName(QStringLiteral("itemFactsLabel"));
  facts_->setProperty("muted", true);
  facts_->setWordWrap(true);
  column->addWidget(facts_);
  termHeading_ = addHeading(column, middle);
  terms_ = new ChipRow(middle);
  terms_->setObjectName(QStringLiteral("itemTermChips"));
  column->addWidget(terms_);
  legend_ = new QLabel(middle);
  legend_->setFont(Theme::smallFont());
  legend_->setProperty("muted", true);
  column->addWidget(legend_);
  for (int i = 0; i < 3; ++i) {
    nearHeadings_[i] = addHeading(column, middle);
    near_[i] = new ItemGrid(thumbnails(), middle);
    near_[i]->setObjectName(QStringLiteral("itemNearGrid%1").arg(i));
    near_[i]->setOneLine();
    column->addWidget(near_[i]);
  }
  column->addStretch(1);

  auto* right = new QWidget(this);
  auto* rightColumn = new QVBoxLayout(right);
  rightColumn->setContentsMargins(0, 0, 0, 0);
  receiverHeading_ = addHeading(rightColumn, right);
  receivers_ = new TextTableView(right);
  receivers_->setObjectName(QStringLiteral("receiverTable"));
  receivers_->setExportName(QStringLiteral("receivers"));
  rightColumn->addWidget(receivers_, 1);

  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(left);
  splitter->addWidget(new ScrollFrame(middle, this));  // three rows of pictures are taller than a small window
  splitter->addWidget(right);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({230, 600, 270});
  auto* outer = new QHBoxLayout(this);
  outer->setContentsMargins(g, g, g, g);
  outer->addWidget(splitter);
}

void RecommendItems::setRun(const QString& run, const protocol::RecSearchReply& facts) {
  static_cast<void>(facts);
  if (run != run_) {
    chosen_ = -1;
    reply_.reset();
    const QSignalBlocker quiet(searchField_);
    searchField_->clear();
  }
  run_ = run;
  searchNow();
  if (chosen_ >= 0) {
    protocol::RecItemCard request;
    request.run = run_.toStdString();
    request.item = chosen_;
    card_.request(request);
  }
  showCard();
}

void RecommendItems::searchNow() {
  if (run_.isEmpty()) return;
  protocol::RecSearch request;
  request.run = run_.toStdString();
  request.text = searchField_->text().toStdString();
  request.coldOnly = coldBox_->isChecked();
  search_.request(request);
}

void RecommendItems::showExample() {
  if (chosen_ < 0 && items_->count() > 0) items_->setCurrentRow(0);
}

void RecommendItems::showItems(const protocol::RecSearchReply& reply) {
  const QSignalBlocker quiet(items_);
  items_->clear();
  for (const auto& one : reply.foundItems) {
    auto* item = new QListWidgetItem(one.isCold ? tr("%1  · cold").arg(q(one.title)) : q(one.title), items_);
    item->setData(Qt::UserRole, QVariant::fromValue<qlonglong>(one.index));
    if (one.index == chosen_) items_->setCurrentItem(item);
  }
}

void RecommendItems::showCard() {
  if (!reply_) {
    title_->setText(tr("Choose an item"));
    facts_->setText(tr("Its receivers, what its picture seems to mean and its neighbours appear here."));
  } else {
    title_->setText(q(reply_->item.title));
    facts_->setText(
        reply_->item.isCold
            ? tr("Nobody has chosen it in training. It competes with %1 items like that.").arg(number(reply_->listSize))
            : tr("Chosen by %1 users in training; it competes with %2 items that somebody has chosen.")
                  .arg(number(reply_->chosenBy), number(reply_->listSize)));
  }
  auto chips = reply_ ? inferredChips(reply_->terms, reply_->annotations) : std::vector<Chip>{};
  termHeading_->setVisible(!chips.empty());
  legend_->setVisible(reply_ && !reply_->annotations.empty() && !chips.empty());
  terms_->setVisible(!chips.empty());
  terms_->setChips(std::move(chips));
  for (int i = 0; i < 3; ++i) {
    std::vector<ItemCell> cells;
    if (reply_) {
      const auto& items = i == 0 ? reply_->collaborative : i == 1 ? reply_->visual : reply_->inferred;
      for (const auto& one : items) cells.push_back({one.item, QLocale().toString(one.similarity, 'f', 2)});
    }
    nearHeadings_[i]->setVisible(!cells.empty());
    near_[i]->setVisible(!cells.empty());
    near_[i]->setCells(std::move(cells));
  }
  receiverHeading_->setVisible(reply_.has_value());
  receivers_->setVisible(reply_.has_value());
  if (reply_) receivers_->setTable(receiverTable(reply_->receivers, false));
}

void RecommendItems::retranslate() {
  searchField_->setPlaceholderText(tr("Search items"));
  searchField_->setAccessibleName(tr("Search items"));
  coldBox_->setText(tr("Cold items only"));
  coldBox_->setToolTip(tr("Items that nobody has chosen in training"));
  items_->setAccessibleName(tr("Items"));
  termHeading_->setText(tr("What the picture seems to mean"));
  legend_->setText(tr("✓ right   − missed   + not in the item's own list"));
  nearHeadings_[0]->setText(tr("Chosen by the same people"));
  nearHeadings_[1]->setText(tr("Look alike"));
  nearHeadings_[2]->setText(tr("Seem to mean the same"));
  receiverHeading_->setText(tr("Who would get it"));
  receivers_->setAccessibleName(tr("Who would get it"));
  showCard();
}

}  // namespace marcie::ui
