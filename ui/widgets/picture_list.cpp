#include "ui/widgets/picture_list.h"

#include "ui/theme.h"

namespace marcie::ui {
namespace {

constexpr int kListedSide = 96;
constexpr qsizetype kListBytes = 48LL << 20;

}  // namespace

class PictureList::Model : public QAbstractListModel {
 public:
  Model(EngineClient& engine, QObject* parent)
      : QAbstractListModel(parent), thumbnails_(engine, 2 * kListedSide, kListBytes) {
    connect(&thumbnails_, &ThumbnailStore::arrived, this, [this] {
      if (rowCount({}) > 0) Q_EMIT dataChanged(index(0), index(rowCount({}) - 1), {Qt::DecorationRole});
    });
  }
  int rowCount(const QModelIndex& parent) const override {
    return parent.isValid() ? 0 : static_cast<int>(pictures_.size());
  }
  QVariant data(const QModelIndex& index, int role) const override {
    const auto& picture = pictures_[static_cast<std::size_t>(index.row())];
    switch (role) {
      case Qt::DisplayRole:
        return picture.caption;
      case Qt::ToolTipRole: {
        const QString failure = thumbnails_.failure(picture.path);
        return failure.isEmpty() ? picture.toolTip : picture.toolTip + QStringLiteral("\n") + failure;
      }
      case Qt::DecorationRole: {
        const QPixmap pixmap = thumbnails_.get(picture.path);
        if (!pixmap.isNull()) return QIcon(pixmap);
        QPixmap blank(kListedSide, kListedSide);
        blank.fill(Theme::instance().colours().raised);
        return QIcon(blank);
      }
      default:
        return {};
    }
  }
  void set(std::vector<ListedPicture> pictures) {
    beginResetModel();
    thumbnails_.forgetWishes();
    pictures_ = std::move(pictures);
    endResetModel();
  }
  std::vector<ListedPicture> pictures_;

 private:
  mutable ThumbnailStore thumbnails_;
};

PictureList::PictureList(EngineClient& engine, QWidget* parent) : QListView(parent), model_(new Model(engine, this)) {
  setModel(model_);
  setViewMode(QListView::IconMode);
  setResizeMode(QListView::Adjust);
  setMovement(QListView::Static);
  setLayoutMode(QListView::Batched);
  setUniformItemSizes(true);
  setIconSize({kListedSide, kListedSide});
  setGridSize({kListedSide + 16, kListedSide + 28});
  setFont(Theme::smallFont());
  setTextElideMode(Qt::ElideRight);
  setFrameShape(QFrame::NoFrame);
  const auto choose = [this](const QModelIndex& index) {
    if (index.isValid()) Q_EMIT pictureChosen(model_->pictures_[static_cast<std::size_t>(index.row())].path);
  };
  connect(this, &QListView::clicked, this, choose);
  connect(this, &QListView::activated, this, [this, choose](const QModelIndex& index) {
    choose(index);
    if (index.isValid()) Q_EMIT pictureOpened(model_->pictures_[static_cast<std::size_t>(index.row())].path);
  });
}

void PictureList::setPictures(std::vector<ListedPicture> pictures) {
  model_->set(std::move(pictures));
}

const std::vector<ListedPicture>& PictureList::pictures() const {
  return model_->pictures_;
}

}  // namespace marcie::ui
