// Recommend: a trained recommender from four sides: users, items, new items, metrics. Follows the current run and every
// checkpoint it saves.
#pragma once

#include <array>

#include <QStackedWidget>
#include <QTabWidget>

#include "ui/panels/panel.h"
#include "ui/panels/recommend_tab.h"
#include "ui/widgets/empty_state.h"

namespace marcie::ui {

class RecommendSandbox;

class RecommendPanel : public Panel {
  Q_OBJECT
 public:
  explicit RecommendPanel(AppContext& context, QWidget* parent = nullptr);
  void retranslate() override;
  [[nodiscard]] bool isBusy() const override;
  [[nodiscard]] bool hasContent() const override { return isShown_; }
  [[nodiscard]] std::vector<PanelView> views() override;

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();
  void onReply(const protocol::RecSearch& request, const Result<protocol::RecSearchReply>& reply);
  void explain(const QString& headline, const QString& text);
  void report(const Error& error);

  QStackedWidget* pages_;
  EmptyState* empty_;
  QPushButton* runsButton_;
  QLabel* facts_;
  QTabWidget* tabs_;
  ThumbnailStore thumbnails_;
  std::array<RecommendTab*, 4> tab_{};
  bool isShown_ = false, stale_ = false;
  std::optional<protocol::RecSearchReply> reply_;
  LatestCall<protocol::RecSearch> latest_;
};

}  // namespace marcie::ui
