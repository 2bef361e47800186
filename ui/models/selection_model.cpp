#include "ui/models/selection_model.h"

namespace marcie::ui {

void SelectionModel::set(std::vector<protocol::DataRow> rows, const QObject* origin) {
  QSet<QString> paths;
  std::vector<protocol::DataRow> unique;
  unique.reserve(rows.size());
  for (auto& row : rows) {
    const QString path = QString::fromStdString(row.path);
    if (paths.contains(path)) continue;
    paths.insert(path);
    unique.push_back(std::move(row));
  }
  if (unique.empty() && rows_.empty()) return;
  if (paths == paths_) return;
  rows_ = std::move(unique);
  paths_ = std::move(paths);
  origin_ = rows_.empty() ? nullptr : origin;
  Q_EMIT changed();
}

}  // namespace marcie::ui
