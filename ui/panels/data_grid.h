// The pictures of the data in use: thumbnails, filters, size. Clicking one selects it everywhere.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSlider>
#include <QTimer>

#include "ui/bridge/app_context.h"
#include "ui/models/picture_model.h"

namespace marcie::ui {

class DataGrid : public QWidget {
  Q_OBJECT
 public:
  explicit DataGrid(AppContext& context, QWidget* parent = nullptr);
  void retranslate();
  [[nodiscard]] bool isBusy() const { return model_->isBusy(); }
  [[nodiscard]] PictureModel& model() { return *model_; }

 Q_SIGNALS:
  void otherDataWanted();
  void previewWanted();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void buildToolBar();
  void load();
  void fillFilters();
  void applyFilter();
  void setThumbnailSide(int side);
  void onSelected(const QModelIndex& index);
  void onPictureChanged();
  // Shows what another view has selected, and nothing else.
  void showSelection();
  void shareSelection();

  AppContext& context_;
  PictureModel* model_;
  QListView* view_;
  QComboBox *classBox_, *splitBox_, *tagBox_;
  QLineEdit* searchEdit_;
  QSlider* sizeSlider_;
  QLabel *countLabel_, *titleLabel_;
  QPushButton *previewButton_, *otherButton_, *selectionButton_;
  QTimer searchTimer_;
  bool stale_ = false;
};

}  // namespace marcie::ui
