#include "ui/models/thumbnail_store.h"

#include <algorithm>

namespace marcie::ui {
namespace {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kMaxWishes = 400;  // more than a screenful: older ones have scrolled away

}  // namespace

QImage toImage(const protocol::Picture& picture) {
  if (picture.width <= 0 || picture.height <= 0 || picture.width > 32767 || picture.height > 32767 ||
      picture.rgb.size() != static_cast<std::size_t>(picture.width * picture.height * 3)) {
    return {};
  }
  return QImage(picture.rgb.data(), static_cast<int>(picture.width), static_cast<int>(picture.height),
                static_cast<qsizetype>(picture.width * 3), QImage::Format_RGB888)
      .copy();
}

ThumbnailStore::ThumbnailStore(EngineClient& engine, int size, qsizetype capBytes, QObject* parent)
    : QObject(parent), engine_(engine), size_(size), cache_(capBytes) {
  timer_.setSingleShot(true);
  timer_.setInterval(0);  // wishes of one paint go out together
  connect(&timer_, &QTimer::timeout, this, &ThumbnailStore::next);
}

QPixmap ThumbnailStore::get(const QString& path) {
  if (const QPixmap* found = cache_.object(path)) return *found;
  if (failures_.contains(path)) return {};
  if (std::find(wishes_.begin(), wishes_.end(), path) == wishes_.end()) wishes_.push_back(path);
  while (wishes_.size() > kMaxWishes) wishes_.pop_front();
  if (!busy_ && !timer_.isActive()) timer_.start();
  return {};
}

void ThumbnailStore::clear() {
  cache_.clear();
  failures_.clear();
  wishes_.clear();
}

void ThumbnailStore::next() {
  if (busy_ || wishes_.empty()) return;
  protocol::Thumbnails request;
  request.size = size_;
  while (!wishes_.empty() && request.paths.size() < kBatch) {
    request.paths.push_back(wishes_.back().toStdString());
    wishes_.pop_back();
  }
  busy_ = true;
  const auto asked = request.paths;
  engine_.call<protocol::Thumbnails>(this, request, [this, asked](const Result<protocol::ThumbnailsReply>& reply) {
    busy_ = false;
    QStringList paths;
    if (reply.ok()) {
      for (const auto& thumbnail : reply->thumbnails) {
        const QString path = QString::fromStdString(thumbnail.path);
        paths << path;
        const QImage image = toImage(thumbnail.picture);
        if (image.isNull()) {
          failures_.insert(path,
                           thumbnail.reason.empty() ? tr("cannot be read") : QString::fromStdString(thumbnail.reason));
        } else {
          cache_.insert(path, new QPixmap(QPixmap::fromImage(image)), image.sizeInBytes());
        }
      }
    }
    Q_EMIT arrived(paths);
    next();
  });
}

}  // namespace marcie::ui
