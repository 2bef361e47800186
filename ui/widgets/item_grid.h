// Items of a recommender as pictures with a line below: who is cold, who was chosen later, and what else there is to
// say. Pictures come from the engine as they are seen. GUI thread.
#pragma once

#include <vector>

#include <QListWidget>

#include "core/api/protocol_recommend.h"
#include "ui/models/thumbnail_store.h"

namespace marcie::ui {

struct ItemCell {
  protocol::RecItem item;
  QString caption;       // below the title: score, similarity, rank change
  bool isHit = false;    // chosen by the user in a part that training has not seen
  bool isFaded = false;  // left out for now
};

class ItemGrid : public QListWidget {
  Q_OBJECT
 public:
  // `thumbnails`: shared by all grids of a page, so that a picture is fetched and kept once; must outlive the grid.
  explicit ItemGrid(ThumbnailStore& thumbnails, QWidget* parent = nullptr);
  void setCells(std::vector<ItemCell> cells);
  [[nodiscard]] const std::vector<ItemCell>& cells() const { return cells_; }
  // One line of pictures that scrolls sideways, as high as it needs.
  void setOneLine();

 Q_SIGNALS:
  void itemChosen(const marcie::protocol::RecItem& item);

 private:
  [[nodiscard]] QPixmap pictureOf(const ItemCell& cell);
  void refresh(int row);
  std::vector<ItemCell> cells_;
  ThumbnailStore& thumbnails_;
};

}  // namespace marcie::ui
