// Recommend, page Users: a second model beside the first, its list and what moved. The page asks; this shows.
#pragma once

#include <set>

#include "core/api/protocol_recommend_contrast.h"
#include "ui/panels/recommend_tab.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/rank_lines.h"

namespace marcie::ui {

class RecommendCompare : public QWidget {
  Q_OBJECT
 public:
  RecommendCompare(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent);

  // The box that chooses the second model; whoever lays out the page owns its place.
  [[nodiscard]] ChoiceBox* box() const { return box_; }
  // Another first model. The second stays where it still is one.
  void setRun(const QString& run);
  // The second model; empty = none.
  [[nodiscard]] QString other() const { return box_->currentData().toString(); }
  // Both lists for a user; nothing without a second model.
  void ask(std::int64_t user, const std::set<std::int64_t>& without, std::int64_t count);
  void setColdOnly(bool coldOnly);
  void retranslate();
  [[nodiscard]] bool isBusy() const { return isListing_ || compare_.isBusy(); }

 Q_SIGNALS:
  // Another second model, or none.
  void modelChosen();
  void itemChosen(const marcie::protocol::RecItem& item);

 private:
  void listRuns();
  void fillBox(const std::vector<RunInfo>& runs);
  void onReply(const protocol::RecCompare& request, const Result<protocol::RecCompareReply>& reply);
  void say(const QString& text);
  void showReply();

  AppContext& context_;
  QString run_;
  std::int64_t user_ = -1;
  bool coldOnly_ = false, isListing_ = false;
  ChoiceBox* box_;
  QLabel* note_;
  RankLines* lines_;
  QWidget* scroll_;
  std::optional<protocol::RecCompareReply> reply_;
  LatestCall<protocol::RecCompare> compare_;
};

}  // namespace marcie::ui
