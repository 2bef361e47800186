#include "ui/panels/recommend_metrics.h"

#include <algorithm>

#include <QHBoxLayout>

#include "ui/text.h"

namespace marcie::ui {
namespace {

QString rankingFigure(double value) {
  return std::isfinite(value) ? QLocale().toString(value, 'f', 3) : QStringLiteral("–");
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
  column->addWidget(lists_, 1);
  auto* userRow = new QHBoxLayout;
  userHeading_ = addHeading(userRow, this);
  userRow->addStretch(1);
  filter_ = new QLineEdit(this);
  filter_->setObjectName(QStringLiteral("userFilter"));
  filter_->setClearButtonEnabled(true);
  userRow->addWidget(filter_);
  column->addLayout(userRow);
  users_ = new TextTableView(this);
  users_->setObjectName(QStringLiteral("userTable"));
  users_->setExportName(QStringLiteral("users"));
  column->addWidget(users_, 2);
  column->addStretch();  // takes the room while there is nothing to show
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
  for (QWidget* widget : std::initializer_list<QWidget*>{listHeading_, lists_, userHeading_, filter_, users_}) {
    widget->setVisible(shown);
  }
  if (!shown) {
    setting_->setText(
        tr("Press “Measure” to rank all items for every user. Nothing here has seen an annotation of a "
           "cold item."));
    return;
  }
  setting_->setText(q(reply_->setting));
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
  showUsers();
}

void RecommendMetrics::showUsers() {
  if (!reply_) return;
  TextTable table{{tr("User"), tr("Chosen"), tr("Held out"), tr("Cold AUC"), tr("Warm AUC"), tr("NDCG over all")}, {}};
  for (const auto& one : reply_->users) {
    if (!q(one.user.id).contains(filter_->text(), Qt::CaseInsensitive)) continue;
    table.rows << QStringList{q(one.user.id),
                              number(one.user.chosen),
                              number(one.user.heldOut),
                              rankingFigure(one.coldAuc),
                              rankingFigure(one.warmAuc),
                              rankingFigure(one.allNdcg)};
  }
  users_->setTable(table);
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
  userHeading_->setText(tr("Users"));
  users_->setAccessibleName(tr("Users"));
  filter_->setPlaceholderText(tr("Filter users"));
  filter_->setAccessibleName(tr("Filter users"));
  showReply();
}

}  // namespace marcie::ui
