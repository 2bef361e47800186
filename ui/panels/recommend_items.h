// Recommend, page Items: who would receive an item, what it seems to mean, and what is near it.
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>

#include "ui/panels/recommend_tab.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/item_grid.h"
#include "ui/widgets/text_table_view.h"

namespace marcie::ui {

class RecommendItems : public RecommendTab {
  Q_OBJECT
 public:
  RecommendItems(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent);
  void setRun(const QString& run, const protocol::RecSearchReply& facts) override;
  void retranslate() override;
  void showExample() override;
  [[nodiscard]] bool isBusy() const override { return search_.isBusy() || card_.isBusy(); }

 private:
  void build();
  void searchNow();
  void showItems(const protocol::RecSearchReply& reply);
  void showCard();

  QString run_;
  QLineEdit* searchField_;
  QCheckBox* coldBox_;
  QListWidget* items_;
  QLabel *title_, *facts_, *termHeading_, *legend_, *receiverHeading_;
  ChipRow* terms_;
  TextTableView* receivers_;
  QLabel* nearHeadings_[3];
  ItemGrid* near_[3];
  std::int64_t chosen_ = -1;
  std::optional<protocol::RecItemReply> reply_;
  LatestCall<protocol::RecSearch> search_;
  LatestCall<protocol::RecItemCard> card_;
};

// The receivers of an item as a table: user, place, and the place before where something was supposed.
[[nodiscard]] TextTable receiverTable(const std::vector<protocol::RecReceiver>& receivers, bool compares);
// What was inferred of a picture; of a known item what it has besides.
[[nodiscard]] std::vector<Chip> inferredChips(const std::vector<protocol::RecTerm>& terms,
                                              const std::vector<std::string>& own);

}  // namespace marcie::ui
