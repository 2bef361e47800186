// Recommend, page New item: any photo as an item that nobody has seen, and what would change if it said something else.
#pragma once

#include <set>

#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/panels/recommend_drop.h"
#include "ui/panels/recommend_tab.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/item_grid.h"
#include "ui/widgets/picture_view.h"
#include "ui/widgets/text_table_view.h"

namespace marcie::ui {

class RecommendSandbox : public RecommendTab {
  Q_OBJECT
 public:
  RecommendSandbox(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent);
  void setRun(const QString& run, const protocol::RecSearchReply& facts) override;
  void retranslate() override;
  void showExample() override;
  [[nodiscard]] bool isBusy() const override { return sandbox_.isBusy() || drop_->isBusy(); }
  void openPicture(const QString& path);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void build();
  QWidget* buildPage();
  QWidget* buildAnswer();
  void choosePicture();
  void ask();
  void showReply();
  void fillTerms();
  void chooseUser(const QTableWidget* table);
  void prepareDrop();

  QString run_, path_;
  protocol::RecSearchReply facts_;
  QStackedWidget* pages_;
  EmptyState* empty_;
  QPushButton *openButton_, *otherButton_, *resetButton_;
  PictureView* picture_;
  QLabel *termHeading_, *termHelp_, *receiverHeading_, *timeLabel_, *visualHeading_, *inferredHeading_;
  QListWidget* terms_;
  QLineEdit* usersField_;
  TextTableView *receivers_, *asked_;
  RecommendDrop* drop_;
  ItemGrid *visual_, *inferred_;
  std::int64_t user_ = -1;  // chosen in one of the tables
  std::set<std::string> present_, absent_;
  std::optional<protocol::RecSandboxReply> reply_;
  LatestCall<protocol::RecSandbox> sandbox_;
};

}  // namespace marcie::ui
