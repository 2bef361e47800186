// What would drop an item from a user's list: a button, how far the search is, and the answer by picture and name. Part
// of the pages Users and New item.
#pragma once

#include <optional>

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "core/api/protocol_recommend_contrast.h"
#include "ui/bridge/app_context.h"
#include "ui/models/thumbnail_store.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/item_grid.h"

namespace marcie::ui {

class RecommendDrop : public QWidget {
  Q_OBJECT
 public:
  RecommendDrop(AppContext& context, ThumbnailStore& thumbnails, QWidget* parent);

  // What the button asks. Another question forgets the answer and gives up a search; the same one changes nothing.
  void setQuestion(const protocol::RecDrop& question);
  // Nothing to ask; `why` stands beside the button.
  void clear(const QString& why);
  // Gives up a search: the page has something else to ask, which would wait for its end.
  void stop();
  void retranslate();
  [[nodiscard]] bool isBusy() const { return call_ != 0; }

 Q_SIGNALS:
  void failed(const marcie::Error& error);
  // An item of the answer was clicked.
  void itemChosen(const marcie::protocol::RecItem& item);

 private:
  void ask();
  void giveUp();
  void showState();
  [[nodiscard]] QString answerText() const;

  AppContext& context_;
  std::optional<protocol::RecDrop> question_;
  std::optional<protocol::RecDropReply> reply_;
  QString why_;
  qint64 call_ = 0;
  qint64 done_ = 0, total_ = 0;
  QPushButton *askButton_, *cancelButton_;
  QLabel* text_;
  ChipRow* terms_;
  ItemGrid* items_;
};

}  // namespace marcie::ui
