#include "ui/panels/recommend_metrics.h"

#include <algorithm>

#include <QHBoxLayout>

#include "ui/text.h"

namespace marcie::ui {
namespace {

QString rankingFigure(double value) {
  return std::isfinite(value) ? QLocale().toString(value, 'f', 3) : QStringLiteral("–");
}

double figureIn(const Json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_number() ? it->get<double>() : kNaN;
}

// Which users the table shows, in the order of the box.
enum UserKind { kAllUsers, kWithColdItems, kWithoutHit };

bool isOfKind(const protocol::RecJudgedUser& user, int kind) {
  if (kind == kWithColdItems) return std::isfinite(user.coldAuc);
  return kind != kWithoutHit || user.allRecall == 0;
}

}  // namespace

RecommendMetrics::RecommendMetrics(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent)
    : RecommendTab(context, thumbnails, parent),
      metrics_(context.engine(), this,
               [this](const protocol::RecMetrics& request, const Result<protocol::RecMetricsReply>& reply) {
                 if (q(request.run) != run_) return;
                 if (reply.ok()) {
                   reply_ = *reply;
                   return showReply();
                 }
                 if (reply.error().code != ErrorCode::cancelled) Q_EMIT failed(reply.error());
               }) {
  build();
  connect(splitBox_, &QComboBox::activated, this, &RecommendMetrics::ask);
  connect(measureButton_, &QPushButton::clicked, this, &RecommendMetrics::ask);
  connect(filter_, &QLineEdit::textChanged, this, &RecommendMetrics::showUsers);
  connect(userBox_, &QComboBox::activated, this, &RecommendMetrics::showUsers);
  retranslate();
}

void RecommendMetrics::build() {
  constexpr int g = Theme::kGrid;
  auto* head = new QHBoxLayout;
  setting_ = new QLabel(this);
  setting_->setObjectName(QStringLiteral("settingLabel"));
  setting_->setProperty("muted", true);
  setting_->setWordWrap(true);
  splitBox_ = new ChoiceBox(this);
  splitBox_->setObjectName(QStringLiteral("splitBox"));
  measureButton_ = new QPushButton(this);
  measureButton_->setObjectName(QStringLiteral("measureButton"));
  head->addWidget(setting_, 1);
  head->addWidget(splitBox_);
  head->addWidget(measureButton_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(g, g, g, g);
  column->setSpacing(g);
  column->addLayout(head);
  listHeading_ = addHeading(column, this);
  lists_ = new TextTableView(this);
  lists_->setObjectName(QStringLiteral("listTable"));
  lists_->setExportName(QStringLiteral("ranking"));
  column->addWidget(lists_, 2);
  auto* middle = new QHBoxLayout;
  auto* left = new QVBoxLayout;
  auto* right = new QVBoxLayout;
  catalogueHeading_ = addHeading(left, this);
  catalogue_ = new TextTableView(this);
  catalogue_->setObjectName(QStringLiteral("catalogueTable"));
  catalogue_->setExportName(QStringLiteral("catalogue"));
  left->addWidget(catalogue_, 1);
  popularityHeading_ = addHeading(right, this);
  popularity_ = new GroupedBars(this);
  popularity_->setObjectName(QStringLiteral("popularityBars"));
  popularity_->setExportName(QStringLiteral("recall by popularity"));
  right->addWidget(popularity_);
  right->addStretch(1);
  middle->addLayout(left, 3);
  middle->addLayout(right, 2);
  column->addLayout(middle, 2);
  auto* userRow = new QHBoxLayout;
  userHeading_ = addHeading(userRow, this);
  userRow->addStretch(1);
  filter_ = new QLineEdit(this);
  filter_->setObjectName(QStringLiteral("userFilter"));
  filter_->setClearButtonEnabled(true);
  userBox_ = new ChoiceBox(this);
  userBox_->setObjectName(QStringLiteral("userKindBox"));
  userRow->addWidget(userBox_);
  userRow->addWidget(filter_);
  column->addLayout(userRow);
  users_ = new TextTableView(this);
  users_->setObjectName(QStringLiteral("userTable"));
  users_->setExportName(QStringLiteral("users"));
  column->addWidget(users_, 3);
  column->addStretch();  // takes the room while there is nothing to show
  for (TextTableView* table : {lists_, catalogue_, users_}) context().noteExportsOf(table);
  context().noteExportsOf(popularity_);
}

void RecommendMetrics::setRun(const QString& run, const protocol::RecSearchReply& facts) {
  static_cast<void>(facts);
  if (run != run_) reply_.reset();
  run_ = run;
  showReply();
}

void RecommendMetrics::ask() {
  if (run_.isEmpty()) return;
  protocol::RecMetrics request;
  request.run = run_.toStdString();
  request.split = splitBox_->currentIndex() == 1 ? "val" : "test";
  metrics_.request(request);
  setting_->setText(tr("Ranking for every user…"));
}

void RecommendMetrics::showReply() {
  const bool shown = reply_.has_value();
  for (QWidget* widget :
       std::initializer_list<QWidget*>{listHeading_, lists_, catalogueHeading_, catalogue_, popularityHeading_,
                                       popularity_, userHeading_, userBox_, filter_, users_}) {
    widget->setVisible(shown);
  }
  if (!shown) {
    setting_->setText(
        tr("Press “Measure” to rank all items for every user. Nothing here has seen an annotation of a "
           "cold item."));
    return;
  }
  setting_->setText(q(reply_->setting));
  showLists();
  showCatalogue();
  showUsers();
}

void RecommendMetrics::showLists() {
  TextTable table{{tr("Items")}, {}};
  const Json& report = reply_->report;
  const std::pair<const char*, QString> kLists[] = {{"cold", tr("Cold, among cold")},
                                                    {"warm", tr("Warm, among warm")},
                                                    {"all", tr("All, among all")},
                                                    {"coldInAll", tr("Cold, among all")}};
  QStringList columns;
  for (const auto& [key, title] : kLists) {
    if (!report.contains(key) || !report[key].is_object()) continue;
    for (const auto& [name, value] : report[key].items()) {
      if (value.is_number_float() && !columns.contains(q(name))) columns << q(name);
    }
  }
  // @5 before @10. (QCollator's numeric mode does nothing in the C locale.)
  std::sort(columns.begin(), columns.end(), [](const QString& a, const QString& b) {
    const QString left = a.section('@', 0, 0), right = b.section('@', 0, 0);
    return left != right ? left < right : a.section('@', 1).toInt() < b.section('@', 1).toInt();
  });
  table.header << columns;
  for (const auto& [key, title] : kLists) {
    if (!report.contains(key) || !report[key].is_object()) continue;
    QStringList row{title};
    for (const QString& column : columns) {
      const auto it = report[key].find(column.toStdString());
      row << (it != report[key].end() && it->is_number() ? rankingFigure(it->get<double>()) : QStringLiteral("–"));
    }
    table.rows << row;
  }
  lists_->setTable(table);
}

// What the lists over all items are like beside being right.
void RecommendMetrics::showCatalogue() {
  const Json& report = reply_->report;
  TextTable table{{tr("First"), tr("Coverage"), tr("Cold share"), tr("Popularity"), tr("× user's own"),
                   tr("Novelty, bits"), tr("Gini"), tr("Recall")},
                  {}};
  const Json nothing = Json::array();
  const Json& catalogue = report.contains("catalogue") ? report["catalogue"] : nothing;
  for (const Json& one : catalogue) {
    const auto k = static_cast<qint64>(figureIn(one, "k"));
    const double recall =
        report.contains("all") ? figureIn(report["all"], ("recall@" + std::to_string(k)).c_str()) : kNaN;
    const auto plain = [&](const char* name) {
      const double value = figureIn(one, name);
      return std::isfinite(value) ? QLocale().toString(value, 'f', 1) : QStringLiteral("–");
    };
    table.rows << QStringList{number(k),
                              percentText(figureIn(one, "coverage")),
                              percentText(figureIn(one, "coldExposure")),
                              plain("popularity"),
                              rankingFigure(figureIn(one, "popularityLift")),
                              plain("novelty"),
                              rankingFigure(figureIn(one, "gini")),
                              rankingFigure(recall)};
  }
  catalogue_->setTable(table);
  QStringList groups;
  QVector<double> recall;
  for (const Json& one : report.contains("byPopularity") ? report["byPopularity"] : nothing) {
    const double value = figureIn(one, "recall");
    if (!std::isfinite(value)) continue;  // nothing of it was held out
    const auto from = static_cast<qint64>(figureIn(one, "fromUsers")),
               to = static_cast<qint64>(figureIn(one, "toUsers"));
    groups << (to == 0      ? tr("nobody")
               : from == to ? tr("%1 users").arg(number(from))
                            : tr("%1 to %2 users").arg(number(from), number(to)));
    recall << value;
  }
  popularity_->setBars(groups, {tr("recall")}, {recall});
}

void RecommendMetrics::showUsers() {
  if (!reply_) return;
  TextTable table{{tr("User"), tr("Chosen"), tr("Held out"), tr("Cold AUC"), tr("Warm AUC"), tr("NDCG over all"),
                   tr("Recall@%1").arg(number(reply_->k)), tr("Popularity of the list")},
                  {}};
  for (const auto& one : reply_->users) {
    if (!q(one.user.id).contains(filter_->text(), Qt::CaseInsensitive)) continue;
    if (!isOfKind(one, userBox_->currentIndex())) continue;
    table.rows << QStringList{
        q(one.user.id),
        number(one.user.chosen),
        number(one.user.heldOut),
        rankingFigure(one.coldAuc),
        rankingFigure(one.warmAuc),
        rankingFigure(one.allNdcg),
        rankingFigure(one.allRecall),
        std::isfinite(one.popularity) ? QLocale().toString(one.popularity, 'f', 1) : QStringLiteral("–")};
  }
  users_->setTable(table);
  userHeading_->setText(
      tr("%1 of %2 users").arg(number(table.rows.size()), number(static_cast<qint64>(reply_->users.size()))));
}

void RecommendMetrics::retranslate() {
  const int split = std::max(0, splitBox_->currentIndex());
  splitBox_->clear();
  splitBox_->addItems({tr("Test"), tr("Validation")});
  splitBox_->setCurrentIndex(split);
  splitBox_->setAccessibleName(tr("What is ranked"));
  measureButton_->setText(tr("Measure"));
  listHeading_->setText(tr("Lists"));
  lists_->setAccessibleName(tr("Lists"));
  catalogueHeading_->setText(tr("Lists over all items: how much of the catalogue, how popular"));
  catalogue_->setAccessibleName(tr("Coverage and popularity"));
  catalogue_->setToolTip(tr(
      "Coverage: share of all items that stand in somebody's list. Popularity: users who chose a listed item in "
      "training. × user's own: against what the user chose before; 1 is as popular as usual. Gini: 0 lists all items "
      "equally often."));
  popularityHeading_->setText(tr("Recall by how many chose the item in training"));
  popularity_->setAccessibleName(tr("Recall by how many chose the item in training"));
  const int kind = std::max(0, userBox_->currentIndex());
  userBox_->clear();
  userBox_->addItems({tr("All users"), tr("With cold items held out"), tr("Without a hit in the list")});
  userBox_->setCurrentIndex(kind);
  userBox_->setAccessibleName(tr("Which users"));
  users_->setAccessibleName(tr("Users"));
  filter_->setPlaceholderText(tr("Filter users"));
  filter_->setAccessibleName(tr("Filter users"));
  showReply();
}

}  // namespace marcie::ui
