#include "ui/panels/recommend_panel.h"

#include <algorithm>

#include "ui/bridge/error_text.h"
#include "ui/panels/recommend_items.h"
#include "ui/panels/recommend_metrics.h"
#include "ui/panels/recommend_sandbox.h"
#include "ui/panels/recommend_users.h"
#include "ui/text.h"

namespace marcie::ui {
namespace {

constexpr int kItemPictureSide = 256;
constexpr qsizetype kItemPictureBytes = qsizetype{48} << 20U;
constexpr std::int64_t kMostListed = 5000;  // users and items at a time; the search finds the others

}  // namespace

RecommendPanel::RecommendPanel(AppContext& context, QWidget* parent)
    : Panel(context, parent),
      pages_(new QStackedWidget(this)),
      empty_(new EmptyState(QStringLiteral("recommend"), pages_)),
      thumbnails_(context.engine(), kItemPictureSide, kItemPictureBytes),
      latest_(context.engine(), this,
              [this](const protocol::RecSearch& request, const Result<protocol::RecSearchReply>& reply) {
                onReply(request, reply);
              }) {
  setObjectName(QStringLiteral("recommendPanel"));
  runsButton_ = empty_->addButton(QStringLiteral("recommendRunsButton"), true);
  auto* page = new QWidget(pages_);
  facts_ = new QLabel(page);
  facts_->setObjectName(QStringLiteral("recommenderLabel"));
  facts_->setProperty("muted", true);
  tabs_ = new QTabWidget(page);
  tabs_->setObjectName(QStringLiteral("recommendTabs"));
  tabs_->setDocumentMode(true);
  tab_ = {new RecommendUsers(context, thumbnails_, tabs_), new RecommendItems(context, thumbnails_, tabs_),
          new RecommendSandbox(context, thumbnails_, tabs_), new RecommendMetrics(context, thumbnails_, tabs_)};
  for (RecommendTab* tab : tab_) {
    tabs_->addTab(tab, QString());
    connect(tab, &RecommendTab::failed, this, &RecommendPanel::report);
  }
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(Theme::kGrid, Theme::kGrid, Theme::kGrid, 0);
  column->addWidget(facts_);
  column->addWidget(tabs_, 1);
  pages_->addWidget(empty_);
  pages_->addWidget(page);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(pages_);
  connect(runsButton_, &QPushButton::clicked, this, [this] { this->context().showPanel(QStringLiteral("runs")); });
  connect(&context.selection(), &Selection::runChanged, this, [this] {
    isShown_ = false;
    reply_.reset();
    refresh();
  });
  connect(&context.engine(), &EngineClient::ready, this, &RecommendPanel::refresh);
  connect(&context.engine(), &EngineClient::runEvents, this,
          [this](const QString& run, bool, bool, const std::vector<RunEvent>& events) {
            const bool saved = std::any_of(events.begin(), events.end(), [](const RunEvent& event) {
              return std::holds_alternative<CheckpointSaved>(event.body);
            });
            if (saved && run == this->context().selection().run()) refresh();
          });
  retranslate();
}

bool RecommendPanel::isBusy() const {
  return latest_.isBusy() || thumbnails_.isBusy() ||
         std::any_of(tab_.begin(), tab_.end(), [](const RecommendTab* tab) { return tab->isBusy(); });
}

std::vector<PanelView> RecommendPanel::views() {
  std::vector<PanelView> views{{{}, [this] { tabs_->setCurrentIndex(0); }, {}}};
  const char* const kNames[] = {"users", "items", "new-item", "metrics"};
  for (std::size_t i = 0; i < tab_.size(); ++i) {
    views.push_back({QString::fromLatin1(kNames[i]),
                     [this, i] {
                       tabs_->setCurrentIndex(static_cast<int>(i));
                       tab_[i]->showExample();
                     },
                     [this] { return isShown_; }});
  }
  return views;
}

void RecommendPanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  if (stale_) refresh();
}

void RecommendPanel::explain(const QString& headline, const QString& text) {
  isShown_ = false;
  empty_->setTexts(headline, text);
  pages_->setCurrentIndex(0);
}

void RecommendPanel::refresh() {
  const QString run = context().selection().run();
  if (run.isEmpty()) {
    return explain(tr("No recommender is chosen"),
                   tr("Open the run of a recommender on the Runs page, or train one: drop a folder with items.csv and "
                      "interactions.csv on the Data page, use it, and start on the Train page."));
  }
  stale_ = !isVisible() || context().engine().state() != EngineClient::State::ready;
  if (stale_) return;
  if (!isShown_) explain(tr("Loading the recommender…"), run);
  protocol::RecSearch request;
  request.run = run.toStdString();
  request.limit = kMostListed;
  latest_.request(request);
}

void RecommendPanel::onReply(const protocol::RecSearch& request, const Result<protocol::RecSearchReply>& reply) {
  const QString run = context().selection().run();
  if (q(request.run) != run) return;
  if (!reply.ok()) {
    if (reply.error().code == ErrorCode::cancelled) return;
    const bool otherTask = reply.error().code == ErrorCode::usage;
    const bool early = reply.error().code == ErrorCode::notFound;
    return explain(otherTask ? tr("This run does not recommend")
                   : early   ? tr("Nothing to recommend with yet")
                             : tr("The recommender cannot be opened"),
                   errorCause(reply.error()) +
                       (reply.error().hint.empty() ? QString() : QStringLiteral(". ") + q(reply.error().hint)));
  }
  reply_ = *reply;
  isShown_ = true;
  for (RecommendTab* tab : tab_) tab->setRun(run, *reply_);
  pages_->setCurrentIndex(1);
  retranslate();
}

void RecommendPanel::report(const Error& error) {
  if (error.code == ErrorCode::cancelled) return;
  context().messages().report(error, tr("The recommender did not answer"));
}

void RecommendPanel::retranslate() {
  runsButton_->setText(tr("Go to Runs"));
  const QStringList titles{tr("Users"), tr("Items"), tr("New item"), tr("Metrics")};
  for (int i = 0; i < tabs_->count(); ++i) tabs_->setTabText(i, titles[i]);
  for (RecommendTab* tab : tab_) tab->retranslate();
  if (!reply_) return refresh();
  facts_->setText(tr("%1, step %2  ·  %3 users, %4 items, %5 of them cold")
                      .arg(q(reply_->method), number(reply_->step), number(reply_->users), number(reply_->items),
                           number(reply_->coldItems)));
}

const PanelEntry& recommendPanelEntry() {
  static const PanelEntry entry{
      .name = "recommend",
      .title = MARCIE_TR("Panels", "Recommend"),
      .help = MARCIE_TR("Panels", "Who gets what, why, and who would get something new"),
      .icon = "recommend",
      .workspace = "recommend",
      .stretch = 1,
      .place = PanelEntry::Place::workspace,
      .make = [](AppContext& context, QWidget* parent) -> Panel* { return new RecommendPanel(context, parent); }};
  return entry;
}

}  // namespace marcie::ui
