#include "ui/models/picture_model.h"

#include <limits>

#include <QMimeData>
#include <QUrl>

namespace marcie::ui {
namespace {

constexpr int kPagesKept = 50;
constexpr int kGridPictureSide = 192;
constexpr qsizetype kThumbnailBytes = qsizetype{48} << 20U;

}  // namespace

PictureModel::PictureModel(EngineClient& engine, QObject* parent)
    : QAbstractListModel(parent),
      engine_(engine),
      thumbnails_(engine, kGridPictureSide, kThumbnailBytes),
      pages_(kPagesKept) {
  connect(&thumbnails_, &ThumbnailStore::arrived, this, [this](const QStringList& paths) {
    const QSet<QString> come(paths.begin(), paths.end());
    for (std::size_t i = 0; fixed_ && i < fixed_->size(); ++i) {
      if (!come.contains(QString::fromStdString((*fixed_)[i].path))) continue;
      const QModelIndex changed = index(static_cast<int>(i));
      Q_EMIT dataChanged(changed, changed, {Qt::DecorationRole, FailureRole});
    }
    for (const int page : pages_.keys()) {
      const auto& rows = *pages_.object(page);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!come.contains(QString::fromStdString(rows[i].path))) continue;
        const QModelIndex changed = index(page * kPage + static_cast<int>(i));
        Q_EMIT dataChanged(changed, changed, {Qt::DecorationRole, FailureRole});
      }
    }
  });
}

void PictureModel::setData(const DataOptions& options) {
  options_ = options;
  filter_ = {};
  fixed_.reset();
  thumbnails_.clear();
  reload();
}

void PictureModel::setFilter(const PictureFilter& filter) {
  if (filter == filter_) return;
  filter_ = filter;
  thumbnails_.forgetWishes();
  reload();
}

void PictureModel::reload() {
  ++generation_;
  beginResetModel();
  total_ = 0;
  pages_.clear();
  asked_.clear();
  endResetModel();
  if (fixed_) return setFixed(std::move(fixed_));
  if (!options_.path.empty()) ask(0);
}

void PictureModel::ask(int page) const {
  if (asked_.contains(page)) return;
  asked_.insert(page);
  protocol::DataRows request;
  request.data = options_;
  request.offset = std::int64_t{page} * kPage;
  request.count = kPage;
  request.label = filter_.label.toStdString();
  request.split = filter_.split.toStdString();
  request.tag = filter_.tag.toStdString();
  request.text = filter_.text.toStdString();
  auto* self = const_cast<PictureModel*>(this);  // fetching is what a lazy model does while it is read
  engine_.call<protocol::DataRows>(
      self, request, [self, page, generation = generation_](const Result<protocol::DataRowsReply>& reply) {
        self->onPage(generation, page, reply);
      });
}

void PictureModel::onPage(int generation, int page, const Result<protocol::DataRowsReply>& reply) {
  if (generation != generation_) return;
  asked_.remove(page);
  if (!reply.ok()) {
    Q_EMIT failed(reply.error());
    return;
  }
  pages_.insert(page, new std::vector<protocol::DataRow>(reply->rows));
  const int total = static_cast<int>(std::min<std::int64_t>(reply->total, std::numeric_limits<int>::max()));
  if (total != total_) {
    if (total > total_) {
      beginInsertRows({}, total_, total - 1);
      total_ = total;
      endInsertRows();
    } else {
      beginRemoveRows({}, total, total_ - 1);
      total_ = total;
      endRemoveRows();
    }
  }
  if (page == 0) Q_EMIT totalChanged(total_);
  const int last = std::min(total_, (page + 1) * kPage) - 1;
  if (last >= page * kPage) Q_EMIT dataChanged(index(page * kPage), index(last));
}

void PictureModel::setFixed(std::optional<std::vector<protocol::DataRow>> rows) {
  if (!rows && !fixed_) return;
  fixed_ = std::move(rows);
  if (!fixed_) return reload();
  beginResetModel();
  ++generation_;  // what is on its way is of no use any more
  pages_.clear();
  asked_.clear();
  total_ = static_cast<int>(fixed_->size());
  endResetModel();
  Q_EMIT totalChanged(total_);
}

const protocol::DataRow* PictureModel::rowAt(int row) const {
  if (fixed_) {
    const auto index = static_cast<std::size_t>(row);
    return row >= 0 && index < fixed_->size() ? &(*fixed_)[index] : nullptr;
  }
  const auto* rows = pages_.object(row / kPage);
  if (rows == nullptr) {
    ask(row / kPage);
    return nullptr;
  }
  const auto at = static_cast<std::size_t>(row % kPage);
  return at < rows->size() ? &(*rows)[at] : nullptr;
}

int PictureModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : total_;
}

QVariant PictureModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto* row = rowAt(index.row());
  if (row == nullptr) return {};
  const QString path = QString::fromStdString(row->path);
  switch (role) {
    case LabelRole:
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
      return QString::fromStdString(row->label);
    case SplitRole:
      return QString::fromStdString(row->split);
    case PathRole:
      return path;
    case FailureRole:
      return thumbnails_.failure(path);
    case Qt::DecorationRole: {
      const QPixmap pixmap = thumbnails_.get(path);
      return pixmap.isNull() ? QVariant() : pixmap;
    }
    case Qt::ToolTipRole: {
      QStringList tags;
      for (const auto& tag : row->tags) tags << QString::fromStdString(tag);
      return QStringLiteral("%1 · %2\n%3\n%4")
          .arg(QString::fromStdString(row->label), QString::fromStdString(row->split), path, tags.join(", "));
    }
    default:
      return {};
  }
}

Qt::ItemFlags PictureModel::flags(const QModelIndex& index) const {
  return QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled;
}

QMimeData* PictureModel::mimeData(const QModelIndexList& indexes) const {
  QList<QUrl> urls;
  for (const auto& index : indexes) {
    if (const auto* row = rowAt(index.row())) urls << QUrl::fromLocalFile(QString::fromStdString(row->path));
  }
  auto* data = new QMimeData;
  data->setUrls(urls);
  return data;
}

}  // namespace marcie::ui
