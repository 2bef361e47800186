#include "ui/panels/recommend_compare.h"

#include <algorithm>

#include <QScrollArea>

#include "ui/bridge/error_text.h"
#include "ui/models/run_list_model.h"
#include "ui/text.h"

namespace marcie::ui {

RecommendCompare::RecommendCompare(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent)
    : QWidget(parent),
      context_(context),
      box_(new ChoiceBox(parent)),
      note_(new QLabel(this)),
      lines_(new RankLines(thumbnails, this)),
      compare_(context.engine(), this,
               [this](const protocol::RecCompare& request, const Result<protocol::RecCompareReply>& reply) {
                 onReply(request, reply);
               }) {
  box_->setObjectName(QStringLiteral("secondModelBox"));
  box_->setMinimumWidth(150);
  note_->setObjectName(QStringLiteral("compareNote"));
  note_->setProperty("muted", true);
  note_->setWordWrap(true);
  lines_->setObjectName(QStringLiteral("rankLines"));
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(lines_);
  scroll_ = scroll;
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(note_);
  column->addWidget(scroll_, 1);
  column->addStretch();
  context_.noteExportsOf(lines_);
  connect(lines_, &RankLines::itemChosen, this, &RecommendCompare::itemChosen);
  connect(lines_, &RankLines::currentMoved, this,
          [scroll](const QRect& row) { scroll->ensureVisible(row.center().x(), row.center().y(), 0, row.height()); });
  connect(box_, &QComboBox::activated, this, [this] {
    reply_.reset();
    showReply();
    Q_EMIT modelChosen();
  });
  connect(&context_.runs(), &RunController::runsChanged, this, &RecommendCompare::listRuns);
  retranslate();
}

void RecommendCompare::setRun(const QString& run) {
  if (run != run_) {
    reply_.reset();
    user_ = -1;
  }
  run_ = run;
  listRuns();
  showReply();
}

void RecommendCompare::listRuns() {
  if (run_.isEmpty()) return;
  isListing_ = true;
  context_.engine().call<protocol::RunsList>(this, {}, [this](const Result<protocol::RunsListReply>& reply) {
    isListing_ = false;
    if (reply.ok()) fillBox(reply->runs);
  });
}

// Recommenders only; those of the same folder first, the engine refuses what does not fit.
void RecommendCompare::fillBox(const std::vector<RunInfo>& runs) {
  const QString before = other();
  std::string folder;
  for (const RunInfo& run : runs) {
    if (q(run.path) == run_) folder = run.spec.recData.path;
  }
  std::vector<const RunInfo*> others;
  for (const RunInfo& run : runs) {
    if (run.spec.isCierec() && q(run.path) != run_) others.push_back(&run);
  }
  std::stable_partition(others.begin(), others.end(),
                        [&](const RunInfo* run) { return run->spec.recData.path == folder; });
  const QSignalBlocker quiet(box_);
  box_->clear();
  box_->addItem(tr("Compare with no other model"), QString());
  for (const RunInfo* run : others) {
    box_->addItem(tr("Compare with %1 (%2)").arg(RunListModel::nameOf(*run), q(run->spec.variantName())), q(run->path));
  }
  box_->setEnabled(!others.empty());
  box_->setToolTip(others.empty() ? tr("Train a second recommender on the same data to compare it with this one.")
                                  : tr("Shows the list of a second model beside this one, and what moved."));
  const int kept = box_->findData(before);
  box_->setCurrentIndex(std::max(0, kept));
  if (kept < 0 && !before.isEmpty()) Q_EMIT modelChosen();  // that run is gone
}

void RecommendCompare::ask(std::int64_t user, const std::set<std::int64_t>& without, std::int64_t count) {
  if (user != user_) reply_.reset();
  user_ = user;
  if (other().isEmpty() || run_.isEmpty() || user < 0) return;
  protocol::RecCompare request;
  request.run = run_.toStdString();
  request.other = other().toStdString();
  request.user = user;
  request.count = count;
  request.without.assign(without.begin(), without.end());
  compare_.request(request);
  if (!reply_) showReply();
}

void RecommendCompare::onReply(const protocol::RecCompare& request, const Result<protocol::RecCompareReply>& reply) {
  if (q(request.run) != run_ || q(request.other) != other() || request.user != user_) return;
  if (reply.ok()) {
    reply_ = *reply;
    return showReply();
  }
  if (reply.error().code == ErrorCode::cancelled) return;
  reply_.reset();
  say(errorCause(reply.error()) +
      (reply.error().hint.empty() ? QString() : QStringLiteral(". ") + q(reply.error().hint)));
}

void RecommendCompare::setColdOnly(bool coldOnly) {
  coldOnly_ = coldOnly;
  if (reply_) showReply();
}

// Instead of the lists.
void RecommendCompare::say(const QString& text) {
  note_->setText(text);
  note_->setVisible(!text.isEmpty());
  scroll_->setVisible(false);
}

void RecommendCompare::showReply() {
  if (!reply_) return say(other().isEmpty() ? QString() : tr("Asking the second model…"));
  const auto listOf = [this](const protocol::RecPlacedLists& lists) { return coldOnly_ ? lists.cold : lists.all; };
  const auto titleOf = [](const protocol::RecPlacedLists& lists) {
    return tr("%1, step %2").arg(q(lists.method), number(lists.step));
  };
  lines_->setLists(titleOf(reply_->one), listOf(reply_->one), titleOf(reply_->other), listOf(reply_->other));
  const int shared = static_cast<int>(lines_->lines().size());
  QString text = tr("%1 of %2 items are in both lists.").arg(number(shared), number(lines_->rowCount(false)));
  if (!reply_->sameSplit) {
    text += QLatin1Char(' ') +
            tr("The two were trained on different splits: one may have learned from what the other is asked about.");
  }
  note_->setText(text);
  note_->setVisible(true);
  scroll_->setVisible(true);
}

void RecommendCompare::retranslate() {
  box_->setAccessibleName(tr("Second model"));
  lines_->setAccessibleName(tr("Lists of both models"));
  if (box_->count() == 0) {
    box_->addItem(tr("Compare with no other model"), QString());
    box_->setEnabled(false);
  } else {
    listRuns();
  }
  showReply();
}

}  // namespace marcie::ui
