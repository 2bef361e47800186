// Pictures side by side with a word under each, decoded only as they come into sight. GUI thread.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QListView>

#include "ui/models/thumbnail_store.h"

namespace marcie::ui {

struct ListedPicture {
  QString path, caption, toolTip;
};

class PictureList : public QListView {
  Q_OBJECT
 public:
  explicit PictureList(EngineClient& engine, QWidget* parent = nullptr);
  void setPictures(std::vector<ListedPicture> pictures);
  [[nodiscard]] const std::vector<ListedPicture>& pictures() const;

 Q_SIGNALS:
  void pictureChosen(const QString& path);
  void pictureOpened(const QString& path);  // double click, Enter

 private:
  class Model;
  Model* model_;
};

}  // namespace marcie::ui
