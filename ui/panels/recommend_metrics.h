// Recommend, page Metrics: cold, warm and all items apart, and every user.
#pragma once

#include <QLineEdit>
#include <QPushButton>

#include "ui/charts/grouped_bars.h"
#include "ui/panels/recommend_tab.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/text_table_view.h"

namespace marcie::ui {

class RecommendMetrics : public RecommendTab {
  Q_OBJECT
 public:
  RecommendMetrics(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent);
  void setRun(const QString& run, const protocol::RecSearchReply& facts) override;
  void retranslate() override;
  void showExample() override { ask(); }
  [[nodiscard]] bool isBusy() const override { return metrics_.isBusy(); }

 private:
  void build();
  void ask();
  void showReply();
  void showLists();
  void showCatalogue();
  void showUsers();

  QString run_;
  ChoiceBox* splitBox_;
  QPushButton* measureButton_;
  QLabel *setting_, *listHeading_, *catalogueHeading_, *popularityHeading_, *userHeading_;
  TextTableView *lists_, *catalogue_, *users_;
  GroupedBars* popularity_;
  ChoiceBox* userBox_;
  QLineEdit* filter_;
  std::optional<protocol::RecMetricsReply> reply_;
  LatestCall<protocol::RecMetrics> metrics_;
};

}  // namespace marcie::ui
