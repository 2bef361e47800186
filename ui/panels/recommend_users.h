// Recommend, page Users: what somebody chose, what they get, and why.
#pragma once

#include <set>

#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/charts/bar_plot.h"
#include "ui/panels/recommend_compare.h"
#include "ui/panels/recommend_drop.h"
#include "ui/panels/recommend_tab.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/item_grid.h"

namespace marcie::ui {

class RecommendUsers : public RecommendTab {
  Q_OBJECT
 public:
  RecommendUsers(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent);
  void setRun(const QString& run, const protocol::RecSearchReply& facts) override;
  void retranslate() override;
  void showExample() override;
  [[nodiscard]] bool isBusy() const override {
    return search_.isBusy() || user_.isBusy() || why_.isBusy() || compare_->isBusy() || drop_->isBusy();
  }

 private:
  void build();
  QWidget* buildLists();
  QWidget* buildReasons();
  void searchNow();
  void askUser();
  void askWhy(const protocol::RecItem& item);
  void toggleHistory(const protocol::RecItem& item);
  void showUsers(const protocol::RecSearchReply& reply);
  void showUser();
  void showWhy(const protocol::RecWhyReply& reply);
  void showParts();
  void prepareDrop();

  QString run_;
  QLineEdit* searchField_;
  QListWidget* users_;
  QLabel *userTitle_, *historyHeading_, *listHeading_, *whyHeading_, *timeLabel_;
  QPushButton* allBackButton_;
  ChoiceBox* listBox_;
  ItemGrid *history_, *list_;
  QStackedWidget* lists_;  // of one model, or of two
  RecommendCompare* compare_;
  QLabel *whyText_, *termHeading_, *nearHeading_;
  BarPlot* parts_;
  RecommendDrop* drop_;
  ChipRow* terms_;
  ItemGrid* near_;
  std::int64_t chosen_ = -1, explained_ = -1;
  std::int64_t step_ = -1;  // of the model
  QString explainedTitle_;
  std::set<std::int64_t> without_;
  std::optional<protocol::RecUserReply> reply_;
  std::optional<protocol::RecWhyReply> whyReply_;
  LatestCall<protocol::RecSearch> search_;
  LatestCall<protocol::RecUser> user_;
  LatestCall<protocol::RecWhy> why_;
};

}  // namespace marcie::ui
