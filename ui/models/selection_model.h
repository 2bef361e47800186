// Pictures that are chosen together, shared by every view: a lasso in a map, several cells of a grid. The one picture
// that is looked at is Selection::picture(). GUI thread only.
#pragma once

#include <vector>

#include <QObject>
#include <QSet>

#include "core/api/protocol_data.h"

namespace marcie::ui {

class SelectionModel : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  // In the order in which they were chosen, no picture twice.
  [[nodiscard]] const std::vector<protocol::DataRow>& rows() const { return rows_; }
  [[nodiscard]] bool contains(const QString& path) const { return paths_.contains(path); }
  [[nodiscard]] bool isEmpty() const { return rows_.empty(); }
  [[nodiscard]] qsizetype size() const { return static_cast<qsizetype>(rows_.size()); }
  // The view that made this selection: it need not follow what it has just said. Null after clear().
  [[nodiscard]] const QObject* origin() const { return origin_; }

  // An empty list clears.
  void set(std::vector<protocol::DataRow> rows, const QObject* origin);
  void clear() { set({}, nullptr); }

 Q_SIGNALS:
  void changed();

 private:
  std::vector<protocol::DataRow> rows_;
  QSet<QString> paths_;
  const QObject* origin_ = nullptr;  // compared, never used
};

}  // namespace marcie::ui
