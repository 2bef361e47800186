// Thumbnails by path: asks the engine in small batches, newest wish first, and keeps what fits under a cap.
// GUI thread; nothing is decoded here.
#pragma once

#include <deque>

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QTimer>

#include "ui/bridge/engine_client.h"

namespace marcie::ui {

// Protocol picture → QImage (own copy of the pixels); null when it is empty or its sizes do not fit.
[[nodiscard]] QImage toImage(const protocol::Picture& picture);

class ThumbnailStore : public QObject {
  Q_OBJECT
 public:
  // `size`: longest side in px as asked from the engine; `capBytes`: of all thumbnails kept.
  ThumbnailStore(EngineClient& engine, int size, qsizetype capBytes, QObject* parent = nullptr);

  // The thumbnail, or null after noting the wish; arrived() follows.
  [[nodiscard]] QPixmap get(const QString& path);
  // Why a picture has no thumbnail; empty while it is not known.
  [[nodiscard]] QString failure(const QString& path) const { return failures_.value(path); }
  // Wishes that are still open are forgotten: the view has moved on.
  void forgetWishes() { wishes_.clear(); }
  void clear();
  [[nodiscard]] bool isBusy() const { return busy_ || !wishes_.empty(); }
  [[nodiscard]] qsizetype bytes() const { return cache_.totalCost(); }

 Q_SIGNALS:
  void arrived(const QStringList& paths);

 private:
  void next();
  EngineClient& engine_;
  int size_;
  QCache<QString, QPixmap> cache_;
  QHash<QString, QString> failures_;
  std::deque<QString> wishes_;  // oldest first
  QTimer timer_;
  bool busy_ = false;
};

}  // namespace marcie::ui
