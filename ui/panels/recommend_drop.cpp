#include "ui/panels/recommend_drop.h"

#include <memory>
#include <utility>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/text.h"

namespace marcie::ui {

RecommendDrop::RecommendDrop(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent)
    : QWidget(parent), context_(context) {
  askButton_ = new QPushButton(this);
  askButton_->setObjectName(QStringLiteral("dropButton"));
  cancelButton_ = new QPushButton(this);
  cancelButton_->setObjectName(QStringLiteral("cancelDropButton"));
  text_ = new QLabel(this);
  text_->setObjectName(QStringLiteral("dropLabel"));
  text_->setWordWrap(true);
  terms_ = new ChipRow(this);
  terms_->setObjectName(QStringLiteral("dropTerms"));
  items_ = new ItemGrid(thumbnails, this);
  items_->setObjectName(QStringLiteral("dropItems"));
  items_->setOneLine();
  auto* row = new QHBoxLayout;
  row->addWidget(askButton_);
  row->addWidget(cancelButton_);
  row->addStretch(1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addLayout(row);
  column->addWidget(text_);
  column->addWidget(terms_);
  column->addWidget(items_);
  connect(askButton_, &QPushButton::clicked, this, &RecommendDrop::ask);
  connect(cancelButton_, &QPushButton::clicked, this, &RecommendDrop::stop);
  connect(items_, &ItemGrid::itemChosen, this, &RecommendDrop::itemChosen);
  connect(&context_.engine(), &EngineClient::progress, this, [this](qint64 id, qint64 done, qint64 total) {
    if (id != call_ || call_ == 0) return;
    done_ = done;
    total_ = total;
    showState();
  });
  retranslate();
}

void RecommendDrop::setQuestion(const protocol::RecDrop& question) {
  if (question_ && toJson(*question_) == toJson(question)) return;
  giveUp();
  question_ = question;
  reply_.reset();
  showState();
}

void RecommendDrop::clear(const QString& why) {
  giveUp();
  question_.reset();
  reply_.reset();
  why_ = why;
  showState();
}

void RecommendDrop::stop() {
  if (call_ == 0) return;
  giveUp();
  showState();
}

void RecommendDrop::ask() {
  if (!question_ || call_ != 0) return;
  reply_.reset();
  done_ = total_ = 0;
  const auto sent = std::make_shared<qint64>(0);
  call_ = context_.engine().call<protocol::RecDrop>(this, *question_,
                                                    [this, sent](const Result<protocol::RecDropReply>& reply) {
                                                      if (*sent != call_) return;  // given up meanwhile
                                                      call_ = 0;
                                                      if (reply.ok()) {
                                                        reply_ = *reply;
                                                      } else if (reply.error().code != ErrorCode::cancelled) {
                                                        Q_EMIT failed(reply.error());
                                                      }
                                                      showState();
                                                    });
  *sent = call_;
  showState();
}

void RecommendDrop::giveUp() {
  if (call_ != 0) context_.engine().cancel(std::exchange(call_, 0));
}

QString RecommendDrop::answerText() const {
  const QString first = number(question_->count);
  if (!reply_->wasIn) {
    return tr("It is not among the first %1 now: place %2.").arg(first, number(reply_->placeBefore));
  }
  const auto taken = static_cast<qint64>(reply_->items.size() + reply_->terms.size());
  const QString tried = tr("Tried alone: %1 items of the history, %2 annotations.")
                            .arg(number(reply_->triedItems), number(reply_->triedTerms));
  if (reply_->drops) {
    return (taken == 1 ? tr("Without this one it falls from place %1 to %2, out of the first %3.")
                       : tr("None drops it alone; without these together it falls from place %1 to %2, out of the "
                            "first %3."))
               .arg(number(reply_->placeBefore), number(reply_->placeAfter), first) +
           QLatin1Char(' ') + tried;
  }
  return (taken == 0
              ? tr("Nothing that was tried carries it: place %1 stays among the first %2.")
                    .arg(number(reply_->placeBefore), first)
              : tr("Nothing up to %1 together drops it from the first %2; without these it moves from place %3 "
                   "to %4.")
                    .arg(number(question_->most), first, number(reply_->placeBefore), number(reply_->placeAfter))) +
         QLatin1Char(' ') + tried;
}

void RecommendDrop::showState() {
  askButton_->setEnabled(question_.has_value() && call_ == 0);
  cancelButton_->setVisible(call_ != 0);
  QString text = question_ ? QString() : why_;
  if (call_ != 0) {
    text = total_ > 0 ? tr("Trying %1 of at most %2…").arg(number(done_), number(total_)) : tr("Trying…");
  }
  std::vector<Chip> chips;
  std::vector<ItemCell> cells;
  if (reply_ && question_) {
    text = answerText();
    for (const auto& term : reply_->terms) {
      chips.push_back({q(term.name) + QLatin1Char(' ') + percentText(term.probability), Chip::Kind::plain});
    }
    for (const auto& item : reply_->items) cells.push_back({item, {}, false, false});
  }
  text_->setText(text);
  text_->setVisible(!text.isEmpty());
  terms_->setVisible(!chips.empty());
  terms_->setChips(std::move(chips));
  items_->setVisible(!cells.empty());
  items_->setCells(std::move(cells));
}

void RecommendDrop::retranslate() {
  askButton_->setText(tr("What would drop it?"));
  askButton_->setToolTip(
      tr("Looks for the smallest part of the user's history, or of the inferred annotations, without which the item "
         "leaves the first places."));
  cancelButton_->setText(tr("Cancel"));
  items_->setAccessibleName(tr("Items of the history that keep it in the list"));
  showState();
}

}  // namespace marcie::ui
